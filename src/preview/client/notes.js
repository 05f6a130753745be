import { element, plain, withCode } from './controls.js';
import { showArticle, shownColumns } from './editions.js';
import { drawMarks, topOfCurrent } from './marks.js';
import { at, titleOf, words } from './view.js';

/** The problem that is shown, by its position among the cards. */
let shownProblem = -1;
/** The problem of each card. */
const problemOf = new WeakMap();

/** Draws how many problems there are; the count leads to the next. */
export function drawStatus({ problems }) {
  const texts = words();
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const count = texts.count(errors, warnings);
  const next = element('button', '', count);
  Object.assign(next, { type: 'button', title: texts.next });
  next.addEventListener('click', () => showProblem(1));
  at('status').replaceChildren(...(count === '' ? [texts.none] : [next]));
  at('status').dataset.state = errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'good';
}

/** While the files have errors, shows the first above the last valid editions, and all of them when it is unfolded. */
export function drawBroken({ problems, stale }) {
  const errors = problems.filter(({ severity }) => severity === 'error');
  at('broken').hidden = !stale;
  const [first] = errors;
  const summary = element('summary', '', words().broken);
  if (first !== undefined) summary.append(withCode('span', '', `${first.message} ${first.place}`));
  at('broken').replaceChildren(summary, ...errors.map(problemCard));
}

/** Draws the problems, each group beside the article it concerns. */
export function drawNotes(state) {
  const texts = words();
  const title = element('h2', '');
  const toggle = element('button', '', texts.problems);
  toggle.type = 'button';
  toggle.addEventListener('click', () => at('notes').toggleAttribute('data-open'));
  const elsewhere = element('button', 'elsewhere');
  elsewhere.type = 'button';
  title.append(toggle);
  const problems = shownProblems(state);
  const groups = Map.groupBy(problems, ({ article = '' }) => article);
  at('notes').hidden = problems.length === 0;
  at('notes').replaceChildren(
    title,
    elsewhere,
    ...[...groups].map(([article, problemsOfArticle]) => {
      const group = element('div', 'group');
      group.dataset.article = article;
      group.append(element('h3', '', titleOf(state, article) || texts.issue), ...problemsOfArticle.map(problemCard));
      return group;
    }),
  );
}

/** The problems beside the editions: those of a broken file are above them. */
export const shownProblems = ({ problems, stale }) =>
  stale ? problems.filter(({ severity }) => severity !== 'error') : problems;

function problemCard(problem) {
  const { severity, message, hint, place, link, frame, rule } = problem;
  const texts = words();
  const card = element('article', `problem ${severity}`);
  problemOf.set(card, problem);
  card.append(
    withCode('p', 'message', `${texts[severity]}${texts.colon}${message}`),
    withCode('p', 'hint', `→ ${hint}`),
  );
  if (frame !== undefined) card.append(plain(frame, place));
  card.tabIndex = -1;
  const where = element('p', 'place', link === undefined ? place : '');
  if (link !== undefined) where.append(Object.assign(element('a', '', place), { href: link, title: texts.open }));
  where.append(` ${rule}`);
  card.append(where);
  return card;
}

const cards = () => [...document.querySelectorAll('.problem')].filter(card => card.checkVisibility());

/** Scrolls to another problem, and marks its words. @param {number} step 1 for the next, -1 for the one before */
export function showProblem(step) {
  at('notes').dataset.open = '';
  const all = cards();
  if (all.length === 0) return;
  shownProblem = (shownProblem + step + all.length) % all.length;
  const card = all[shownProblem];
  if (!isDock()) card.scrollIntoView({ block: 'center' });
  card.focus({ preventScroll: true });
  if (!isDock() || !at('notes').contains(card)) return;
  // The dock shows the card, and the window above it the words.
  at('notes').scrollTop += card.getBoundingClientRect().top - at('notes').getBoundingClientRect().top - 12;
  const top = topOfCurrent();
  if (top === undefined) showArticle(problemOf.get(card)?.article);
  else scrollBy({ top: top - innerHeight * 0.3 });
}

/** Whether the problems are below the mail, for want of room beside it. */
const isDock = () => getComputedStyle(at('notes')).position === 'sticky';

/** Marks the words of the problem whose card has the focus or the pointer. */
export function markCurrent(state, target) {
  const card = target?.closest?.('.problem');
  drawMarks(shownProblems(state), card === undefined || card === null ? undefined : problemOf.get(card));
}

/** Places the notes beside their articles. */
export function placeNotes({ tops, scale }) {
  const [, first] = shownColumns()[0] ?? [];
  if (first === undefined) return;
  const notes = at('notes');
  const offset = first.mail.frame.getBoundingClientRect().top - notes.getBoundingClientRect().top;
  for (const group of notes.querySelectorAll('.group')) {
    const top = tops.get(group.dataset.article);
    const before = group.previousElementSibling;
    const free = before.offsetTop + before.offsetHeight;
    // In the dock, problems follow each other.
    group.style.marginTop = top === undefined || isDock() ? '' : `${Math.max(0, offset + top * scale - free)}px`;
  }
  drawElsewhere();
}

/** Says where the next problem is, while the window shows none. */
export function drawElsewhere() {
  const button = document.querySelector('.elsewhere');
  if (button === null) return;
  const places = [...at('notes').querySelectorAll('.problem')].map(card => card.getBoundingClientRect());
  const isShown = places.some(({ top, bottom }) => bottom > 80 && top < innerHeight - 20);
  const below = places.findIndex(({ top }) => top >= innerHeight - 20);
  button.textContent = below === -1 ? words().none_here_above : words().none_here_below;
  button.hidden = isShown || places.length === 0 || isDock();
  button.onclick = () => {
    shownProblem =
      cards().indexOf(at('notes').querySelectorAll('.problem')[below === -1 ? places.length - 1 : below]) - 1;
    showProblem(1);
  };
}
