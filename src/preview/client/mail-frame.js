/**
 * Makes a frame that shows a mail, and can show another mail without a flash. Its document comes from /frame, whose
 * content security policy permits no scripts and no requests except for images.
 *
 * @param {string} title for screen readers
 * @param {() => void} changed called when the mail is shown, and when its height changes because images were loaded
 */
export function mailFrame(title, changed = () => {}) {
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox');
  frame.src = '/frame';
  const ready = new Promise(resolve => frame.addEventListener('load', resolve, { once: true }));
  // A key that is pressed after a click into the mail is a key of this page.
  ready.then(() =>
    frame.contentWindow.addEventListener('keydown', event => frame.dispatchEvent(new KeyboardEvent(event.type, event))),
  );
  const sizes = new ResizeObserver(changed);
  return {
    frame,
    /** The document in the frame, after it was loaded. */
    get document() {
      return frame.contentDocument;
    },
    /**
     * @param {{ html: string, scheme: 'light' | 'dark', images?: boolean }} mail
     */
    async show({ html, scheme, images = true }) {
      await ready;
      const inside = frame.contentDocument;
      // Use the frame's parser: the policy of this page would remove the styles.
      const next = new frame.contentWindow.DOMParser().parseFromString(asShown(html, scheme), 'text/html');
      if (!images) for (const image of next.images) image.removeAttribute('src');
      for (const link of next.links)
        if (!link.getAttribute('href').startsWith('#')) Object.assign(link, { target: '_blank', rel: 'noopener' });
      const { documentElement: root } = next;
      inside.replaceChild(inside.adoptNode(root), inside.documentElement);
      // Not all browsers call event listeners in a frame without scripts; all call an observer of this page.
      sizes.disconnect();
      sizes.observe(inside.body);
    },
  };
}

/** How words with problems are marked; see marks.js. */
const marks = `
::highlight(hebdo-warning) { text-decoration: underline wavy 2px #c98a00; }
::highlight(hebdo-error) { text-decoration: underline wavy 2px #d7263d; }
::highlight(hebdo-current) { background-color: #ffe08a; color: #1d1b18; }`;

/** The mail's HTML in the chosen colour scheme, independent of the browser's preference. */
function asShown(html, scheme) {
  const media = scheme === 'dark' ? '@media all' : '@media not all';
  return html
    .replace(/@media\s*\(prefers-color-scheme:\s*dark\)/g, media)
    .replace('</head>', `<style>:root{color-scheme:${scheme}}${marks}</style></head>`);
}
