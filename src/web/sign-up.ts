import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { z } from 'zod';
import { formToken, judgeFormToken } from './form-token.ts';
import { message, nameOf, type PageContext } from './pages/layout.ts';
import { consentWords, type SignUpForm, sentPage, signUpPage } from './pages/sign-up.ts';
import type { Ask } from './sign-up-limits.ts';
import { isElsewhere, type Site } from './site.ts';

/** What a visitor sends; `website` is a field that people do not see. */
const form = z.object({
  address: z.string().max(1_000).catch(''),
  name: z.string().max(1_000).catch(''),
  language: z.string().max(40).optional().catch(undefined),
  token: z.string().max(1_000).optional().catch(undefined),
  website: z.string().catch(''),
});
type Sent = z.infer<typeof form>;

type Outcome = Awaited<ReturnType<Ask>> | 'again';

/** The form, in a page of its own and in those of the sites that `sign_up.sites` names. */
const places = [
  { path: '/subscribe', sent: '/subscribe/sent', framed: false },
  { path: '/embed', sent: '/embed/sent', framed: true },
];

const statuses = { asked: 202, again: 400, bad_address: 422, too_many: 429, closed: 503 } as const;

/**
 * Signing up: the page, the form for one's own site, and the JSON endpoint. A form that was not shown by us, or has been
 * for too long, is shown again with what stands in it, so that a plain HTML form on another page works too.
 */
export function signUpRoutes(site: Site, ask: Ask): Hono {
  const { job, languages, secret, contextOf } = site;
  const { publication, secrets, now } = job;
  const { sites } = publication.sign_up;
  const isOpen = job.wakeConfirmationSender !== undefined;
  const app = new Hono();

  /** @param page where it is asked for: part of the proof */
  const signUp = async (c: Context, context: PageContext, sent: Sent, page: string): Promise<Outcome> => {
    if (judgeFormToken(sent.token, secrets, now()) !== 'good') return 'again';
    // Whoever fills in what nobody sees is told what all are told.
    if (sent.website !== '') return 'asked';
    const { address, name } = sent;
    const language = languages.find(one => one === sent.language) ?? context.locale.language;
    return ask(c, { kind: 'sign_up', address, name, language, page, consent: consentWords(context) });
  };
  /** Of a token that can still be used the same is shown: its form has been looked at for some time. */
  const tokenAfter = (token: string | undefined): string =>
    token !== undefined && judgeFormToken(token, secrets, now()) !== 'none' ? token : formToken(secret, now());
  const formIn = (context: PageContext, sent: Partial<Sent>, framed: boolean, action: string): SignUpForm => ({
    action,
    token: tokenAfter(sent.token),
    address: sent.address ?? '',
    name: sent.name ?? '',
    language: languages.find(one => one === sent.language) ?? context.locale.language,
    framed,
  });

  app.get('/', async c => {
    const context = contextOf(c);
    const past = await job.archive.past(context.locale.language);
    return c.html(signUpPage(context, isOpen ? formIn(context, {}, false, 'subscribe') : undefined, past));
  });
  for (const { path, sent: sentPath, framed } of places) {
    const action = path.slice(1);
    if (framed)
      app.use(`${path}/*`, (c, next) => {
        const ancestors = sites.length > 0 ? sites.join(' ') : "'none'";
        c.header(
          'content-security-policy',
          `default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}`,
        );
        return next();
      });
    app.get(path, c => {
      const context = contextOf(c);
      return c.html(signUpPage(context, isOpen ? formIn(context, {}, framed, action) : undefined, []));
    });
    app.post(path, async c => {
      const context = contextOf(c);
      const sent = await site.formOf(c, form);
      if (sent instanceof Response) return sent;
      // A form on another page is shown here first: what its visitor agrees to stands beside ours.
      const fields = isElsewhere(c) ? { ...sent, token: undefined } : sent;
      const outcome = await signUp(c, context, fields, `${publication.url}${path}`);
      if (outcome === 'too_many') return c.html(message(context, 'too_many'), 429, { 'retry-after': '900' });
      if (outcome === 'asked') return c.redirect(`${sentPath.slice(1)}?lang=${context.locale.language}`, 303);
      const shown = { ...formIn(context, fields, framed, action), problem: outcome };
      return c.html(signUpPage(context, shown, []), outcome === 'again' ? 200 : statuses[outcome]);
    });
    app.get(sentPath, c => c.html(sentPage(contextOf(c), framed)));
  }

  app.use('/api/sign-up', cors({ origin: origin => (sites.includes(origin) ? origin : null), maxAge: 3_600 }));
  app.get('/api/sign-up', c => {
    const context = contextOf(c);
    return c.json({
      open: isOpen,
      token: formToken(secret, now()),
      language: context.locale.language,
      languages: languages.map(language => ({ language, name: nameOf(language) })),
      consent: consentWords(context),
    });
  });
  app.post('/api/sign-up', async c => {
    const context = contextOf(c);
    const { t } = context.locale;
    // No browser lets another site's page send this type without asking us first.
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
      return c.json({ outcome: 'charset', words: t('pages.charset.text') }, 415);
    const parsed = form.safeParse(await c.req.json().catch(() => ({})));
    const sent = parsed.data ?? { address: '', name: '', website: '' };
    const origin = c.req.header('origin');
    const page = origin !== undefined && sites.includes(origin) ? origin : `${publication.url}/api/sign-up`;
    const outcome = await signUp(c, context, sent, page);
    const words = t(
      outcome === 'asked'
        ? 'pages.sign_up.sent.text'
        : outcome === 'too_many'
          ? 'pages.too_many.text'
          : `pages.sign_up.${outcome}`,
    );
    return c.json(
      { outcome, words, ...(outcome === 'again' ? { token: tokenAfter(sent.token) } : {}) },
      statuses[outcome],
    );
  });
  return app;
}
