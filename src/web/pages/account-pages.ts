import { html } from 'hono/html';
import type { Subscriber } from '../../store/subscribers/subscribers.ts';
import type { AskOutcome } from '../limited-sign-up.ts';
import { addressField, type Html, layout, type PageContext, signUpWait } from './layout.ts';

/** The result of the form with the new address. */
type Submitted = { note: AskOutcome; address: string };

const noteKeys = {
  asked: 'pages.account.asked',
  too_many: 'pages.too_many.text',
  closed: 'pages.sign_up.closed',
} as const;

/** The page of one's address and data. @param submitted the form with the new address, which may have a problem */
export function accountPage(
  context: PageContext,
  { subscriber, token }: { subscriber: Subscriber; token: string },
  submitted: Submitted | undefined,
): Html {
  const { locale } = context;
  const t = (key: string, values?: Record<string, unknown>): string => locale.t(`pages.account.${key}`, values);
  const isBad = submitted?.note === 'bad_address';
  const note =
    submitted === undefined || submitted.note === 'bad_address'
      ? ''
      : html`<p class="note" role="status">${locale.t(noteKeys[submitted.note], { address: submitted.address, duration: signUpWait(locale) })}</p>`;
  return layout(
    context,
    t('title'),
    html`${note}<p>${t('address', { address: subscriber.address })}</p>
<h2>${t('change')}</h2>
<form method="post">
${addressField(t('new_address'), isBad ? submitted.address : '', isBad ? locale.t('pages.sign_up.bad_address') : undefined)}
<button>${t('change_address')}</button>
</form>
<h2>${t('data')}</h2>
<p><a href="${token}/data">${t('download')}</a></p>
<p><a href="${token}/erase">${t('erase')}</a></p>`,
  );
}

/** Asks to confirm the erasure of a reader's data. */
export function erasePage(context: PageContext, token: string): Html {
  const t = (key: string): string => context.locale.t(`pages.erase.${key}`);
  return layout(
    context,
    t('title'),
    html`<p>${t('text')}</p>
<form method="post"><button class="first">${t('button')}</button></form>
<p><a href="../${token}">${t('keep')}</a></p>`,
  );
}

/** Says that a reader's data is erased. */
export function erasedPage(context: PageContext): Html {
  const t = (key: string): string => context.locale.t(`pages.erase.done.${key}`);
  return layout(context, t('title'), html`<p>${t('text')}</p>`);
}
