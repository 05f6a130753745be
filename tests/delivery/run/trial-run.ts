import { onTestFinished } from 'vitest';
import { deliver } from '../../../src/delivery/run/run.ts';
import type { RunJob } from '../../../src/delivery/run/run-job.ts';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { message } from '../smtp/transport-contract.ts';

/** The week of a trial run. */
export const week = '2026-W48';
/** Pauses that a test can wait for. */
export const fast = {
  pausesMs: [20],
  maxWaitMs: 2_000,
  giveUpAfterMs: 86_400_000,
  reconnectMs: [20, 20],
  ledgerMs: [10],
};

/** A store in memory with subscribers `r1`, `r2`, … */
export async function storeOf(count: number, domainOf: (i: number) => string = () => 'example.com'): Promise<Store> {
  const store = await openStore('sqlite::memory:');
  onTestFinished(() => store.close());
  async function* people() {
    for (let i = 1; i <= count; i++) yield { address: `r${i}@${domainOf(i)}`, language: 'fr' };
  }
  await store.subscribers.upsert(people(), new Date(), () => undefined);
  return store;
}

/** Takes the run. */
export async function claim(store: Store, holder: string, now = new Date()) {
  return store.ledger.claim({
    week,
    contentHash: 'x',
    holder,
    now,
    until: new Date(now.getTime() + 60_000),
    isDead: () => true,
    editionFor: () => 'fr',
  });
}

/** Takes the run and delivers it to a server on loopback. */
export async function run(
  store: Store,
  port: number,
  { holder = 'me', claimNow, ...more }: Partial<RunJob> & { holder?: string; claimNow?: () => Date } = {},
) {
  const claimed = await claim(store, holder, claimNow?.());
  if (!('token' in claimed)) throw new Error(claimed.kind);
  return deliver({
    week,
    token: claimed.token,
    ledger: store.ledger,
    transport: smtpTransport(
      { host: '127.0.0.1', port, tls: 'never' },
      { connect: 500, greeting: 500, command: 500, data: 500, dot: 500 },
    ),
    connections: 3,
    compose: async (_, { address }) => message(address),
    now: () => new Date(),
    signal: new AbortController().signal,
    retry: fast,
    ...more,
  });
}

/** How many deliveries are in each state. */
export const states = async (store: Store) =>
  Object.fromEntries((await store.ledger.counts(week, new Date())).map(({ state, count }) => [state, count]));
/** How many copies each recipient got. */
export const copies = (taken: { to: string }[]): number[] => {
  const counts = new Map<string, number>();
  for (const { to } of taken) counts.set(to, (counts.get(to) ?? 0) + 1);
  return [...counts.values()];
};
