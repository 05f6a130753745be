import { alignArticles } from './align.js';
import { choice, element, plain } from './controls.js';
import { preferred, wordsOf } from './interface-texts.js';
import { mailFrame } from './mail-frame.js';

/** The share of Gmail's limit from which the meter warns. */
const nearlyFull = 0.9;

/** The width of the window in which a mail is shown, in pixels. */
const frameWidths = { phone: 375, tablet: 600, desktop: 760 };
/** Below this width, one edition is shown at a time. */
const narrow = matchMedia('(max-width: 760px)');

const at = id => document.getElementById(id);
/** How the mail is shown; kept in the address, so that a reload shows the same. */
const view = {
  width: 'phone',
  scheme: 'light',
  part: 'html',
  edition: 'all',
  language: localStorage.getItem('language') ?? undefined,
};
for (const [name, value] of new URLSearchParams(location.hash.slice(1))) if (name in view) view[name] = value;
/** Which problem was shown last. */
let shownProblem = -1;
const columns = new Map();
let state;
let words = wordsOf(view.language ?? preferred());

/** Draws the controls, in the editor's language. */
function drawTools() {
  // That of the messages, unless the editor chose another.
  if (state !== undefined) view.language ??= state.interface;
  const language = view.language ?? preferred();
  words = wordsOf(language);
  document.documentElement.lang = language;
  at('interface').value = language;
  for (const one of document.querySelectorAll('[data-word]')) one.textContent = words[one.dataset.word];
  at('tools').setAttribute('aria-label', words.view);
  at('tools').replaceChildren(
    choice('part', words.part, { html: words.html, images_off: words.images_off, text: words.text }, view.part),
    choice('width', words.width, { phone: words.phone, tablet: words.tablet, desktop: words.desktop }, view.width),
    choice('scheme', words.colours, { light: words.light, dark: words.dark }, view.scheme),
    ...(languages().length > 1 ? [choice('edition', words.edition, editionChoices(), shownEdition())] : []),
  );
  drawTest();
}

const languages = () => (state?.editions ?? []).map(({ language }) => language);
/** The edition that is shown: all of them, where there is room. */
const shownEdition = () =>
  view.edition === 'all' && narrow.matches
    ? (languages()[0] ?? 'all')
    : languages().includes(view.edition)
      ? view.edition
      : 'all';
const nameOf = language => new Intl.DisplayNames([document.documentElement.lang], { type: 'language' }).of(language);
const editionChoices = () => ({
  ...(narrow.matches ? {} : { all: words.all }),
  ...Object.fromEntries(languages().map(language => [language, nameOf(language)])),
});

