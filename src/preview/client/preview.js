import { alignArticles } from './align.js';
import { choice, element, plain } from './controls.js';
import { preferred, wordsOf } from './interface-texts.js';
import { mailFrame } from './mail-frame.js';

/** The share of Gmail's limit from which the meter warns. */
const nearlyFull = 0.9;

const at = id => document.getElementById(id);
const view = {
  width: 'phone',
  scheme: 'light',
  part: 'html',
  language: localStorage.getItem('language') ?? preferred(),
};
const columns = new Map();
let state;
let words = wordsOf(view.language);

/** Draws the controls, in the editor's language. */
function drawTools() {
  words = wordsOf(view.language);
  document.documentElement.lang = view.language;
  at('interface').value = view.language;
  for (const one of document.querySelectorAll('[data-word]')) one.textContent = words[one.dataset.word];
  at('tools').setAttribute('aria-label', words.view);
  at('tools').replaceChildren(
    choice('part', words.part, { html: words.html, images_off: words.images_off, text: words.text }, view.part),
    choice('width', words.width, { phone: words.phone, tablet: words.tablet, desktop: words.desktop }, view.width),
    choice('scheme', words.colours, { light: words.light, dark: words.dark }, view.scheme),
  );
  drawTest();
}

/** Draws the form that sends a test copy. */
function drawTest() {
  const label = element('label', '');
  const input = element('input', '');
  Object.assign(input, {
    type: 'email',
    name: 'address',
    required: true,
    autocomplete: 'email',
    placeholder: words.address,
  });
  input.value = localStorage.getItem('address') ?? '';
  label.append(element('span', 'hidden', words.address), input);
  const button = element('button', '', words.test);
  const answer = element('output', '');
  at('test').replaceChildren(label, button, answer);
  at('test').onsubmit = async event => {
    event.preventDefault();
    answer.textContent = words.sending;
    localStorage.setItem('address', input.value);
    const headers = { 'content-type': 'application/json', 'x-hebdo-token': state.token };
    const response = await fetch('/test', { method: 'POST', headers, body: JSON.stringify({ address: input.value }) });
    const { words: serverAnswer = response.statusText } = await response.json();
    answer.textContent = serverAnswer;
  };
}

function draw() {
  if (state === undefined) return;
  at('week').textContent = state.week;
  document.title = `${state.week} · hebdo preview`;
  document.body.dataset.part = view.part;
  document.body.dataset.width = view.width;
  drawStatus();
  drawBroken();
  drawEditions();
  drawNotes();
}

function drawStatus() {
  const errors = state.problems.filter(({ severity }) => severity === 'error').length;
  const warnings = state.problems.length - errors;
  at('status').textContent = words.count(errors, warnings) || words.none;
  at('status').dataset.state = errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'good';
}

/** Shows the errors above the last valid editions, while the files have errors. */
function drawBroken() {
  const errors = state.problems.filter(({ severity }) => severity === 'error');
  at('broken').hidden = !state.stale;
  at('broken').replaceChildren(element('h2', '', words.broken), ...errors.map(problemCard));
}

function drawEditions() {
  const languages = state.editions.map(({ language }) => language);
  for (const [language, column] of columns)
    if (!languages.includes(language)) {
      column.root.remove();
      columns.delete(language);
    }
  for (const edition of state.editions) {
    const column = columns.get(edition.language) ?? addColumn(edition.language);
    column.head.replaceChildren(...headOf(edition));
    const asText = view.part === 'text';
    column.text.replaceChildren(...(asText ? [plain(edition.text, `${words.text} ${edition.language}`)] : []));
    column.mail.frame.hidden = asText;
    if (!asText) column.mail.show({ html: edition.html, scheme: view.scheme, images: view.part !== 'images_off' });
  }
}

function addColumn(language) {
  const root = element('section', 'edition');
  root.setAttribute('aria-label', language);
  const head = element('div', 'head');
  const text = element('div', 'text');
  const mail = mailFrame(language, settle);
  root.append(head, mail.frame, text);
  at('editions').append(root);
  const column = { root, head, text, mail };
  columns.set(language, column);
  return column;
}

