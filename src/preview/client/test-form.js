import { element } from './controls.js';
import { select } from './tools.js';
import { at, languagesOf, nameOf, words } from './view.js';

/** Draws the form that sends a test copy. The address is kept for the next time. */
export function drawTestForm(state) {
  const texts = words();
  const label = element('label', '');
  const input = element('input', '');
  Object.assign(input, {
    type: 'text',
    inputMode: 'email',
    name: 'address',
    required: true,
    autocomplete: 'email',
    placeholder: texts.address,
    value: localStorage.getItem('address') ?? '',
  });
  label.append(element('span', 'hidden', texts.address), input);
  const which = select(texts.edition, [['', texts.all], ...languagesOf(state).map(one => [one, nameOf(one)])]);
  const answer = element('output', '');
  at('test').replaceChildren(label, which, element('button', '', texts.test), answer);
  at('test').onsubmit = async event => {
    event.preventDefault();
    answer.textContent = texts.sending;
    localStorage.setItem('address', input.value);
    const test = { week: state.week, address: input.value, language: which.value || undefined };
    const { sent, words: reason = texts.lost } = await post('/test', test, state.token).catch(() => ({}));
    answer.textContent = sent ? texts.sent : reason;
  };
}

/** Posts JSON with the page's token. @returns the answer @throws if there is none, as the preview has ended */
async function post(path, body, token) {
  const headers = { 'content-type': 'application/json', 'x-hebdo-token': token };
  return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}
