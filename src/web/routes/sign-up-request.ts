import type { Context } from 'hono';
import { z } from 'zod';
import { checkFormToken, formToken } from '../form-token.ts';
import type { AskOutcome, AskWithinLimits } from '../limited-sign-up.ts';
import type { PageContext } from '../pages/layout.ts';
import { consentWords } from '../pages/sign-up-pages.ts';
import type { Site } from '../site.ts';

/** The fields of a sign-up. `website` is a field that is hidden from people: only programs fill it in. */
export const signUpFields = z.object({
  address: z.string().max(1_000).catch(''),
  name: z.string().max(1_000).catch(''),
  language: z.string().max(40).optional().catch(undefined),
  token: z.string().max(1_000).optional().catch(undefined),
  website: z.string().catch(''),
});
export type SignUpFields = z.infer<typeof signUpFields>;

/** The outcome of a sign-up; `again`: the form is shown again, since its token is missing, expired or too new. */
export type SignUpOutcome = AskOutcome | 'again';

/** The HTTP status of each outcome. */
export const signUpStatus = { asked: 202, again: 400, bad_address: 422, too_many: 429, closed: 503 } as const;

/** The data that all sign-up routes share. */
export type SignUpSite = { site: Site; askToConfirm: AskWithinLimits };

/** One sign-up. `page` is the address of the page with the form, which is part of the proof of consent. */
export type SignUpRequest = { context: PageContext; fields: SignUpFields; page: string };

/** Whether emails can be sent, so that visitors can sign up. */
export const isSignUpOpen = ({ job }: Site): boolean => job.wakeConfirmationSender !== undefined;

/** Asks for the confirmation of a sign-up, if its form was shown by this site and is neither too new nor too old. */
export async function signUp(
  { site, askToConfirm }: SignUpSite,
  c: Context,
  { context, fields, page }: SignUpRequest,
): Promise<SignUpOutcome> {
  const { secrets, now } = site.job;
  if (checkFormToken(fields.token, secrets, now()) !== 'good') return 'again';
  // A program that fills in the hidden field gets the usual answer.
  if (fields.website !== '') return 'asked';
  const { address, name } = fields;
  const language = signUpLanguage(site, context, fields);
  return askToConfirm(c, { kind: 'sign_up', address, name, language, page, consent: consentWords(context) });
}

/** The language chosen in the form, or else the language of the page. */
export const signUpLanguage = (
  { languages }: Site,
  { locale }: PageContext,
  { language }: Partial<SignUpFields>,
): string => languages.find(one => one === language) ?? locale.language;

/** The token for a form that is shown again: the same token if it is still valid, so that the form keeps its age. */
export function nextFormToken({ job: { secrets, now }, secret }: Site, token: string | undefined): string {
  return token !== undefined && checkFormToken(token, secrets, now()) !== 'none' ? token : formToken(secret, now());
}
