import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Locale } from '../edition/locale.ts';
import { nobody } from '../message/recipient.ts';
import { type Purpose, readToken } from '../message/token.ts';
import type { Publication } from '../publication/schema.ts';
import type { Store } from '../store/store.ts';
import type { Subscriber } from '../store/subscribers.ts';
import { leaveReasons, wishesOf } from '../subscribers/wishes.ts';
import { pageLanguage } from './language.ts';
import { farewellPage, languagePage, message, type PageContext, preferencesPage, unsubscribePage } from './pages.ts';
import { styleSheet } from './style.ts';

/** What the subscriber's pages need. */
export type WebJob = {
  publication: Publication;
  /** One per language of the publication, the default one first. */
  locales: readonly Locale[];
  store: Store;
  /** `HEBDO_SECRET`, then those before it. */
  secrets: readonly string[];
  now(): Date;
  /** Is told of what went wrong; nothing a visitor sees says what. */
  failed(cause: unknown): void;
};

/** Bytes a form may have. */
const longestForm = 16 * 1024;

const policy =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-forms allow-same-origin";

/** What a visitor wishes; fields that are not of the form are left alone. */
const form = z.object({
  wish: z.enum(['leave', 'return', 'language', 'pause', 'resume', 'save']).catch('leave'),
  reason: z.enum(leaveReasons).optional().catch(undefined),
  language: z.string().max(40).optional().catch(undefined),
  name: z.string().max(1_000).optional().catch(undefined),
});

/** The bearer of a link: a subscriber, or nobody (a test copy, or one who was erased). */
type Bearer = { who: Subscriber | undefined; week: string; isTest: boolean };

