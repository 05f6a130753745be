import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { readToken } from '../../secret/link-token.ts';
import { addressKey } from '../../store/address.ts';
import type { OpenConfirmation } from '../../store/subscribers/confirmations.ts';
import type { Subscriber } from '../../store/subscribers/subscribers.ts';
import { erase } from '../../subscribers/erasure.ts';
import { personalData } from '../../subscribers/personal-data.ts';
import type { AskWithinLimits } from '../limited-sign-up.ts';
import { accountPage, erasedPage, erasePage } from '../pages/account-pages.ts';
import { notConfirmedPage } from '../pages/confirm-pages.ts';
import { message } from '../pages/layout.ts';
import { isElsewhere, type Site } from '../site.ts';

const accountFields = z.object({ address: z.string().max(1_000).catch('') });

/** The subscriber of a link that was sent to their own address. */
type Account = { subscriber: Subscriber; token: string };

/**
 * The pages of one's address and data (GDPR articles 15 to 17). Their link is sent to the subscriber's own address on request:
 * the links of an issue also belong to everyone to whom it was forwarded.
 */
export function accountRoutes(site: Site, askToConfirm: AskWithinLimits): Hono {
  const app = new Hono();
  const path = '/account/:token';
  app.get(path, c =>
    withAccount(site, c, ({ subscriber, token }) =>
      c.html(accountPage(site.contextOf(c, subscriber.language), { subscriber, token }, undefined)),
    ),
  );
  app.post(path, c => withAccount(site, c, account => changeAddress(site, askToConfirm, c, account)));
  app.get(`${path}/data`, c =>
    withAccount(site, c, async ({ subscriber }) => {
      c.header('content-disposition', 'attachment; filename="hebdo.json"');
      c.header('content-type', 'application/json; charset=utf-8');
      return c.body(`${JSON.stringify(await personalData(site.job.store, subscriber), null, 2)}\n`);
    }),
  );
  app.get(`${path}/erase`, c =>
    withAccount(site, c, ({ subscriber, token }) => c.html(erasePage(site.contextOf(c, subscriber.language), token))),
  );
  app.post(`${path}/erase`, c =>
    withAccount(site, c, async ({ subscriber }) => {
      const { store, secrets, now } = site.job;
      await erase(store, subscriber, secrets, now());
      return c.html(erasedPage(site.contextOf(c, subscriber.language)));
    }),
  );
  return app;
}

/** Answers a request with the account of its link, or with the page that says why the link is invalid. */
async function withAccount(
  site: Site,
  c: Context,
  answer: (account: Account) => Response | Promise<Response>,
): Promise<Response> {
  const { store, secrets, now } = site.job;
  const token = c.req.param('token') ?? '';
  const { claims, ...verdict } = readToken(token, 'account', secrets, now());
  if ('why' in verdict && verdict.why !== 'expired') return c.html(message(site.contextOf(c), 'bad_link'), 404);
  const open = claims && (await store.confirmations.open(claims.about, now()));
  const subscriber = await subscriberOf(site, open);
  if (subscriber === undefined) return c.html(notConfirmedPage(site.contextOf(c), 'over', 'account'), 410);
  if (c.req.method !== 'GET' && isElsewhere(c))
    return c.html(message(site.contextOf(c, subscriber.language), 'elsewhere'), 403);
  return answer({ subscriber, token });
}

/** The subscriber to whose address the link was sent, unless they have moved since. */
async function subscriberOf({ job }: Site, open: OpenConfirmation | undefined): Promise<Subscriber | undefined> {
  if (open?.kind !== 'account' || open.subscriber === undefined) return undefined;
  const subscriber = await job.store.subscribers.byNumber(open.subscriber);
  return subscriber !== undefined && addressKey(subscriber.address) === addressKey(open.address)
    ? subscriber
    : undefined;
}

/** Asks the reader of the new address to confirm it. */
async function changeAddress(
  site: Site,
  askToConfirm: AskWithinLimits,
  c: Context,
  account: Account,
): Promise<Response> {
  const { id, language } = account.subscriber;
  const submitted = await site.formOf(c, accountFields);
  if (submitted instanceof Response) return submitted;
  const page = `${site.job.publication.url}/account`;
  const { address } = submitted;
  const note = await askToConfirm(c, { kind: 'address', address, language, subscriber: id, page });
  return c.html(accountPage(site.contextOf(c, language), account, { note, address }));
}
