import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { formToken } from '../form-token.ts';
import { nameOf, type PageContext, signUpWait } from '../pages/layout.ts';
import { consentWords } from '../pages/sign-up-pages.ts';
import type { Site } from '../site.ts';
import {
  isSignUpOpen,
  nextFormToken,
  type SignUpFields,
  type SignUpOutcome,
  type SignUpSite,
  signUp,
  signUpFields,
  signUpStatus,
} from './sign-up-request.ts';

const path = '/api/sign-up';
const corsMaxAgeSeconds = 3_600;
const emptyFields: SignUpFields = { address: '', name: '', website: '' };

/** The JSON endpoint of signing up, for the sites in `sign_up.sites`: GET gives a form's token and texts, POST signs up. */
export function signUpApi(signUpSite: SignUpSite): Hono {
  const { site } = signUpSite;
  const { sites } = site.job.publication.sign_up;
  const app = new Hono();
  app.use(path, cors({ origin: origin => (sites.includes(origin) ? origin : null), maxAge: corsMaxAgeSeconds }));
  app.get(path, c => describeForm(site, c));
  app.post(path, c => takeJson(signUpSite, c));
  return app;
}

function describeForm(site: Site, c: Context): Response {
  const context = site.contextOf(c);
  return c.json({
    open: isSignUpOpen(site),
    token: formToken(site.secret, site.job.now()),
    language: context.locale.language,
    languages: site.languages.map(language => ({ language, name: nameOf(language) })),
    consent: consentWords(context),
  });
}

async function takeJson(signUpSite: SignUpSite, c: Context): Promise<Response> {
  const { site } = signUpSite;
  const { publication } = site.job;
  const context = site.contextOf(c);
  // Browsers do not let another site's page send this content type without a CORS preflight request.
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
    return c.json({ outcome: 'charset', words: context.locale.t('pages.charset.text') }, 415);
  const fields = signUpFields.safeParse(await c.req.json().catch(() => ({}))).data ?? emptyFields;
  const origin = c.req.header('origin');
  const page =
    origin !== undefined && publication.sign_up.sites.includes(origin) ? origin : `${publication.url}${path}`;
  const outcome = await signUp(signUpSite, c, { context, fields, page });
  const token = outcome === 'again' ? { token: nextFormToken(site, fields.token) } : {};
  return c.json({ outcome, words: wordsOf(context, outcome, fields.address.trim()), ...token }, signUpStatus[outcome]);
}

/** The text of an outcome, for the other site to show. */
function wordsOf({ locale }: PageContext, outcome: SignUpOutcome, address: string): string {
  if (outcome === 'asked') return locale.t('pages.sign_up.sent.text', { address });
  if (outcome === 'too_many') return locale.t('pages.too_many.text', { duration: signUpWait(locale) });
  return locale.t(`pages.sign_up.${outcome}`);
}
