import { html } from 'hono/html';
import type { PastIssue } from '../../app/readers/archive.ts';
import { addressField, type Html, hidden, inLanguage, languageChoice, layout, type PageContext } from './layout.ts';

/** A sign-up form: its target, its content, and what was wrong with it. */
export type SignUpForm = {
  /** The path that the form is sent to, relative to the page. */
  action: string;
  token: string;
  address: string;
  name: string;
  language: string;
  problem?: 'again' | 'bad_address' | 'closed';
  /** Whether it is shown in another site's page. */
  framed: boolean;
};

/** The text that a visitor agrees to; it is stored as proof of consent. */
export function consentWords(context: PageContext): string {
  const { publication, locale } = context;
  return locale.t('pages.sign_up.consent', {
    publisher: inLanguage(context, publication.publisher.name),
    name: inLanguage(context, publication.name),
  });
}

/** The page with the sign-up form and past issues. @param form undefined if signing up is closed */
export function signUpPage(context: PageContext, form: SignUpForm | undefined, past: readonly PastIssue[]): Html {
  const t = (key: string): string => context.locale.t(`pages.sign_up.${key}`);
  return layout(
    context,
    t('title'),
    html`${form === undefined ? html`<p>${t('closed')}</p>` : formOf(context, form)}
${past.length > 0 ? html`<h2>${t('past')}</h2><ul class="past">${past.map(entryOf)}</ul>` : ''}`,
    form?.framed,
  );
}

function formOf(context: PageContext, { action, token, address, name, language, problem }: SignUpForm): Html {
  const t = (key: string): string => context.locale.t(`pages.sign_up.${key}`);
  const note =
    problem === undefined || problem === 'bad_address' ? '' : html`<p class="note" role="status">${t(problem)}</p>`;
  return html`<p>${t('lead')}</p>
${note}
<form method="post" action="${action}?lang=${context.locale.language}">
${hidden('token', token)}
${addressField(t('address'), address, problem === 'bad_address' ? t('bad_address') : undefined)}
<label for="name">${t('name')}</label>
<input type="text" id="name" name="name" value="${name}" maxlength="100" autocomplete="name">
${context.languages.length > 1 ? languageChoice(context, language) : hidden('language', language)}
<p class="trap" aria-hidden="true"><label for="website">${t('trap')}</label><input type="text" id="website" name="website" tabindex="-1" autocomplete="off"></p>
<p class="consent">${consentWords(context)}</p>
<button class="first">${t('button')}</button>
</form>`;
}

const entryOf = ({ subject, number, date, path }: PastIssue): Html =>
  html`<li><a href="${path}">${subject}</a> <span>${number} · ${date}</span></li>`;

/** Says that a confirmation email was sent. @param address as the visitor entered it */
export const sentPage = (context: PageContext, address: string, framed: boolean): Html =>
  layout(
    context,
    context.locale.t('pages.sign_up.sent.title'),
    html`<p>${context.locale.t('pages.sign_up.sent.text', { address })}</p>`,
    framed,
  );
