import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Locale } from '../edition/locale.ts';
import { nobody } from '../message/recipient.ts';
import type { Publication } from '../publication/schema.ts';
import { type ReaderPurpose, readerPurposes, readToken } from '../secret/token.ts';
import type { Store } from '../store/store.ts';
import type { Subscriber } from '../store/subscribers.ts';
import { leaveReasons, wishesOf } from '../subscribers/wishes.ts';
import { pageLanguage } from './language.ts';
import { type Bearer, languagePage, message, type PageContext, preferencesPage, unsubscribePage } from './pages.ts';
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

const wishNames = ['leave', 'return', 'language', 'pause', 'resume', 'save'] as const;

/** What a visitor sends; fields that are not of the form are left alone. */
const form = z.object({
  wish: z.enum(wishNames).optional().catch(undefined),
  reason: z.enum(leaveReasons).optional().catch(undefined),
  language: z.string().max(40).optional().catch(undefined),
  name: z.string().max(1_000).optional().catch(undefined),
});
type Form = z.infer<typeof form>;

/** What each link lets its bearer wish, and the page it shows. A link that works for ever opens less than one that expires. */
const doors: Record<
  ReaderPurpose,
  {
    wishes: readonly NonNullable<Form['wish']>[];
    /** What any other POST means. */
    otherwise?: 'leave' | 'language';
    show: typeof preferencesPage;
  }
> = {
  // RFC 8058: a POST leaves, whatever is in it.
  unsubscribe: {
    wishes: ['leave', 'return', 'language', 'pause', 'resume'],
    otherwise: 'leave',
    show: unsubscribePage,
  },
  preferences: { wishes: ['leave', 'return', 'pause', 'resume', 'save'], show: preferencesPage },
  language: { wishes: [], otherwise: 'language', show: languagePage },
};

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
  const bearerOf = async (c: Context, purpose: ReaderPurpose): Promise<{ bearer: Bearer; week: string } | Response> => {
    const { claims, ...verdict } = readToken(c.req.param('token') ?? '', purpose, secrets, now());
    if (claims === undefined) {
      const expired = 'why' in verdict && verdict.why === 'expired';
      return c.html(message(contextOf(c), expired ? 'expired' : 'bad_link'), expired ? 410 : 404);
    }
    const isTest = claims.about === nobody;
    const who = isTest ? undefined : await store.subscribers.byNumber(claims.about);
    return { bearer: { who, isTest }, week: claims.week };
  };
  /** Browsers say where a form was sent from; programs say nothing. */
  const isElsewhere = (c: Context): boolean => c.req.header('sec-fetch-site') === 'cross-site';
  const formOf = async (c: Context): Promise<Form> => form.parse(await c.req.parseBody().catch(() => ({})));

  /** @returns whether there was something to do */
  const fulfil = async (who: Subscriber, week: string, { wish, reason, name, ...sent }: Form): Promise<boolean> => {
    const language = languages.find(one => one === sent.language);
    if (wish === 'leave') await wishes.leave(who, week, reason);
    if (wish === 'return') await wishes.comeBack(who, week);
    if (wish === 'pause') await wishes.pause(who, week);
    if (wish === 'resume') await wishes.resume(who, week);
    if ((wish === 'language' || wish === 'save') && language !== undefined)
      await wishes.setLanguage(who, week, language);
    if (wish === 'save' && name !== undefined) await wishes.setName(who, week, name);
    return wish !== undefined && (wish !== 'language' || language !== undefined);
  };

  for (const purpose of readerPurposes) {
    const { wishes: allowed, otherwise, show } = doors[purpose];
    app.get(`/${purpose}/:token`, async c => {
      const found = await bearerOf(c, purpose);
      if (found instanceof Response) return found;
      return c.html(show(contextOf(c, found.bearer.who?.language), found.bearer, false));
    });
    app.post(`/${purpose}/:token`, async c => {
      const found = await bearerOf(c, purpose);
      if (found instanceof Response) return found;
      const { bearer, week } = found;
      const sent = await formOf(c);
      const wish = allowed.find(one => one === sent.wish) ?? otherwise;
      // Mail programs and their providers leave for their readers: without cookies, and from anywhere.
      const isOneClick = purpose === 'unsubscribe' && wish === 'leave';
      if (isElsewhere(c) && !isOneClick) return c.html(message(contextOf(c), 'elsewhere'), 403);
      const { who } = bearer;
      const saved = who !== undefined && (await fulfil(who, week, { ...sent, wish }));
      const after = who && (await store.subscribers.byNumber(who.id));
      return c.html(show(contextOf(c, after?.language), { ...bearer, who: after }, saved));
    });
  }
  return app;
}
