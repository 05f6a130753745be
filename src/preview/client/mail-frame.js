/**
 * A frame that shows a mail as its program would, and can be given another in place, without a flash: the document in
 * it comes from /frame, whose policy lets no script run and nothing be reached.
 *
 * @param {string} title for screen readers
 * @param {() => void} changed is called when the mail is shown, and whenever its height changes as images arrive
 */
export function mailFrame(title, changed = () => {}) {
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox');
  frame.src = '/frame';
  const ready = new Promise(resolve => frame.addEventListener('load', resolve, { once: true }));
  const sizes = new ResizeObserver(changed);
  return {
    frame,
    /** The document in the frame, once it is there. */
    get document() {
      return frame.contentDocument;
    },
    /**
     * @param {{ html: string, scheme: 'light' | 'dark', images?: boolean }} mail
     */
    async show({ html, scheme, images = true }) {
      await ready;
      const inside = frame.contentDocument;
      // The frame's own parser: this page's policy would take the styles away.
      const next = new frame.contentWindow.DOMParser().parseFromString(asShown(html, scheme), 'text/html');
      if (!images) for (const image of next.images) image.removeAttribute('src');
      for (const link of next.links)
        if (!link.getAttribute('href').startsWith('#')) Object.assign(link, { target: '_blank', rel: 'noopener' });
      const { documentElement: root } = next;
      inside.replaceChild(inside.adoptNode(root), inside.documentElement);
      // Listeners inside are scripts and run no more than others there; this one watches from here.
      sizes.disconnect();
      sizes.observe(inside.body);
    },
  };
}

/** The mail in the colours asked for, whatever the browser prefers. */
function asShown(html, scheme) {
  const media = scheme === 'dark' ? '@media all' : '@media not all';
  return html
    .replace(/@media\s*\(prefers-color-scheme:\s*dark\)/g, media)
    .replace('</head>', `<style>:root{color-scheme:${scheme}}</style></head>`);
}
