import { html } from 'hono/html';
import { durationText } from '../../edition/format.ts';
import { ownValue } from '../../source/own.ts';
import type { Subscriber } from '../../store/subscribers/subscribers.ts';
import { leaveReasons, pauseMs } from '../../subscribers/preferences.ts';
import { confirmationDays } from '../../subscribers/sign-up.ts';
import type { AskOutcome } from '../limited-sign-up.ts';
import { declaredChoices } from './declared-choice.ts';
import {
  button,
  type Html,
  hidden,
  inLanguage,
  languageChoice,
  layout,
  nameOf,
  type PageContext,
  signUpWait,
} from './layout.ts';
import { timeZoneChoice } from './time-zone-choice.ts';

const msPerWeek = 604_800_000;

/**
 * The bearer of a link. `subscriber` is undefined in a test copy and after an erasure. `mayMail` is whether emails can be
 * sent, and with them the link to one's address and data.
 */
export type Bearer = { subscriber: Subscriber | undefined; isTest: boolean; mayMail: boolean };

/** The result of an action, which the page shows. `unsaved`: keys of declared fields whose value does not fit; the others are saved. */
export type Note = 'saved' | { unsaved: readonly string[] } | AskOutcome | undefined;

/** The note of a test copy: the page's buttons have no effect. */
const testNote = ({ locale }: PageContext, subscriber: Subscriber | undefined): Html | '' =>
  subscriber === undefined ? html`<p class="note">${locale.t('pages.test_copy')}</p>` : '';

/**
 * The subscriber's address, of its local part only the first letter: a person with an old issue must not learn a new address. An
 * ellipsis in a test copy or after an erasure.
 * @example 'z…@example.com'
 */
const addressOf = (subscriber: Subscriber | undefined): string =>
  subscriber?.address.replace(/^(.)[^@]*/u, '$1…') ?? '…';

const noteKeys = {
  saved: 'pages.preferences.saved',
  asked: 'pages.preferences.asked',
  too_many: 'pages.too_many.text',
  closed: 'pages.sign_up.closed',
} as const;

/** The note at the top of a page. */
function noteOf(context: PageContext, subscriber: Subscriber | undefined, note: Note): Html | '' {
  const { locale } = context;
  if (note === undefined || note === 'bad_address') return '';
  if (typeof note === 'object') {
    const labels = note.unsaved.map(key =>
      inLanguage(context, ownValue(context.publication.fields, key)?.label ?? key),
    );
    const fields = new Intl.ListFormat(locale.language).format(labels);
    return html`<p class="note" role="alert">${locale.t('pages.preferences.unsaved', { fields })}</p>`;
  }
  const duration = note === 'too_many' ? signUpWait(locale) : durationText(locale, confirmationDays.account, 'day');
  return html`<p class="note" role="status">${locale.t(noteKeys[note], { duration, address: addressOf(subscriber) })}</p>`;
}

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
    html`${testNote(context, subscriber)}${noteOf(context, subscriber, note)}<p>${t('text', { address: addressOf(subscriber) })}</p>
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
    html`${testNote(context, subscriber)}${noteOf(context, subscriber, note)}
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
    html`${testNote(context, subscriber)}${noteOf(context, subscriber, note)}
<p>${t('address', { address: addressOf(subscriber) })}</p>
<form method="post">
${hidden('wish', 'save')}
<label for="name">${t('name')}</label>
<input type="text" id="name" name="name" value="${subscriber?.name ?? ''}" maxlength="100" autocomplete="name">
${declaredChoices(context, subscriber?.fields)}
${languageChoice(context, subscriber?.language)}
${timeZoneChoice(context, subscriber?.timeZone)}
<button class="first">${t('save')}</button>
</form>
${status}
${askForAccount(context, bearer)}`,
  );
}

/** The button to be sent the link to one's address and data, which only the reader's own mailbox gets. */
function askForAccount({ locale, root }: PageContext, { subscriber, mayMail }: Bearer): Html | '' {
  if (!mayMail) return '';
  const t = (key: string): string => locale.t(`pages.preferences.${key}`, { address: addressOf(subscriber) });
  return html`<h2>${t('more')}</h2>
<p>${t('account')}</p>
${button('account', t('send_link'))}
<p>${t('no_access')} <a href="${root}?lang=${locale.language}">${t('new_sign_up')}</a></p>`;
}
