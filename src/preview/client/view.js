import { wordsOf } from './interface-texts.js';

/** How the mail is shown; kept in the address, so that a reload shows the same. */
export const view = {
  week: undefined,
  width: 'phone',
  scheme: 'light',
  part: 'html',
  edition: 'all',
};
/** The values of the parts of the address that have few. */
const valuesOf = {
  width: ['phone', 'tablet', 'desktop'],
  scheme: ['light', 'dark'],
  part: ['html', 'images_off', 'text'],
};
for (const [name, value] of new URLSearchParams(location.hash.slice(1)))
  if (Object.hasOwn(view, name) && (valuesOf[name]?.includes(value) ?? true)) view[name] = value;

/** Changes how the mail is shown. */
export function change(name, value) {
  view[name] = value;
  const chosen = Object.entries(view).filter(([, one]) => one !== undefined);
  history.replaceState(null, '', `#${new URLSearchParams(chosen)}`);
}

/** The width of the window in which a mail is shown, in pixels. */
export const frameWidths = { phone: 375, tablet: 600, desktop: 760 };

/** Below this width, one edition is shown at a time. */
export const narrow = matchMedia('(max-width: 760px)');

/** The texts of this page, in the language that hebdo speaks to the editor. */
export const words = () => wordsOf(document.documentElement.lang);

/** The name of a language in that one. */
export const nameOf = language =>
  new Intl.DisplayNames([document.documentElement.lang], { type: 'language' }).of(language);

/** The languages of the editions. */
export const languagesOf = state => (state?.editions ?? []).map(({ language }) => language);

/** The edition that is shown: `all` of them, where there is room. */
export function shownEdition(state) {
  const languages = languagesOf(state);
  if (languages.includes(view.edition)) return view.edition;
  return narrow.matches ? (languages[0] ?? 'all') : 'all';
}

/** The title of an article in the edition that is shown first; its id where it has none. */
export const titleOf = (state, article) =>
  state.editions.find(({ titles }) => titles?.[article])?.titles[article] ?? article;

export const at = id => document.getElementById(id);
