import { html } from 'hono/html';
import type { OpenConfirmation } from '../../store/subscribers/confirmations.ts';
import { type Html, inLanguage, layout, nameOf, type PageContext } from './layout.ts';

const values = (context: PageContext, { address, language }: OpenConfirmation) => ({
  address,
  name: inLanguage(context, context.publication.name),
  language: nameOf(language, context.locale.language),
});

/** Asks for the last click: a link scanner must not confirm what nobody read. */
export function confirmPage(context: PageContext, open: OpenConfirmation): Html {
  const t = (key: string): string => context.locale.t(`pages.confirm.${open.kind}.${key}`, values(context, open));
  return layout(
    context,
    t('title'),
    html`<p>${t('text')}</p>
<form method="post"><button class="first">${t('button')}</button></form>`,
  );
}

/** @param preferences the link to the new subscriber's preferences */
export function confirmedPage(context: PageContext, open: OpenConfirmation, preferences: string): Html {
  const t = (key: string): string => context.locale.t(`pages.confirm.${open.kind}.done.${key}`, values(context, open));
  return layout(
    context,
    t('title'),
    html`<p>${t('text')}</p>
<p><a href="${preferences}">${context.locale.t('pages.preferences.title')}</a></p>`,
  );
}

/** @param why nothing was changed */
export function notConfirmedPage(context: PageContext, why: 'already' | 'taken' | 'over'): Html {
  const { locale, root } = context;
  const again = html`<p><a href="${root}?lang=${locale.language}">${locale.t('pages.sign_up.title')}</a></p>`;
  return layout(
    context,
    locale.t(`pages.confirm.${why}.title`),
    html`<p>${locale.t(`pages.confirm.${why}.text`)}</p>${why === 'over' ? again : ''}`,
  );
}
