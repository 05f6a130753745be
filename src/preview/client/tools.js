import { choice, element } from './controls.js';
import { at, languagesOf, nameOf, narrow, shownEdition, titleOf, view, words } from './view.js';

/** Draws the controls, in the editor's language. */
export function drawTools(state) {
  const texts = words();
  for (const one of document.querySelectorAll('[data-word]')) one.textContent = texts[one.dataset.word];
  at('tools').setAttribute('aria-label', texts.view);
  at('tools').replaceChildren(
    choice('part', texts.part, { html: texts.html, images_off: texts.images_off, text: texts.text }, view.part),
    choice('width', texts.width, { phone: texts.phone, tablet: texts.tablet, desktop: texts.desktop }, view.width),
    choice('scheme', texts.colours, { light: texts.light, dark: texts.dark }, view.scheme),
    ...(languagesOf(state).length > 1 ? [choice('edition', texts.edition, editions(state), shownEdition(state))] : []),
    articleMenu(state),
  );
}

const editions = state => ({
  ...(narrow.matches ? {} : { all: words().all }),
  ...Object.fromEntries(languagesOf(state).map(language => [language, nameOf(language)])),
});

/** A list of the articles that scrolls to the one that is chosen. */
function articleMenu(state) {
  const menu = select(words().articles, [
    ['', words().articles],
    ...articlesOf(state).map(id => [id, titleOf(state, id)]),
  ]);
  menu.id = 'articles';
  return menu;
}

const articlesOf = state => [...new Set((state?.editions ?? []).flatMap(({ articles }) => articles))];

/** Draws the list of the issues. */
export function drawWeeks(state) {
  const menu = select(
    words().issues,
    state.weeks.map(week => [week, week]),
  );
  menu.id = 'week';
  menu.value = state.week;
  if (at('week')?.textContent === menu.textContent) at('week').value = state.week;
  else at('week').replaceWith(menu);
}

/** Makes a menu. @param {[value: string, text: string][]} options */
export function select(label, options) {
  const menu = element('select', '');
  menu.setAttribute('aria-label', label);
  menu.append(...options.map(([value, text]) => Object.assign(element('option', '', text), { value })));
  return menu;
}
