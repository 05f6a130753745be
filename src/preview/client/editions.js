import { alignArticles } from './align.js';
import { element, plain } from './controls.js';
import { mailFrame } from './mail-frame.js';
import { at, frameWidths, languagesOf, nameOf, shownEdition, view, words } from './view.js';

/** The share of Gmail's limit from which the meter warns. */
const nearlyFull = 0.9;

/** The column of each edition, by language. */
export const columns = new Map();

/** Draws the editions. @param {() => void} changed called when a mail is shown or its height changes */
export function drawEditions(state, changed) {
  for (const [language, column] of columns)
    if (!languagesOf(state).includes(language)) {
      column.root.remove();
      columns.delete(language);
    }
  const texts = words();
  for (const edition of state.editions) {
    const column = columns.get(edition.language) ?? addColumn(edition.language, changed);
    column.root.hidden = !['all', edition.language].includes(shownEdition(state));
    column.skip.textContent = texts.skip_edition(nameOf(edition.language));
    column.head.replaceChildren(...headOf(edition, state));
    const asText = view.part === 'text';
    column.text.replaceChildren(...(asText ? [plainTextOf(edition)] : []));
    column.mail.frame.hidden = asText;
    if (!asText) column.mail.show({ html: edition.html, scheme: view.scheme, images: view.part !== 'images_off' });
  }
}

function addColumn(language, changed) {
  const root = element('section', 'edition');
  root.setAttribute('aria-label', language);
  // The links of a mail are many: the keyboard may go past them.
  const skip = element('a', 'skip');
  skip.href = `#after-${language}`;
  const after = element('span', 'after');
  Object.assign(after, { id: `after-${language}`, tabIndex: -1 });
  skip.addEventListener('click', event => {
    event.preventDefault();
    after.focus();
  });
  const head = element('div', 'head');
  const text = element('div', 'text');
  const mail = mailFrame(language, changed);
  const screen = element('div', 'screen');
  screen.append(mail.frame);
  root.append(head, skip, screen, text, after);
  at('editions').append(root);
  const column = { root, head, skip, screen, text, mail };
  columns.set(language, column);
  return column;
}

/** The mail's plain text, in the direction of its language. */
function plainTextOf({ language, dir, text }) {
  return Object.assign(plain(text, `${words().text} ${language}`), { lang: language, dir });
}

/** The head of an edition: its line in two inboxes, its size, and its reading time. */
function headOf({ language, dir, sender, subject, preheader, bytes, minutes }, { gmailClipBytes }) {
  const texts = words();
  const name = element('h2', '', nameOf(language));
  const gmail = Object.assign(element('p', 'gmail'), { lang: language, dir });
  gmail.append(element('b', '', sender), element('span', '', subject), element('i', '', ` — ${preheader}`));
  const apple = Object.assign(element('p', 'apple'), { lang: language, dir });
  apple.append(element('b', '', sender), element('span', '', subject), element('i', '', preheader));
  const size = element('p', 'size');
  const meter = element('meter', '');
  const sizeLabel = texts.size(Math.round(gmailClipBytes / 1024));
  Object.assign(meter, { min: 0, max: gmailClipBytes, high: nearlyFull * gmailClipBytes, optimum: 0, value: bytes });
  meter.setAttribute('aria-label', sizeLabel);
  const figures = `${texts.kilobytes(Math.round(bytes / 1024))} ${sizeLabel} · ${texts.minutes(Math.max(1, Math.round(minutes)))} ${texts.reading}`;
  size.append(meter, element('span', '', figures));
  return [name, labelled(texts.gmail, gmail), labelled(texts.apple, apple), size];
}

function labelled(label, content) {
  const box = element('div', 'inbox');
  box.append(element('small', '', label), content);
  return box;
}

/** The columns that are shown, with their mail. */
export const shownColumns = () =>
  [...columns].filter(([, { root, mail }]) => !root.hidden && mail.document?.body?.firstElementChild);

/**
 * Aligns the articles and sets each frame to the height of its mail.
 * @returns {Map<string, { top: number, bottom: number }>} where the articles begin and end, in pixels of this page from the top of the mails
 */
export function settleEditions(state) {
  const order = [...new Set(state.editions.flatMap(({ articles }) => articles))];
  const shown = shownColumns().map(([, column]) => column);
  const tops = alignArticles(
    shown.map(({ mail }) => mail.document),
    order,
  );
  const width = frameWidths[view.width];
  let scale = 1;
  let end = 0;
  for (const { mail, root, screen } of shown) {
    const height = mail.document.body.scrollHeight;
    end = Math.max(end, height);
    // A window that is wider than its column is shown smaller.
    scale = Math.min(1, root.clientWidth / width);
    Object.assign(mail.frame.style, {
      height: `${height}px`,
      width: `${width}px`,
      transform: scale < 1 ? `scale(${scale})` : '',
    });
    screen.style.height = `${height * scale}px`;
  }
  const begins = [...tops.values()];
  return new Map(
    [...tops].map(([id, top]) => {
      const next = Math.min(end, ...begins.filter(one => one > top));
      return [id, { top: top * scale, bottom: next * scale }];
    }),
  );
}

/** Scrolls the page to an article. */
export function showArticle(article) {
  const [, column] = shownColumns().find(([, { mail }]) => mail.document.getElementById(article)) ?? [];
  if (column === undefined) return;
  const { frame, document: inside } = column.mail;
  const scale = frame.getBoundingClientRect().width / frame.offsetWidth;
  const top = inside.getElementById(article).getBoundingClientRect().top * scale;
  scrollTo({ top: scrollY + frame.getBoundingClientRect().top + top - at('bar').offsetHeight - 20 });
}
