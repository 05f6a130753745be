import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { durationText } from '../../edition/format.ts';
import type { Locale } from '../../edition/locale.ts';
import { typesetLine } from '../../edition/typography.ts';
import type { Publication } from '../../publication/schema.ts';
import { readerLinkDays } from '../../secret/link-token.ts';
import { type Localized, textIn } from '../../source/values.ts';
import { signUpWindowMinutes } from '../sign-up-limits.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The context of a page: its language, the languages that it links to, and the relative path of the site's root. */
export type PageContext = {
  publication: Publication;
  locale: Locale;
  languages: readonly string[];
  /** `../` for each folder of the page's path. Links are relative, so that the pages work under any path. */
  root: string;
};

/** Cached by language, since making one takes longer than the rest of a page. */
const displayNames = new Map<string, Intl.DisplayNames>();

/** The name of a language in the language `by`; by default in itself (`français`, `English`). */
export function nameOf(language: string, by = language): string {
  const names = displayNames.get(by) ?? new Intl.DisplayNames([by], { type: 'language' });
  displayNames.set(by, names);
  return names.of(language) ?? language;
}

/** A text of `hebdo.yaml` in the page's language, typeset. */
export function inLanguage({ locale, languages }: PageContext, text: Localized): string {
  return typesetLine(locale.typeset, textIn(text, locale.language) ?? textIn(text, languages[0] ?? '') ?? '');
}

/** A whole page, without scripts. @param framed whether it is shown in another site's page, without its own header */
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

type MessageKind =
  | 'not_found'
  | 'bad_link'
  | 'expired'
  | 'elsewhere'
  | 'too_large'
  | 'charset'
  | 'too_many'
  | 'failure';

/** A page with a message only. */
export function message(context: PageContext, kind: MessageKind): Html {
  const { locale } = context;
  const duration =
    kind === 'expired'
      ? durationText(locale, readerLinkDays, 'day')
      : kind === 'too_many'
        ? signUpWait(locale)
        : undefined;
  const values = duration === undefined ? {} : { duration };
  return layout(context, locale.t(`pages.${kind}.title`), html`<p>${locale.t(`pages.${kind}.text`, values)}</p>`);
}

/** How long a network waits that has reached the limit of sign-ups, in the locale's words. */
export const signUpWait = (locale: Locale): string => durationText(locale, signUpWindowMinutes, 'minute');

/** A hidden field of a form. */
export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

/** A button that sends an action (`ReaderAction`). */
export const button = (action: string, label: string): Html =>
  html`<form method="post">${hidden('wish', action)}<button>${label}</button></form>`;

/** Radio buttons for the publication's languages. @param chosen the selected language */
export function languageChoice({ languages, locale }: PageContext, chosen: string | undefined): Html {
  const radios = languages.map(
    language =>
      html`<label><input type="radio" name="language" value="${language}" ${language === chosen ? 'checked' : ''}><span lang="${language}">${nameOf(language)}</span></label>`,
  );
  return html`<fieldset><legend>${locale.t('pages.preferences.language')}</legend>${radios}</fieldset>`;
}

/**
 * A field for an email address. It is a text field, since the check of `type="email"` rejects some valid addresses; the
 * server checks the address.
 */
export const addressField = (label: string, value: string, error: string | undefined): Html =>
  html`<label for="address">${label}</label>
${error === undefined ? '' : html`<p class="error" id="address-error">${error}</p>`}
<input type="text" inputmode="email" id="address" name="address" value="${value}" maxlength="320" required autocomplete="email" autocapitalize="none" spellcheck="false"${error === undefined ? '' : html` aria-invalid="true" aria-describedby="address-error"`}>`;
