import { shownColumns } from './editions.js';
import { at, words } from './view.js';

/** Pixels below the cards of an article. */
const gap = 18;
/** Pixels that the cards of an article have at least: its title and one line. */
const minRoom = 64;

/** Whether the problems are below the mail, for want of room beside it. */
export const isDock = () => getComputedStyle(at('notes')).position === 'sticky';

/**
 * Places the cards beside their articles. While one reads an article, its cards stay in the window. Cards that need more room than
 * there is before the next ones, or than the window has, are folded to one line each, except for the current one.
 * @param {Map<string, { top: number, bottom: number }>} places of the articles, in pixels from the top of the mails
 */
export function placeNotes(places) {
  const [, first] = shownColumns()[0] ?? [];
  if (first === undefined) return;
  const stickyTop = setStickyTops();
  const origin = at('notes').getBoundingClientRect().top;
  const mailTop = first.screen.getBoundingClientRect().top - origin;
  const groups = [...at('notes').querySelectorAll('.group')];
  const placeOf = group => (isDock() ? undefined : places.get(group.dataset.article));
  for (const [i, group] of groups.entries()) {
    group.classList.remove('crowded');
    group.removeAttribute('style');
    const free = group.getBoundingClientRect().top - origin;
    const place = placeOf(group);
    const top = place === undefined ? free : Math.max(free, mailTop + place.top);
    const next = groups.slice(i + 1).find(placeOf);
    const end = next === undefined ? Number.POSITIVE_INFINITY : mailTop + placeOf(next).top;
    const room = Math.min(end - top, innerHeight - stickyTop) - gap;
    const isCrowded = !isDock() && group.firstElementChild.scrollHeight > room;
    group.classList.toggle('crowded', isCrowded);
    for (const card of group.querySelectorAll('.problem')) card.tabIndex = isCrowded ? 0 : -1;
    group.style.setProperty('--room', `${Math.max(room, minRoom)}px`);
    if (place !== undefined) group.style.marginTop = `${top - free}px`;
    // What is about the whole issue stays in the window until its first article with a problem.
    const bottom = place === undefined ? end : mailTop + place.bottom;
    if (!isDock() && Number.isFinite(bottom)) group.style.minHeight = `${bottom - top - gap}px`;
  }
}

/** Sets where parts stay in the window: the banner below the bar, and the cards below both. @returns {number} the latter, in pixels */
function setStickyTops() {
  const bar = getComputedStyle(at('bar')).position === 'sticky' ? at('bar').offsetHeight : 0;
  const banner = at('broken');
  const cards = bar + (banner.hidden || banner.open ? 0 : banner.offsetHeight + gap) + gap;
  for (const [name, pixels] of Object.entries({ '--bar': bar, '--cards': cards }))
    document.body.style.setProperty(name, `${pixels}px`);
  return cards;
}

/** Says where the next problem is, while the window shows none. @param {(card: Element) => void} show called with its card */
export function drawElsewhere(show) {
  const button = document.querySelector('.elsewhere');
  if (button === null) return;
  const cards = [...at('notes').querySelectorAll('.problem')];
  const places = cards.map(card => card.getBoundingClientRect());
  const isShown = places.some(({ top, bottom }) => bottom > 80 && top < innerHeight - 20);
  const below = places.findIndex(({ top }) => top >= innerHeight - 20);
  button.textContent = below === -1 ? words().none_here_above : words().none_here_below;
  button.hidden = isShown || cards.length === 0 || isDock();
  button.onclick = () => show(cards.at(below));
}
