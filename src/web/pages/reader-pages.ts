import { html } from 'hono/html';
import { durationText } from '../../edition/format.ts';
import type { Subscriber } from '../../store/subscribers/subscribers.ts';
import { leaveReasons, pauseMs } from '../../subscribers/preferences.ts';
import type { AskOutcome } from '../limited-sign-up.ts';
import {
  addressField,
  button,
  type Html,
  hidden,
  languageChoice,
  layout,
  nameOf,
  type PageContext,
  signUpWait,
} from './layout.ts';
import { timeZoneChoice } from './time-zone-choice.ts';

const msPerWeek = 604_800_000;

/**
 * The bearer of a link. `subscriber` is undefined in a test copy and after an erasure. `mayMove` is whether emails can be
 * sent, so that the address can be changed.
 */
export type Bearer = { subscriber: Subscriber | undefined; isTest: boolean; token: string; mayMove: boolean };

/** The result of an action, which the page shows. */
export type Note = 'saved' | AskOutcome | undefined;

/** The note of a test copy: the page's buttons have no effect. */
const testNote = ({ locale }: PageContext, subscriber: Subscriber | undefined): Html | '' =>
  subscriber === undefined ? html`<p class="note">${locale.t('pages.test_copy')}</p>` : '';

/** The subscriber's address; an ellipsis in a test copy or after an erasure. */
const addressOf = (subscriber: Subscriber | undefined): string => subscriber?.address ?? '…';

const noteKeys = {
  saved: 'pages.preferences.saved',
  asked: 'pages.preferences.asked',
  too_many: 'pages.too_many.text',
  closed: 'pages.sign_up.closed',
} as const;

/** The note at the top of a page. `bad_address` is shown at the field of the address instead. */
const noteOf = ({ locale }: PageContext, note: Note): Html | '' =>
  note === undefined || note === 'bad_address'
    ? ''
    : html`<p class="note" role="status">${locale.t(noteKeys[note], note === 'too_many' ? { duration: signUpWait(locale) } : {})}</p>`;

/** The page of the unsubscribe link; after unsubscribing or erasure, the page that says so. */
export function unsubscribePage(context: PageContext, { subscriber, isTest }: Bearer, note: Note): Html {
  const { locale, languages } = context;
  const t = (key: string, values?: Record<string, unknown>): string => locale.t(`pages.unsubscribe.${key}`, values);
  if (subscriber?.status === 'unsubscribed' || (subscriber === undefined && !isTest))
    return farewellPage(context, subscriber !== undefined);
  const reasons = ['none', ...leaveReasons].map(
    reason => html`<option value="${reason === 'none' ? '' : reason}">${t(`reasons.${reason}`)}</option>`,
  );
  const others = languages
    .filter(language => language !== subscriber?.language)
    .map(
      language =>
        html`<form method="post">${hidden('wish', 'language')}${hidden('language', language)}<button>${t('language', { language: nameOf(language, locale.language) })}</button></form>`,
    );
  return layout(
    context,
    t('title'),
    html`${testNote(context, subscriber)}${noteOf(context, note)}<p>${t('text', { address: addressOf(subscriber) })}</p>
<h2>${t('instead')}</h2>
${others}
${pauseChoice(context, subscriber)}
<form method="post" class="apart">
${hidden('wish', 'leave')}
<label for="reason">${t('reason')}</label>
<select id="reason" name="reason">${reasons}</select>
<button class="first">${t('button')}</button>
</form>`,
  );
}

/** Says that the reader is unsubscribed. @param mayReturn whether to offer to subscribe again */
function farewellPage(context: PageContext, mayReturn: boolean): Html {
  const t = (key: string): string => context.locale.t(`pages.unsubscribe.done.${key}`);
  return layout(
    context,
    t('title'),
    html`<p>${t('text')}</p>${mayReturn ? html`<h2>${t('return')}</h2>${button('return', context.locale.t('pages.preferences.return'))}` : ''}`,
  );
}

/** The page of the link to change the language. */
export function languagePage(context: PageContext, { subscriber }: Bearer, note: Note): Html {
  const { locale } = context;
  return layout(
    context,
    locale.t('pages.language.title'),
    html`${testNote(context, subscriber)}${noteOf(context, note)}
<p>${locale.t('pages.language.text', { address: addressOf(subscriber) })}</p>
<form method="post">${hidden('wish', 'language')}
${languageChoice(context, subscriber?.language)}
<button class="first">${locale.t('pages.preferences.save')}</button>
</form>`,
  );
}

/** A button to pause; or the date until which the subscription is paused, and the button to resume. */
function pauseChoice({ locale, publication }: PageContext, subscriber: Subscriber | undefined): Html {
  const until = subscriber?.pausedUntil;
  const duration = durationText(locale, pauseMs / msPerWeek, 'week');
  if (until === undefined) return button('pause', locale.t('pages.preferences.pause', { duration }));
  const form = new Intl.DateTimeFormat(locale.language, { dateStyle: 'long', timeZone: publication.time_zone });
  const date = form.format(new Date(until));
  return html`<p>${locale.t('pages.preferences.paused', { date })}</p>${button('resume', locale.t('pages.preferences.resume'))}`;
}

/** The page of the link to the preferences. */
export function preferencesPage(context: PageContext, bearer: Bearer, note: Note): Html {
  const t = (key: string, values?: Record<string, unknown>): string =>
    context.locale.t(`pages.preferences.${key}`, values);
  const { subscriber } = bearer;
  const status =
    subscriber?.status === 'unsubscribed'
      ? html`<h2>${t('left')}</h2>${button('return', t('return'))}`
      : html`<div class="apart">${pauseChoice(context, subscriber)}
${button('leave', t('leave'))}</div>`;
  return layout(
    context,
    t('title'),
    html`${testNote(context, subscriber)}${noteOf(context, note)}
<p>${t('address', { address: addressOf(subscriber) })}</p>
<form method="post">
${hidden('wish', 'save')}
<label for="name">${t('name')}</label>
<input type="text" id="name" name="name" value="${subscriber?.name ?? ''}" maxlength="100" autocomplete="name">
${languageChoice(context, subscriber?.language)}
${timeZoneChoice(context, subscriber?.timeZone)}
<button class="first">${t('save')}</button>
</form>
${status}
${addressAndData(context, bearer, note)}`,
  );
}

/** The form to change the address, and the links to download and erase the reader's data (GDPR articles 15 to 17). */
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

/** Asks to confirm the erasure of a reader's data. @param isDone says that the data is erased instead */
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
