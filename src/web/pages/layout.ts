import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Locale } from '../../edition/locale.ts';
import { typesetLine } from '../../edition/typography.ts';
import type { Publication } from '../../publication/schema.ts';
import { type Localized, textIn } from '../../source/values.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page is made with: its own language, those it can be switched to, and the way to the site's root. */
export type PageContext = {
  publication: Publication;
  locale: Locale;
  languages: readonly string[];
  /** `../` for each folder the page lies deep: links are relative, so that the pages work under any path. */
  root: string;
};

/** Made once a language: that takes longer than the rest of a page. */
const displayNames = new Map<string, Intl.DisplayNames>();

/** A language by its own name (`français`, `English`), or by that which another has for it. */
export function nameOf(language: string, by = language): string {
  const names = displayNames.get(by) ?? new Intl.DisplayNames([by], { type: 'language' });
  displayNames.set(by, names);
  return names.of(language) ?? language;
}

/** A text of `hebdo.yaml` in the page's language, typeset. */
export function inLanguage({ locale, languages }: PageContext, text: Localized): string {
  return typesetLine(locale.typeset, textIn(text, locale.language) ?? textIn(text, languages[0] ?? '') ?? '');
}

/** A whole page. It works without scripts, and none is on it. @param framed in another site's page, whose header it has */
export function layout(context: PageContext, title: string, body: Html, framed = false): Html {
  const { publication, locale, languages, root } = context;
  const name = inLanguage(context, publication.name);
  const switches = languages.map(language =>
    language === locale.language
      ? html`<li><span aria-current="true" lang="${language}">${nameOf(language)}</span></li>`
      : html`<li><a href="?lang=${language}" hreflang="${language}" lang="${language}">${nameOf(language)}</a></li>`,
  );
  return html`<!doctype html>
<html lang="${locale.language}" dir="${locale.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – ${name}</title>
<link rel="stylesheet" href="${root}assets/style.css">
</head>
<body${framed ? html` class="framed"` : ''}>
${framed ? '' : html`<header><p>${name}</p></header>`}
<main>
<h1>${title}</h1>
${body}
</main>
<footer>${languages.length > 1 ? html`<nav aria-label="${locale.t('pages.languages')}"><ul>${switches}</ul></nav>` : ''}</footer>
</body>
</html>`;
}

/** A page that says one thing. */
export const message = (
  context: PageContext,
  what: 'not_found' | 'bad_link' | 'expired' | 'elsewhere' | 'too_large' | 'charset' | 'too_many' | 'failure',
): Html =>
  layout(context, context.locale.t(`pages.${what}.title`), html`<p>${context.locale.t(`pages.${what}.text`)}</p>`);

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

/** A button that sends a wish. */
export const button = (wish: string, words: string): Html =>
  html`<form method="post">${hidden('wish', wish)}<button>${words}</button></form>`;

/** The languages to choose from, one of them chosen. */
export function languageChoice({ languages, locale }: PageContext, chosen: string | undefined): Html {
  const radios = languages.map(
    language =>
      html`<label><input type="radio" name="language" value="${language}" ${language === chosen ? 'checked' : ''}><span lang="${language}">${nameOf(language)}</span></label>`,
  );
  return html`<fieldset><legend>${locale.t('pages.preferences.language')}</legend>${radios}</fieldset>`;
}

/** A field for an address. A browser's own check of addresses refuses some that can be mailed: ours is made here. */
export const addressField = (label: string, value: string, error: string | undefined): Html =>
  html`<label for="address">${label}</label>
${error === undefined ? '' : html`<p class="error" id="address-error">${error}</p>`}
<input type="text" inputmode="email" id="address" name="address" value="${value}" maxlength="320" required autocomplete="email" autocapitalize="none" spellcheck="false"${error === undefined ? '' : html` aria-invalid="true" aria-describedby="address-error"`}>`;
