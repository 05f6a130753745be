import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRetry } from '../src/delivery/run/retry-policy.ts';
import { deliver } from '../src/delivery/run/run.ts';
import type { Transport } from '../src/delivery/smtp/transport.ts';
import type { MessageMaker } from '../src/message/message.ts';
import type { Durability } from '../src/store/database/sqlite.ts';
import { openStore } from '../src/store/store.ts';

/**
 * Sends `count` messages as a run does, over a ledger of its own; gives the seconds from the first step to the last.
 * @param url an empty PostgreSQL; else SQLite in a file
 */
export async function sendWithLedger(
  transport: Transport,
  make: MessageMaker,
  {
    count,
    connections,
    durability,
    url,
    week = '2026-W48',
  }: { count: number; connections: number; durability?: Durability; url?: string; week?: string },
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hebdo-bench-'));
  const store = await openStore(url ?? `sqlite:${join(folder, 'hebdo.db')}`, durability);
  async function* people() {
    for (let i = 0; i < count; i++) yield { address: `r${i}@example.com`, language: 'fr' };
  }
  await store.subscribers.upsert(people(), new Date(), () => undefined);
  const now = new Date();
  const claim = { week, contentHash: 'x', holder: 'me', now, until: new Date(now.getTime() + 600_000) };
  const claimed = await store.ledger.claim({ ...claim, isDead: () => false, editionFor: () => 'fr' });
  if (!('token' in claimed)) throw new Error(claimed.kind);
  const start = performance.now();
  await deliver({
    week,
    token: claimed.token,
    ledger: store.ledger,
    transport,
    connections,
    compose: (_, to) => make(to, new Date()),
    now: () => new Date(),
    signal: new AbortController().signal,
    retry: defaultRetry,
  });
  const seconds = (performance.now() - start) / 1_000;
  await store.close();
  rmSync(folder, { recursive: true });
  return seconds;
}
