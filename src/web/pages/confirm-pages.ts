import { html } from 'hono/html';
import { durationText } from '../../edition/format.ts';
import type { OpenConfirmation } from '../../store/subscribers/confirmations.ts';
import { confirmationDays } from '../../subscribers/sign-up.ts';
import { type Html, inLanguage, layout, nameOf, type PageContext } from './layout.ts';

const values = (context: PageContext, { address, language }: OpenConfirmation) => ({
  address,
  name: inLanguage(context, context.publication.name),
  language: nameOf(language, context.locale.language),
});

/** Asks to press a button: a link scanner that opens the link must not confirm. */
export function confirmPage(context: PageContext, open: OpenConfirmation): Html {
  const t = (key: string): string => context.locale.t(`pages.confirm.${open.kind}.${key}`, values(context, open));
  return layout(
    context,
    t('title'),
    html`<p>${t('text')}</p>
<form method="post"><button class="first">${t('button')}</button></form>`,
  );
}

/** Says that the confirmation succeeded. @param preferences the link to the subscriber's preferences */
export function confirmedPage(context: PageContext, open: OpenConfirmation, preferences: string): Html {
  const t = (key: string): string => context.locale.t(`pages.confirm.${open.kind}.done.${key}`, values(context, open));
  return layout(
    context,
    t('title'),
    html`<p>${t('text')}</p>
<p><a href="${preferences}">${context.locale.t('pages.preferences.title')}</a></p>`,
  );
}

/**
 * Says that nothing was changed.
 * @param why `over`: the confirmation has expired or does not exist
 * @param kind what the link was for, as far as it tells
 */
export function notConfirmedPage(
  context: PageContext,
  why: 'already' | 'taken' | 'over',
  kind: 'sign_up' | 'account' = 'sign_up',
): Html {
  const { locale, root } = context;
  const duration = durationText(locale, confirmationDays[kind], 'day');
  const again =
    kind === 'sign_up' && html`<p><a href="${root}?lang=${locale.language}">${locale.t('pages.sign_up.title')}</a></p>`;
  return layout(
    context,
    locale.t(`pages.confirm.${why}.title`),
    html`<p>${locale.t(`pages.confirm.${why}.text`, { duration })}</p>${why === 'over' ? again : ''}`,
  );
}