/** The pages a subscriber's links lead to. GET changes nothing: link scanners follow every link of a mail. */
export function webApp(job: WebJob): Hono {
  const { publication, store, secrets, now } = job;
  const languages = job.locales.map(({ language }) => language);
  const styles = styleSheet(publication.theme.accent);
  const wishes = wishesOf(store.subscribers, now);
  const app = new Hono();

  const contextOf = (c: Context, reader?: string): PageContext => {
    const wish = { link: c.req.query('lang'), reader, accept: c.req.header('accept-language') };
    const language = pageLanguage(languages, wish);
    const locale = job.locales.find(one => one.language === language) ?? job.locales[0];
    if (locale === undefined) throw new Error('the publication has no language');
    // Links are relative: the pages work behind any proxy, under any path, whatever a Host header says.
    const depth = c.req.path.split('/').length - 2;
    return { publication, locale, languages, styles: `${'../'.repeat(depth)}assets/style.css` };
  };

  app.use(async (c, next) => {
    await next();
    c.header('content-security-policy', policy);
    c.header('x-content-type-options', 'nosniff');
    // The address of these pages lets its bearer in: it is told to nobody.
    c.header('referrer-policy', 'no-referrer');
    c.header('x-robots-tag', 'noindex');
    if (c.res.headers.get('cache-control') === null) c.header('cache-control', 'no-store');
    if (publication.url.startsWith('https:')) c.header('strict-transport-security', 'max-age=31536000');
  });
  app.use(bodyLimit({ maxSize: longestForm, onError: c => c.html(message(contextOf(c), 'too_large'), 413) }));
  app.onError((cause, c) => {
    job.failed(cause);
    return c.html(message(contextOf(c), 'failure'), 500);
  });
  app.notFound(c => c.html(message(contextOf(c), 'not_found'), 404));
  app.get('/health', c => c.text('ok'));
  app.get('/assets/style.css', c =>
    c.body(styles, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' }),
  );

  /** Who bears the link; or the page that says why nobody does. */
  const bearer = async (c: Context, purpose: Purpose): Promise<Bearer | Response> => {
    const { claims, ...verdict } = readToken(c.req.param('token') ?? '', purpose, secrets, now());
    if (claims === undefined) {
      const expired = 'why' in verdict && verdict.why === 'expired';
      return c.html(message(contextOf(c), expired ? 'expired' : 'bad_link'), expired ? 410 : 404);
    }
    const isTest = claims.subscriber === nobody;
    const who = isTest ? undefined : await store.subscribers.byNumber(claims.subscriber);
    return { who, week: claims.week, isTest };
  };
  /** Browsers say where a form was sent from; programs say nothing. */
  const isElsewhere = (c: Context): boolean => c.req.header('sec-fetch-site') === 'cross-site';
  const formOf = async (c: Context) => form.parse(await c.req.parseBody().catch(() => ({})));

  /** Does what a form wishes, but leaving. */
  const fulfil = async (who: Subscriber, week: string, wish: z.infer<typeof form>): Promise<void> => {
    const language = languages.find(one => one === wish.language);
    if (wish.wish === 'return') await wishes.comeBack(who, week);
    if (wish.wish === 'pause') await wishes.pause(who, week);
    if (wish.wish === 'resume') await wishes.resume(who, week);
    if ((wish.wish === 'language' || wish.wish === 'save') && language !== undefined)
      await wishes.setLanguage(who, week, language);
    if (wish.wish === 'save' && wish.name !== undefined) await wishes.setName(who, week, wish.name);
  };

  app.get('/unsubscribe/:token', async c => {
    const found = await bearer(c, 'unsubscribe');
    if (found instanceof Response) return found;
    return c.html(unsubscribePage(contextOf(c, found.who?.language), found.who, found.isTest));
  });
  // RFC 8058: a POST leaves, whatever is in it, without cookies and without a look at where it comes from.
  app.post('/unsubscribe/:token', async c => {
    const found = await bearer(c, 'unsubscribe');
    if (found instanceof Response) return found;
    const { who, week } = found;
    const wish = await formOf(c);
    if (wish.wish === 'leave') {
      if (who !== undefined) await wishes.leave(who, week, wish.reason);
      return c.html(farewellPage(contextOf(c, who?.language), who !== undefined));
    }
    if (isElsewhere(c)) return c.html(message(contextOf(c), 'elsewhere'), 403);
    if (who === undefined) return c.html(unsubscribePage(contextOf(c), who, found.isTest));
    await fulfil(who, week, wish);
    const after = await store.subscribers.byNumber(who.id);
    return c.html(preferencesPage(contextOf(c, after?.language), after, true));
  });

  app.get('/preferences/:token', async c => {
    const found = await bearer(c, 'preferences');
    if (found instanceof Response) return found;
    return c.html(preferencesPage(contextOf(c, found.who?.language), found.who, false));
  });
  app.post('/preferences/:token', async c => {
    const found = await bearer(c, 'preferences');
    if (found instanceof Response) return found;
    if (isElsewhere(c)) return c.html(message(contextOf(c), 'elsewhere'), 403);
    const { who, week } = found;
    const wish = await formOf(c);
    if (who !== undefined && wish.wish === 'leave') await wishes.leave(who, week);
    else if (who !== undefined) await fulfil(who, week, wish);
    const after = who && (await store.subscribers.byNumber(who.id));
    return c.html(preferencesPage(contextOf(c, after?.language), after, who !== undefined));
  });

  app.get('/language/:token', async c => {
    const found = await bearer(c, 'language');
    if (found instanceof Response) return found;
    return c.html(languagePage(contextOf(c, found.who?.language), found.who, false));
  });
  app.post('/language/:token', async c => {
    const found = await bearer(c, 'language');
    if (found instanceof Response) return found;
    if (isElsewhere(c)) return c.html(message(contextOf(c), 'elsewhere'), 403);
    const { who, week } = found;
    const { language } = await formOf(c);
    const known = languages.includes(language ?? '') ? language : undefined;
    if (who !== undefined && known !== undefined) await wishes.setLanguage(who, week, known);
    const after = who && (await store.subscribers.byNumber(who.id));
    return c.html(languagePage(contextOf(c, after?.language), after, who !== undefined && known !== undefined));
  });
  return app;
}