/** Draws the form that sends a test copy. */
function drawTest() {
  const label = element('label', '');
  const input = element('input', '');
  Object.assign(input, {
    type: 'text',
    inputMode: 'email',
    name: 'address',
    required: true,
    autocomplete: 'email',
    placeholder: words.address,
  });
  input.value = localStorage.getItem('address') ?? '';
  label.append(element('span', 'hidden', words.address), input);
  const which = element('select', '');
  which.setAttribute('aria-label', words.edition);
  for (const [value, name] of [['', words.all], ...languages().map(one => [one, nameOf(one)])])
    which.append(Object.assign(element('option', '', name), { value }));
  const button = element('button', '', words.test);
  const answer = element('output', '');
  at('test').replaceChildren(label, which, button, answer);
  at('test').onsubmit = async event => {
    event.preventDefault();
    answer.textContent = words.sending;
    localStorage.setItem('address', input.value);
    const headers = { 'content-type': 'application/json', 'x-hebdo-token': state.token };
    const response = await fetch('/test', {
      method: 'POST',
      headers,
      body: JSON.stringify({ address: input.value, language: which.value || undefined }),
    });
    const { sent = false, words: serverAnswer = response.statusText } = await response.json();
    answer.textContent = sent ? `${words.sent}\n${serverAnswer}` : serverAnswer;
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
  const count = words.count(errors, warnings);
  const next = element('button', '', count);
  Object.assign(next, { type: 'button', title: words.next });
  next.addEventListener('click', () => showProblem(1));
  at('status').replaceChildren(...(count === '' ? [words.none] : [next]));
  at('status').dataset.state = errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'good';
}

/** Scrolls to another problem. @param {number} step 1 for the next, -1 for the one before */
function showProblem(step) {
  const cards = [...document.querySelectorAll('.problem')].filter(card => card.checkVisibility());
  if (cards.length === 0) return;
  at('notes').dataset.open = '';
  shownProblem = (shownProblem + step + cards.length) % cards.length;
  const card = cards[shownProblem];
  card.scrollIntoView({ block: 'center' });
  card.focus();
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
    column.root.hidden = !['all', edition.language].includes(shownEdition());
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
  const screen = element('div', 'screen');
  screen.append(mail.frame);
  root.append(head, screen, text);
  at('editions').append(root);
  const column = { root, head, screen, text, mail };
  columns.set(language, column);
  return column;
}

/** The head of an edition: its line in two inboxes, its size, and its reading time. */
function headOf({ language, sender, subject, preheader, bytes, minutes }) {
  const name = element('h2', '', nameOf(language));
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
    `${words.kilobytes(Math.round(bytes / 1024))} ${sizeLabel} · ${words.minutes(Math.max(1, Math.round(minutes)))} ${words.reading}`,
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
  const title = element('h2', '');
  const toggle = element('button', '', words.problems);
  toggle.type = 'button';
  toggle.addEventListener('click', () => at('notes').toggleAttribute('data-open'));
  title.append(toggle);
  const problems = state.stale ? state.problems.filter(({ severity }) => severity !== 'error') : state.problems;
  const groups = Map.groupBy(problems, ({ article = '' }) => article);
  at('notes').hidden = problems.length === 0;
  at('notes').replaceChildren(
    title,
    ...[...groups].map(([article, problemsOfArticle]) => {
      const group = element('div', 'group');
      group.dataset.article = article;
      group.append(element('h3', '', titleOf(article) || words.issue), ...problemsOfArticle.map(problemCard));
      return group;
    }),
  );
  settle();
}

/** The title of an article in the edition that is shown first. */
const titleOf = article => state.editions.find(({ titles }) => titles?.[article])?.titles[article] ?? article;

function problemCard({ severity, message, hint, place, link, frame, rule }) {
  const card = element('article', `problem ${severity}`);
  card.append(element('p', 'message', `${words[severity]}${words.colon}${message}`), element('p', 'hint', `→ ${hint}`));
  if (frame !== undefined) card.append(plain(frame, place));
  card.tabIndex = -1;
  const where = element('p', 'place', link === undefined ? place : '');
  if (link !== undefined) where.append(Object.assign(element('a', '', place), { href: link, title: words.open }));
  where.append(` ${rule}`);
  card.append(where);
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
  const width = frameWidths[view.width];
  let scale = 1;
  for (const { mail, root, screen } of loaded.filter(column => !column.root.hidden)) {
    const height = mail.document.body.scrollHeight;
    // A window that is wider than its column is shown smaller.
    scale = Math.min(1, root.clientWidth / width);
    Object.assign(mail.frame.style, {
      height: `${height}px`,
      width: `${width}px`,
      transform: scale < 1 ? `scale(${scale})` : '',
    });
    screen.style.height = `${height * scale}px`;
  }
  placeNotes(tops, scale);
}

function placeNotes(tops, scale) {
  const first = [...columns.values()].find(({ root }) => !root.hidden);
  if (first === undefined) return;
  const notes = at('notes');
  const offset = first.mail.frame.getBoundingClientRect().top - notes.getBoundingClientRect().top;
  let free = 0;
  for (const group of notes.querySelectorAll('.group')) {
    const top = tops.get(group.dataset.article);
    const before = group.previousElementSibling;
    free = before.offsetTop + before.offsetHeight;
    // In a dock below the mail, problems follow each other.
    const isBeside = getComputedStyle(notes).position !== 'sticky';
    group.style.marginTop = top === undefined || !isBeside ? '' : `${Math.max(0, offset + top * scale - free)}px`;
  }
}

document.addEventListener('change', ({ target }) => {
  if (target.id === 'interface') {
    view.language = target.value;
    localStorage.setItem('language', view.language);
    drawTools();
  } else if (target.name in view) view[target.name] = target.value;
  history.replaceState(null, '', `#${new URLSearchParams(view)}`);
  draw();
});
addEventListener('resize', settle);
narrow.addEventListener('change', () => {
  drawTools();
  draw();
});
// n and p: the next and the previous problem.
addEventListener('keydown', event => {
  if (event.target.matches('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'n') showProblem(1);
  if (event.key === 'p') showProblem(-1);
});

drawTools();
const events = new EventSource('/events');
events.onmessage = ({ data }) => {
  const before = state === undefined ? undefined : languages().join();
  state = JSON.parse(data);
  if (languages().join() !== before) drawTools();
  draw();
};
events.onerror = () => {
  at('status').textContent = words.lost;
  at('status').dataset.state = 'error';
};
