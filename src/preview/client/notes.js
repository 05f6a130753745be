import { element, plain, withCode } from './controls.js';
import { showArticle } from './editions.js';
import { drawMarks, topOfCurrent } from './marks.js';
import { isDock } from './note-places.js';
import { at, titleOf, view, words } from './view.js';

/** The share of the window above the words of the problem that is shown. */
const wordsFromTop = 0.3;

/** The problem that is shown, by its position among the cards; undefined at first. */
let shownProblem;
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

/**
 * While the files have errors, shows the first above the last valid editions, and all of them when it is unfolded. Without a
 * valid version, it is unfolded and shows every problem.
 */
export function drawBroken(state) {
  const box = at('broken');
  const hasVersion = state.editions.length > 0;
  const beside = shownProblems(state);
  const above = state.problems.filter(problem => !beside.includes(problem));
  box.hidden = !state.stale;
  box.open = state.stale && (box.open || !hasVersion);
  box.classList.toggle('alone', !hasVersion);
  const summary = element('summary', '', hasVersion ? words().broken : words().no_version);
  const [first] = above;
  if (hasVersion && first !== undefined) summary.append(withCode('span', '', `${first.message} ${first.place}`));
  box.replaceChildren(summary, ...above.map(problemCard));
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
      const box = element('div', 'cards');
      box.append(element('h3', '', titleOf(state, article) || texts.issue), ...problemsOfArticle.map(problemCard));
      group.append(box);
      return group;
    }),
  );
  cards()[shownProblem]?.classList.add('current');
}

/** The problems beside the editions: those of a broken file are above them, and all are if there are no editions. */
const shownProblems = ({ problems, stale, editions }) =>
  problems.filter(({ severity }) => !stale || (severity !== 'error' && editions.length > 0));

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

const cards = () => [...document.querySelectorAll('.problem')];

/** Shows another problem. @param {number} step 1 for the next, -1 for the one before */
export function showProblem(step) {
  const all = cards();
  if (all.length === 0) return;
  const from = shownProblem ?? (step > 0 ? -1 : 0);
  showCard(all[(from + step + all.length) % all.length]);
}

/** Scrolls to a problem, and marks its words. */
export function showCard(card) {
  const above = card.closest('details');
  if (above !== null) above.open = true;
  else at('notes').dataset.open = '';
  card.focus({ preventScroll: true });
  if (above !== null || view.part === 'text') return card.scrollIntoView({ block: 'center' });
  const top = topOfCurrent();
  if (top === undefined) showArticle(problemOf.get(card).article);
  else scrollBy({ top: top - innerHeight * wordsFromTop });
  // The dock stays in view; it shows the card at its top.
  if (isDock())
    at('notes').scrollTop += card.getBoundingClientRect().top - at('notes').getBoundingClientRect().top - 12;
  else card.scrollIntoView({ block: 'nearest' });
}

/** Makes the problem that contains an element the current one, and unfolds its card. */
export function chooseProblem(target) {
  const card = target.closest('.problem');
  if (card === null) return;
  const all = cards();
  shownProblem = all.indexOf(card);
  for (const one of all) one.classList.toggle('current', one === card);
}

/** Forgets the current problem, as another issue is shown. */
export function forgetProblem() {
  shownProblem = undefined;
  at('broken').open = false;
}

/** Marks the words of a problem: of the one whose card contains an element, or else of the current one. */
export function markProblem(state, target) {
  drawMarks(shownProblems(state), problemOf.get(target?.closest('.problem') ?? cards()[shownProblem]));
}
