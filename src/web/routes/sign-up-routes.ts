import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { openSealed, seal } from '../../secret/seal.ts';
import { message, type PageContext } from '../pages/layout.ts';
import { type SignUpForm, sentPage, signUpPage } from '../pages/sign-up-pages.ts';
import { signUpWindowMinutes } from '../sign-up-limits.ts';
import { isElsewhere, type Site } from '../site.ts';
import { signUpApi } from './sign-up-api.ts';
import {
  isSignUpOpen,
  nextFormToken,
  type SignUpFields,
  type SignUpSite,
  signUp,
  signUpFields,
  signUpLanguage,
  signUpStatus,
} from './sign-up-request.ts';

/** A place of the form: a page of its own, or a frame in the pages of the sites in `sign_up.sites`. */
type FormPlace = { path: string; framed: boolean };

const startPlace: FormPlace = { path: '/subscribe', framed: false };
const framedPlace: FormPlace = { path: '/embed', framed: true };

/** Characters of an address at most (RFC 5321 section 4.5.3.1). */
const maxAddressChars = 320;

/** The use of the sealed address in the path of the page that says that a link was sent. */
const sentUse = 'sign-up sent';

/**
 * The routes of signing up: the start page, the form, the form for other sites, and the JSON endpoint. A form that this
 * site did not show, or that has expired, is shown again with its content, so that a plain HTML form on another page works.
 */
export function signUpRoutes(signUpSite: SignUpSite): Hono {
  const { site } = signUpSite;
  const app = new Hono();
  app.use(`${framedPlace.path}/*`, framePolicy(site.job.publication.sign_up.sites));
  app.get('/', c => showStartPage(site, c));
  for (const place of [startPlace, framedPlace]) {
    app.get(place.path, c => showForm(site, c, place));
    app.post(place.path, c => takeForm(signUpSite, c, place));
    app.get(`${place.path}/sent/:sealed`, c => showSent(site, c, place));
  }
  app.route('/', signUpApi(signUpSite));
  return app;
}

/** Lets the given sites show the framed form in their pages. */
const framePolicy =
  (sites: readonly string[]): MiddlewareHandler =>
  (c, next) => {
    const ancestors = sites.length > 0 ? sites.join(' ') : "'none'";
    c.header(
      'content-security-policy',
      `default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}`,
    );
    return next();
  };

async function showStartPage(site: Site, c: Context): Promise<Response> {
  const context = site.contextOf(c);
  const past = await site.job.archive.past(context.locale.language);
  return c.html(signUpPage(context, isSignUpOpen(site) ? formOf(site, context, startPlace, {}) : undefined, past));
}

function showForm(site: Site, c: Context, place: FormPlace): Response | Promise<Response> {
  const context = site.contextOf(c);
  return c.html(signUpPage(context, isSignUpOpen(site) ? formOf(site, context, place, {}) : undefined, []));
}

/** Says that a link was sent. The address comes from the path, where it is sealed: logs must not show it. */
function showSent(site: Site, c: Context, { path, framed }: FormPlace): Response | Promise<Response> {
  const context = site.contextOf(c);
  const address = openSealed(c.req.param('sealed') ?? '', sentUse, site.secret);
  if (address === undefined) return c.redirect(`../..${path}?lang=${context.locale.language}`, 303);
  return c.html(sentPage(context, address, framed));
}

/** Answers a submitted form. */
async function takeForm(signUpSite: SignUpSite, c: Context, place: FormPlace): Promise<Response> {
  const { site } = signUpSite;
  const context = site.contextOf(c);
  const submitted = await site.formOf(c, signUpFields);
  if (submitted instanceof Response) return submitted;
  // A form on another site's page is first shown here, with the words that its visitor agrees to.
  const fields = isElsewhere(c) ? { ...submitted, token: undefined } : submitted;
  const outcome = await signUp(signUpSite, c, { context, fields, page: `${site.job.publication.url}${place.path}` });
  if (outcome === 'too_many')
    return c.html(message(context, 'too_many'), 429, { 'retry-after': String(signUpWindowMinutes * 60) });
  if (outcome === 'asked') {
    const sealed = seal(fields.address.trim().slice(0, maxAddressChars), sentUse, site.secret);
    return c.redirect(`${place.path.slice(1)}/sent/${sealed}?lang=${context.locale.language}`, 303);
  }
  const form = { ...formOf(site, context, place, fields), problem: outcome };
  return c.html(signUpPage(context, form, []), outcome === 'again' ? 200 : signUpStatus[outcome]);
}

/** The form with the submitted content, or an empty one. */
const formOf = (
  site: Site,
  context: PageContext,
  { path, framed }: FormPlace,
  fields: Partial<SignUpFields>,
): SignUpForm => ({
  action: path.slice(1),
  token: nextFormToken(site, fields.token),
  address: fields.address ?? '',
  name: fields.name ?? '',
  language: signUpLanguage(site, context, fields),
  framed,
});
