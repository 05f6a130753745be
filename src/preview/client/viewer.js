/**
 * The viewer of one message, shared by the inbox and the live preview: its HTML at phone and desktop width, light and
 * dark, its plain text, headers and source.
 *
 * @param {HTMLElement} root the element to fill
 * @returns {{ show(message: { subject: string, htmlUrl: (scheme: string) => string, text: string,
 *   headers: { name: string, value: string }[], source: string }): void }}
 */
export function mountViewer(root) {
  const state = { part: 'html', width: 'desktop', scheme: 'light' };
  let message;
  root.classList.add('viewer');
  root.innerHTML = `
    <h2></h2>
    <div class="tools">
      ${choice('part', 'Part', { html: 'HTML', text: 'Plain text', headers: 'Headers', source: 'Source' })}
      ${choice('width', 'Width', { phone: 'Phone', desktop: 'Desktop' })}
      ${choice('scheme', 'Colours', { light: 'Light', dark: 'Dark' })}
    </div>
    <div class="stage"></div>`;
  const stage = root.querySelector('.stage');
  const title = root.querySelector('h2');

  root.addEventListener('change', event => {
    state[event.target.name] = event.target.value;
    draw();
  });

  const draw = () => {
    if (message === undefined) return;
    title.textContent = message.subject;
    root.dataset.part = state.part;
    stage.dataset.width = state.width;
    stage.dataset.scheme = state.scheme;
    for (const input of root.querySelectorAll('[name=width], [name=scheme]')) input.disabled = state.part !== 'html';
    stage.replaceChildren(parts[state.part](message, state));
  };
  return {
    show(next) {
      message = next;
      draw();
    },
  };
}

const choice = (name, label, options) => `
  <fieldset>
    <legend>${label}</legend>
    ${Object.entries(options)
      .map(
        ([value, words], i) =>
          `<label><input type="radio" name="${name}" value="${value}"${(name === 'width' ? value === 'desktop' : i === 0) ? ' checked' : ''}><span>${words}</span></label>`,
      )
      .join('')}
  </fieldset>`;

/** How each part of a message is shown. Texts are put in as text: nothing in a mail becomes markup here. */
const parts = {
  html({ htmlUrl, subject }, { scheme }) {
    const frame = document.createElement('iframe');
    frame.title = subject;
    frame.src = htmlUrl(scheme);
    frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
    return frame;
  },
  text: ({ text }) => plain(text, 'Plain text'),
  source: ({ source }) => plain(source, 'Source'),
  headers({ headers }) {
    const table = document.createElement('table');
    for (const { name, value } of headers) {
      const row = table.insertRow();
      const heading = document.createElement('th');
      heading.scope = 'row';
      heading.textContent = name;
      row.append(heading);
      row.insertCell().textContent = value;
    }
    return table;
  },
};

const plain = (text, label) => {
  const pre = document.createElement('pre');
  pre.textContent = text;
  pre.tabIndex = 0;
  pre.setAttribute('role', 'region');
  pre.setAttribute('aria-label', label);
  return pre;
};