/** The head of an edition: its line in two inboxes, its size, and its reading time. */
function headOf({ language, sender, subject, preheader, bytes, minutes }) {
  const name = element('h2', '', new Intl.DisplayNames([view.language], { type: 'language' }).of(language));
  const gmail = element('p', 'gmail');
  gmail.lang = language;
  gmail.append(element('b', '', sender), element('span', '', subject), element('i', '', ` — ${preheader}`));
  const apple = element('p', 'apple');
  apple.lang = language;
  apple.append(element('b', '', sender), element('span', '', subject), element('i', '', preheader));
  const size = element('p', 'size');
  const meter = element('meter', '');
  const { gmailClipBytes } = state;
  const sizeLabel = words.size(Math.round(gmailClipBytes / 1024));
  Object.assign(meter, { min: 0, max: gmailClipBytes, high: nearlyFull * gmailClipBytes, optimum: 0, value: bytes });
  meter.setAttribute('aria-label', sizeLabel);
  const figures = element(
    'span',
    '',
    `${Math.round(bytes / 1024)} KB ${sizeLabel} · ${words.minutes(Math.max(1, Math.round(minutes)))} ${words.reading}`,
  );
  size.append(meter, figures);
  return [name, labelled(words.gmail, gmail), labelled(words.apple, apple), size];
}

function labelled(label, content) {
  const box = element('div', 'inbox');
  box.append(element('small', '', label), content);
  return box;
}

/** Draws the problems, each group beside the article it concerns. */
function drawNotes() {
  const title = element('h2', '', words.problems);
  const problems = state.stale ? state.problems.filter(({ severity }) => severity !== 'error') : state.problems;
  const groups = Map.groupBy(problems, ({ article = '' }) => article);
  at('notes').hidden = problems.length === 0;
  at('notes').replaceChildren(
    title,
    ...[...groups].map(([article, problemsOfArticle]) => {
      const group = element('div', 'group');
      group.dataset.article = article;
      group.append(element('h3', '', article || words.issue), ...problemsOfArticle.map(problemCard));
      return group;
    }),
  );
  settle();
}

function problemCard({ severity, message, hint, place, frame, rule }) {
  const card = element('article', `problem ${severity}`);
  card.append(element('p', 'message', `${words[severity]}: ${message}`), element('p', 'hint', `→ ${hint}`));
  if (frame !== undefined) card.append(plain(frame, place));
  card.append(element('p', 'place', `${place} ${rule}`));
  return card;
}

/** Sets each frame to the height of its mail, aligns the articles, and places the notes beside them. */
function settle() {
  if (state === undefined || view.part === 'text') return;
  const loaded = [...columns.values()].filter(({ mail }) => mail.document?.body?.firstElementChild);
  const order = state.editions.flatMap(({ articles }) => articles).filter((id, i, all) => all.indexOf(id) === i);
  const tops = alignArticles(
    loaded.map(({ mail }) => mail.document),
    order,
  );
  for (const { mail } of loaded) {
    const height = `${mail.document.body.scrollHeight}px`;
    if (mail.frame.style.height !== height) mail.frame.style.height = height;
  }
  placeNotes(tops);
}

function placeNotes(tops) {
  const [first] = columns.values();
  if (first === undefined) return;
  const notes = at('notes');
  const offset = first.mail.frame.getBoundingClientRect().top - notes.getBoundingClientRect().top;
  let free = 0;
  for (const group of notes.querySelectorAll('.group')) {
    const top = tops.get(group.dataset.article);
    const before = group.previousElementSibling;
    free = before.offsetTop + before.offsetHeight;
    group.style.marginTop = top === undefined ? '' : `${Math.max(0, offset + top - free)}px`;
  }
}

document.addEventListener('change', ({ target }) => {
  if (target.id === 'interface') {
    view.language = target.value;
    localStorage.setItem('language', view.language);
    drawTools();
  } else if (target.name in view) view[target.name] = target.value;
  draw();
});
addEventListener('resize', settle);

drawTools();
const events = new EventSource('/events');
events.onmessage = ({ data }) => {
  state = JSON.parse(data);
  draw();
};
events.onerror = () => {
  at('status').textContent = words.lost;
  at('status').dataset.state = 'error';
};
