import { html } from 'hono/html';
import type { Subscriber } from '../../store/subscribers/subscribers.ts';
import { leaveReasons } from '../../subscribers/preferences.ts';
import type { Asked } from '../sign-up-limits.ts';
import { addressField, button, type Html, hidden, languageChoice, layout, nameOf, type PageContext } from './layout.ts';
import { timeZoneChoice } from './time-zones.ts';

/**
 * Who bears a link: a subscriber, or nobody (a test copy, or one who was erased); with the link's token, and whether a
 * letter can be sent to a new address.
 */
export type Bearer = { who: Subscriber | undefined; isTest: boolean; token: string; mayMove: boolean };

/** What came of a wish that was sent, for the page to say. */
export type Note = 'saved' | Asked | undefined;

const testNote = ({ locale }: PageContext, who: Subscriber | undefined): Html | '' =>
  who === undefined ? html`<p class="note">${locale.t('pages.test_copy')}</p>` : '';

/** What is shown for an address that is not there any more, or belongs to nobody. */
const addressOf = (who: Subscriber | undefined): string => who?.address ?? '…';

const noteWords = {
  saved: 'pages.preferences.saved',
  asked: 'pages.preferences.asked',
  too_many: 'pages.too_many.text',
  closed: 'pages.sign_up.closed',
} as const;

/** What is wrong with an address stands at its field. */
const noteOf = ({ locale }: PageContext, note: Note): Html | '' =>
  note === undefined || note === 'bad_address'
    ? ''
    : html`<p class="note" role="status">${locale.t(noteWords[note])}</p>`;

export function unsubscribePage(context: PageContext, { who, isTest }: Bearer, note: Note): Html {
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
        html`<form method="post">${hidden('wish', 'language')}${hidden('language', language)}<button>${t('language', { language: nameOf(language, locale.language) })}</button></form>`,
    );
  return layout(
    context,
    t('title'),
    html`${testNote(context, who)}${noteOf(context, note)}<p>${t('text', { address: addressOf(who) })}</p>
<h2>${t('instead')}</h2>
${others}
${pauseChoice(context, who)}
<form method="post" class="apart">
${hidden('wish', 'leave')}
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

export function languagePage(context: PageContext, { who }: Bearer, note: Note): Html {
  const { locale } = context;
  return layout(
    context,
    locale.t('pages.language.title'),
    html`${testNote(context, who)}${noteOf(context, note)}
<p>${locale.t('pages.language.text', { address: addressOf(who) })}</p>
<form method="post">${hidden('wish', 'language')}
${languageChoice(context, who?.language)}
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

export function preferencesPage(context: PageContext, bearer: Bearer, note: Note): Html {
  const t = (key: string, values?: Record<string, unknown>): string =>
    context.locale.t(`pages.preferences.${key}`, values);
  const { who } = bearer;
  const status =
    who?.status === 'unsubscribed'
      ? html`<h2>${t('left')}</h2>${button('return', t('return'))}`
      : html`<div class="apart">${pauseChoice(context, who)}
${button('leave', t('leave'))}</div>`;
  return layout(
    context,
    t('title'),
    html`${testNote(context, who)}${noteOf(context, note)}
<p>${t('address', { address: addressOf(who) })}</p>
<form method="post">
${hidden('wish', 'save')}
<label for="name">${t('name')}</label>
<input type="text" id="name" name="name" value="${who?.name ?? ''}" maxlength="100" autocomplete="name">
${languageChoice(context, who?.language)}
${timeZoneChoice(context, who?.timeZone)}
<button class="first">${t('save')}</button>
</form>
${status}
${addressAndData(context, bearer, note)}`,
  );
}

/** To read elsewhere, to see all that is stored, and to be forgotten (GDPR articles 15 to 17). */
function addressAndData({ locale }: PageContext, { token, mayMove }: Bearer, note: Note): Html {
  const t = (key: string): string => locale.t(`pages.preferences.${key}`);
  const error = note === 'bad_address' ? locale.t('pages.sign_up.bad_address') : undefined;
  const move = html`<form method="post">
${hidden('wish', 'address')}
${addressField(t('new_address'), '', error)}
<button>${t('change_address')}</button>
</form>`;
  return html`<h2>${t('more')}</h2>
${mayMove ? move : ''}
<p>${t('data')} <a href="${token}/data">${t('download')}</a>. <a href="${token}/erase">${t('erase')}</a>.</p>`;
}

/** Asks once more before all is forgotten; or says that it was. */
export function erasePage(context: PageContext, token: string, isDone: boolean): Html {
  const t = (key: string): string => context.locale.t(`pages.erase.${key}`);
  if (isDone) return layout(context, t('done.title'), html`<p>${t('done.text')}</p>`);
  return layout(
    context,
    t('title'),
    html`<p>${t('text')}</p>
<form method="post"><button class="first">${t('button')}</button></form>
<p><a href="../${token}">${t('keep')}</a></p>`,
  );
}
