import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { testRecipientId } from '../message/recipient.ts';
import { type ReaderPurpose, readerPurposes, readToken } from '../secret/link-token.ts';
import { isTimeZone } from '../source/values.ts';
import type { Subscriber } from '../store/subscribers/subscribers.ts';
import { erase } from '../subscribers/erasure.ts';
import { personalData } from '../subscribers/personal-data.ts';
import { leaveReasons, preferencesOf } from '../subscribers/preferences.ts';
import { message } from './pages/layout.ts';
import { type Bearer, erasePage, languagePage, type Note, preferencesPage, unsubscribePage } from './pages/reader.ts';
import type { Ask } from './sign-up-limits.ts';
import { isElsewhere, type Site } from './site.ts';

const wishNames = ['leave', 'return', 'language', 'pause', 'resume', 'save', 'address'] as const;
type Wish = (typeof wishNames)[number];

/** What a reader sends; fields that are not of the form are left alone. */
const form = z.object({
  wish: z.enum(wishNames).optional().catch(undefined),
  reason: z.enum(leaveReasons).optional().catch(undefined),
  language: z.string().max(40).optional().catch(undefined),
  name: z.string().max(1_000).optional().catch(undefined),
  address: z.string().max(1_000).optional().catch(undefined),
  time_zone: z
    .string()
    .max(60)
    .refine(zone => zone === '' || isTimeZone(zone))
    .optional()
    .catch(undefined),
});
type Form = z.infer<typeof form>;

/** What each link lets its bearer wish, and the page it shows. A link that works for ever opens less than one that expires. */
const doors: Record<
  ReaderPurpose,
  {
    wishes: readonly Wish[];
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
  preferences: { wishes: ['leave', 'return', 'pause', 'resume', 'save', 'address'], show: preferencesPage },
  language: { wishes: [], otherwise: 'language', show: languagePage },
};

/** The pages that a message's links lead to. GET changes nothing: link scanners follow every link of a mail. */
export function readerRoutes(site: Site, ask: Ask): Hono {
  const { job, languages, contextOf } = site;
  const { store, secrets, now } = job;
  const wishes = preferencesOf(store.subscribers, now);
  const app = new Hono();

  /** Who bears the link; or the page that says why nobody does. */
  const bearerOf = async (c: Context, purpose: ReaderPurpose): Promise<{ bearer: Bearer; week: string } | Response> => {
    const token = c.req.param('token') ?? '';
    const { claims, ...verdict } = readToken(token, purpose, secrets, now());
    if (claims === undefined) {
      const expired = 'why' in verdict && verdict.why === 'expired';
      return c.html(message(contextOf(c), expired ? 'expired' : 'bad_link'), expired ? 410 : 404);
    }
    const isTest = claims.about === testRecipientId;
    const who = isTest ? undefined : await store.subscribers.byNumber(claims.about);
    return { bearer: { who, isTest, token, mayMove: job.wakeConfirmationSender !== undefined }, week: claims.week };
  };

  /** @returns what there is to say of it */
  const fulfil = async (c: Context, who: Subscriber, week: string, { wish, ...sent }: Form): Promise<Note> => {
    const { reason, name, address, time_zone } = sent;
    const language = languages.find(one => one === sent.language);
    if (wish === 'address') {
      const page = `${job.publication.url}/preferences`;
      return ask(c, { kind: 'address', address: address ?? '', language: who.language, subscriber: who.id, page });
    }
    if (wish === 'leave') await wishes.leave(who, week, reason);
    if (wish === 'return') await wishes.comeBack(who, week);
    if (wish === 'pause') await wishes.pause(who, week);
    if (wish === 'resume') await wishes.resume(who, week);
    if ((wish === 'language' || wish === 'save') && language !== undefined)
      await wishes.setLanguage(who, week, language);
    if (wish === 'save' && name !== undefined) await wishes.setName(who, week, name);
    if (wish === 'save' && time_zone !== undefined) await wishes.setTimeZone(who, week, time_zone);
    return wish !== undefined && (wish !== 'language' || language !== undefined) ? 'saved' : undefined;
  };

  for (const purpose of readerPurposes) {
    const { wishes: allowed, otherwise, show } = doors[purpose];
    app.get(`/${purpose}/:token`, async c => {
      const found = await bearerOf(c, purpose);
      if (found instanceof Response) return found;
      return c.html(show(contextOf(c, found.bearer.who?.language), found.bearer, undefined));
    });
    app.post(`/${purpose}/:token`, async c => {
      const found = await bearerOf(c, purpose);
      if (found instanceof Response) return found;
      const { bearer, week } = found;
      const sent = await site.formOf(c, form);
      // RFC 8058 again: whoever wants to leave does, even in letters that cannot be read.
      if (sent instanceof Response && otherwise !== 'leave') return sent;
      const fields: Form = sent instanceof Response ? {} : sent;
      const wish = allowed.find(one => one === fields.wish) ?? otherwise;
      // Mail programs and their providers leave for their readers: without cookies, and from anywhere.
      const isOneClick = purpose === 'unsubscribe' && wish === 'leave';
      if (isElsewhere(c) && !isOneClick) return c.html(message(contextOf(c), 'elsewhere'), 403);
      const { who } = bearer;
      const note = who && (await fulfil(c, who, week, { ...fields, wish }));
      const after = who && (await store.subscribers.byNumber(who.id));
      return c.html(show(contextOf(c, after?.language), { ...bearer, who: after }, note));
    });
  }

  app.get('/preferences/:token/data', async c => {
    const found = await bearerOf(c, 'preferences');
    if (found instanceof Response) return found;
    const { who } = found.bearer;
    if (who === undefined) return c.html(message(contextOf(c), 'not_found'), 404);
    c.header('content-disposition', 'attachment; filename="hebdo.json"');
    c.header('content-type', 'application/json; charset=utf-8');
    return c.body(`${JSON.stringify(await personalData(store, who), null, 2)}\n`);
  });
  app.get('/preferences/:token/erase', async c => {
    const found = await bearerOf(c, 'preferences');
    if (found instanceof Response) return found;
    const { who, token, isTest } = found.bearer;
    return c.html(erasePage(contextOf(c, who?.language), token, who === undefined && !isTest));
  });
  app.post('/preferences/:token/erase', async c => {
    const found = await bearerOf(c, 'preferences');
    if (found instanceof Response) return found;
    const { who, token } = found.bearer;
    if (isElsewhere(c)) return c.html(message(contextOf(c), 'elsewhere'), 403);
    if (who !== undefined) await erase(store, who, secrets, now());
    return c.html(erasePage(contextOf(c, who?.language), token, true));
  });
  return app;
}
