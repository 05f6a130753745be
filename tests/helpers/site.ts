import { BlockList } from 'node:net';
import { loadLocales } from '../../src/edition/locale.ts';
import { personalLinks } from '../../src/message/personal-links.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { signToken } from '../../src/secret/link-token.ts';
import { openStore } from '../../src/store/store.ts';
import { webApp } from '../../src/web/app.ts';
import type { WebJob } from '../../src/web/site.ts';
import { afterTest } from './after-test.ts';
import { secret } from './hebdo.ts';
import { root } from './newsletter.ts';

const sample = await (async () => {
  const { value: publication } = await loadPublication(root);
  const { value: locales } = await loadLocales(root, publication?.languages ?? []);
  if (publication === undefined || locales === undefined) throw new Error('the sample is broken');
  return { publication, locales };
})();

export const week = '2026-W48';
export const olderSecret = 'a secret of last year, long enough to be one as well';

/** A moment that a test moves on. */
export const start = new Date('2026-11-27T08:00:00Z');

/** The pages over a store with Zoé, who reads French, and what her message's links are. */
export async function pages(
  options: { subscriber?: number; signedWith?: string; sites?: string[] } & Partial<WebJob> = {},
) {
  const { subscriber = 1, signedWith = secret, sites = [], ...rest } = options;
  const store = await openStore('sqlite::memory:');
  afterTest(() => store.close());
  async function* people() {
    yield { address: 'zoe@example.com', name: 'Zoé <b>', language: 'fr' };
  }
  await store.subscribers.upsert(people(), start, () => undefined);
  const failures: unknown[] = [];
  const clock = { now: start };
  let woken = 0;
  const app = webApp({
    locales: sample.locales,
    publication: { ...sample.publication, sign_up: { sites } },
    store,
    secrets: [secret, olderSecret],
    proxies: new BlockList(),
    wakeConfirmationSender: () => {
      woken++;
    },
    archive: {
      past: () => Promise.resolve([]),
      page: () => Promise.resolve(undefined),
      image: () => Promise.resolve(undefined),
    },
    providers: {},
    now: () => clock.now,
    failed: cause => void failures.push(cause),
    ...rest,
  });
  const links = personalLinks('', { subscriber, week }, signedWith, start);
  /** What the HTTP server tells of a connection. */
  const from = (remoteAddress = '192.0.2.1') => ({ incoming: { socket: { remoteAddress } } });
  const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers }, from());
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}, address?: string) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(fields), headers }, from(address));
  const zoe = () => store.subscribers.byNumber(1);
  /** The link that the letter of a confirmation bears. */
  const confirmLink = (about: number, expires = start.getTime() / 1000 + 7 * 86_400) =>
    `/confirm/${signToken({ purpose: 'confirm', about, week: '', expires }, secret)}`;
  /** The link to a reader's address and data that the letter bears. */
  const accountLink = (about: number, expires = start.getTime() / 1000 + 86_400) =>
    `/account/${signToken({ purpose: 'account', about, week: '', expires }, secret)}`;
  return { app, store, links, get, post, from, zoe, failures, clock, confirmLink, accountLink, woken: () => woken };
}
