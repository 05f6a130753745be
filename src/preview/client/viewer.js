import { choice, element, plain } from './controls.js';
import { mailFrame } from './mail-frame.js';

/**
 * Makes the viewer of one message: HTML at phone and desktop width, light and dark, plain text, headers and source.
 *
 * @param {HTMLElement} root the element to fill
 * @returns {{ show(message: { subject: string, html: string, text: string,
 *   headers: { name: string, value: string }[], source: string }): void }}
 */
export function mountViewer(root) {
  const state = { part: 'html', width: 'desktop', scheme: 'light' };
  let message;
  root.classList.add('viewer');
  const title = element('h2', '');
  const tools = element('div', 'tools');
  const stage = element('div', 'stage');
  tools.append(
    choice('part', 'Part', { html: 'HTML', text: 'Plain text', headers: 'Headers', source: 'Source' }, 'html'),
    choice('width', 'Width', { phone: 'Phone', desktop: 'Desktop' }, 'desktop'),
    choice('scheme', 'Colours', { light: 'Light', dark: 'Dark' }, 'light'),
  );
  root.append(title, tools, stage);
  const mail = mailFrame('The message');

  root.addEventListener('change', event => {
    state[event.target.name] = event.target.value;
    draw();
  });

  const draw = () => {
    if (message === undefined) return;
    title.textContent = message.subject;
    root.dataset.part = state.part;
    stage.dataset.width = state.width;
    const part = parts[state.part](message);
    if (!stage.contains(mail.frame)) stage.append(mail.frame);
    mail.frame.hidden = part !== undefined;
    for (const other of [...stage.children]) if (other !== mail.frame) other.remove();
    if (part === undefined) mail.show({ html: message.html, scheme: state.scheme });
    else stage.append(part);
  };
  return {
    show(next) {
      message = next;
      draw();
    },
  };
}

/** Makes the view of each part of a message, except for the HTML, which is shown in the frame. */
const parts = {
  html: () => undefined,
  text: ({ text }) => plain(text, 'Plain text'),
  source: ({ source }) => plain(source, 'Source'),
  headers({ headers }) {
    const table = element('table', '');
    for (const { name, value } of headers) {
      const row = table.insertRow();
      const heading = element('th', '', name);
      heading.scope = 'row';
      row.append(heading);
      row.insertCell().textContent = value;
    }
    return table;
  },
};
