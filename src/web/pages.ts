import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Locale } from '../edition/locale.ts';
import { typesetLine } from '../edition/typography.ts';
import type { Publication } from '../publication/schema.ts';
import { textIn } from '../source/values.ts';
import type { Subscriber } from '../store/subscribers.ts';
import { leaveReasons } from '../subscribers/wishes.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page is made with: its own language, and those it can be switched to. */
export type PageContext = { publication: Publication; locale: Locale; languages: readonly string[]; styles: string };

/** Who bears a link: a subscriber, or nobody (a test copy, or one who was erased). */
export type Bearer = { who: Subscriber | undefined; isTest: boolean };

/** A language by its own name (`français`, `English`), or by that which another has for it. */
const nameOf = (language: string, by = language): string =>
  new Intl.DisplayNames([by], { type: 'language' }).of(language) ?? language;

/** A whole page. It works without scripts, and none is on it. */
export function layout({ publication, locale, languages, styles }: PageContext, title: string, body: Html): Html {
  const named = textIn(publication.name, locale.language) ?? textIn(publication.name, languages[0] ?? '') ?? '';
  const name = typesetLine(locale.typeset, named);
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
<link rel="stylesheet" href="${styles}">
</head>
<body>
<header><p>${name}</p></header>
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
  what: 'not_found' | 'bad_link' | 'expired' | 'elsewhere' | 'too_large' | 'failure',
): Html =>
  layout(context, context.locale.t(`pages.${what}.title`), html`<p>${context.locale.t(`pages.${what}.text`)}</p>`);

const hidden = (wish: string): Html => html`<input type="hidden" name="wish" value="${wish}">`;
const button = (wish: string, words: string): Html =>
  html`<form method="post">${hidden(wish)}<button>${words}</button></form>`;

const testNote = ({ locale }: PageContext, who: Subscriber | undefined): Html | '' =>
  who === undefined ? html`<p class="note">${locale.t('pages.test_copy')}</p>` : '';

/** What is shown for an address that is not there any more, or belongs to nobody. */
const addressOf = (who: Subscriber | undefined): string => who?.address ?? '…';

export function unsubscribePage(context: PageContext, { who, isTest }: Bearer, saved: boolean): Html {
  const { locale, languages } = context;
  const t = (key: string, values?: Record<string, unknown>): string => locale.t(`pages.unsubscribe.${key}`, values);
  if (who?.status === 'unsubscribed' || (who === undefined && !isTest)) return farewellPage(context, who !== undefined);
  const reasons = ['none', ...leaveReasons].map(
    reason => html`<option value="${reason === 'none' ? '' : reason}">${t(`reasons.${reason}`)}</option>`,
  );
  const others = languages
    .filter(language => language !== who?.language)
    .map(
      language =>
        html`<form method="post">${hidden('language')}<input type="hidden" name="language" value="${language}"><button>${t('language', { language: nameOf(language, locale.language) })}</button></form>`,
    );
  return layout(
    context,
    t('title'),
    html`${testNote(context, who)}${savedNote(context, saved)}<p>${t('text', { address: addressOf(who) })}</p>
<h2>${t('instead')}</h2>
${others}
${pauseChoice(context, who)}
<form method="post" class="apart">
${hidden('leave')}
<label for="reason">${t('reason')}</label>
<select id="reason" name="reason">${reasons}</select>
<button class="first">${t('button')}</button>
</form>`,
  );
}

/** @param mayReturn whether there is somebody to come back */
function farewellPage(context: PageContext, mayReturn: boolean): Html {
  const t = (key: string): string => context.locale.t(`pages.unsubscribe.done.${key}`);
  return layout(
    context,
    t('title'),
    html`<p>${t('text')}</p>${mayReturn ? html`<h2>${t('return')}</h2>${button('return', context.locale.t('pages.preferences.return'))}` : ''}`,
  );
}

const savedNote = ({ locale }: PageContext, saved: boolean): Html | '' =>
  saved ? html`<p class="note" role="status">${locale.t('pages.preferences.saved')}</p>` : '';

/** The languages to choose from; the reader's own is chosen. */
function languageChoice({ languages, locale }: PageContext, who: Subscriber | undefined): Html {
  const radios = languages.map(
    language =>
      html`<label><input type="radio" name="language" value="${language}" ${language === who?.language ? 'checked' : ''}><span lang="${language}">${nameOf(language)}</span></label>`,
  );
  return html`<fieldset><legend>${locale.t('pages.preferences.language')}</legend>${radios}</fieldset>`;
}

export function languagePage(context: PageContext, { who }: Bearer, saved: boolean): Html {
  const { locale } = context;
  return layout(
    context,
    locale.t('pages.language.title'),
    html`${testNote(context, who)}${savedNote(context, saved)}
<p>${locale.t('pages.language.text', { address: addressOf(who) })}</p>
<form method="post">${hidden('language')}
${languageChoice(context, who)}
<button class="first">${locale.t('pages.preferences.save')}</button>
</form>`,
  );
}

/** To pause; or until when, and to go on. */
function pauseChoice({ locale, publication }: PageContext, who: Subscriber | undefined): Html {
  const until = who?.pausedUntil;
  if (until === undefined) return button('pause', locale.t('pages.preferences.pause'));
  const form = new Intl.DateTimeFormat(locale.language, { dateStyle: 'long', timeZone: publication.time_zone });
  const date = form.format(new Date(until));
  return html`<p>${locale.t('pages.preferences.paused', { date })}</p>${button('resume', locale.t('pages.preferences.resume'))}`;
}

export function preferencesPage(context: PageContext, { who }: Bearer, saved: boolean): Html {
  const t = (key: string, values?: Record<string, unknown>): string =>
    context.locale.t(`pages.preferences.${key}`, values);
  const status =
    who?.status === 'unsubscribed'
      ? html`<h2>${t('left')}</h2>${button('return', t('return'))}`
      : html`<div class="apart">${pauseChoice(context, who)}
${button('leave', t('leave'))}</div>`;
  return layout(
    context,
    t('title'),
    html`${testNote(context, who)}${savedNote(context, saved)}
<p>${t('address', { address: addressOf(who) })}</p>
<form method="post">
${hidden('save')}
<label for="name">${t('name')}</label>
<input type="text" id="name" name="name" value="${who?.name ?? ''}" maxlength="100" autocomplete="name">
${languageChoice(context, who)}
<button class="first">${t('save')}</button>
</form>
${status}`,
  );
}
