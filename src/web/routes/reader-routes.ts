import { type Context, Hono } from 'hono';
import { testRecipientId } from '../../message/recipient.ts';
import { type ReaderPurpose, readerPurposes, readToken } from '../../secret/link-token.ts';
import { preferencesOf } from '../../subscribers/preferences.ts';
import type { AskWithinLimits } from '../limited-sign-up.ts';
import { message } from '../pages/layout.ts';
import { type Bearer, languagePage, preferencesPage, unsubscribePage } from '../pages/reader-pages.ts';
import { isElsewhere, type Site } from '../site.ts';
import { performAction, permittedActions, type ReaderSite, readerFields } from './reader-actions.ts';

const pageOf = { unsubscribe: unsubscribePage, preferences: preferencesPage, language: languagePage };

/** The pages of a message's personal links. GET has no effect, since link scanners follow all links of an email. */
export function readerRoutes(site: Site, askToConfirm: AskWithinLimits): Hono {
  const { store, now } = site.job;
  const readerSite: ReaderSite = { site, askToConfirm, preferences: preferencesOf(store.subscribers, now) };
  const app = new Hono();
  for (const purpose of readerPurposes) {
    app.get(`/${purpose}/:token`, c => showPage(site, c, purpose));
    app.post(`/${purpose}/:token`, c => takeForm(readerSite, c, purpose));
    // Some mail programs add a slash.
    app.post(`/${purpose}/:token/`, c => takeForm(readerSite, c, purpose));
  }
  return app;
}

/** The bearer of a request's link and the issue that contains the link; or the page that says why the link is invalid. */
async function bearerOf(
  { job, contextOf }: Site,
  c: Context,
  purpose: ReaderPurpose,
): Promise<{ bearer: Bearer; week: string } | Response> {
  const token = c.req.param('token') ?? '';
  const { claims, ...verdict } = readToken(token, purpose, job.secrets, job.now());
  if (claims === undefined) {
    const isExpired = 'why' in verdict && verdict.why === 'expired';
    return c.html(message(contextOf(c), isExpired ? 'expired' : 'bad_link'), isExpired ? 410 : 404);
  }
  const isTest = claims.about === testRecipientId;
  const subscriber = isTest ? undefined : await job.store.subscribers.byNumber(claims.about);
  const mayMail = job.wakeConfirmationSender !== undefined;
  return { bearer: { subscriber, isTest, mayMail }, week: claims.week };
}

async function showPage(site: Site, c: Context, purpose: ReaderPurpose): Promise<Response> {
  const link = await bearerOf(site, c, purpose);
  if (link instanceof Response) return link;
  return c.html(pageOf[purpose](site.contextOf(c, link.bearer.subscriber?.language), link.bearer, undefined));
}

/** Performs the action of a submitted form, and shows the page again. */
async function takeForm(readerSite: ReaderSite, c: Context, purpose: ReaderPurpose): Promise<Response> {
  const { site } = readerSite;
  const { actions, otherwise } = permittedActions[purpose];
  const link = await bearerOf(site, c, purpose);
  if (link instanceof Response) return link;
  const { bearer, week } = link;
  const submitted = await site.formOf(c, readerFields);
  // RFC 8058: the unsubscribe link unsubscribes even if the form's characters cannot be read.
  if (submitted instanceof Response && otherwise !== 'leave') return submitted;
  const fields = submitted instanceof Response ? {} : submitted;
  const action = actions.find(one => one === fields.wish) ?? otherwise;
  // Mail programs and their providers send one-click requests without cookies, from any site.
  const isOneClick = purpose === 'unsubscribe' && action === 'leave';
  if (isElsewhere(c) && !isOneClick) return c.html(message(site.contextOf(c), 'elsewhere'), 403);
  const { subscriber } = bearer;
  const note = subscriber && (await performAction(readerSite, c, { subscriber, week, action }, fields));
  const changed = subscriber && (await site.job.store.subscribers.byNumber(subscriber.id));
  return c.html(pageOf[purpose](site.contextOf(c, changed?.language), { ...bearer, subscriber: changed }, note));
}
