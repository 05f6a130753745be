import type { Kysely, Transaction } from 'kysely';
import { t } from '../../wording/wording.ts';
import { isSqlite } from '../database/dialect.ts';
import { inTransaction } from '../database/transaction.ts';
import type { BounceKind, Tables } from '../schema.ts';
import { type SoftLimit, softReason } from './soft-bounces.ts';
import { suppress } from './suppressions.ts';

/** A report that a message came back, or of a complaint, about one subscriber. */
type Bounce = {
  /** Identifies the report: one that is read twice counts once. */
  key: string;
  subscriber: number;
  week?: string;
  kind: BounceKind;
  code?: string;
  words?: string;
  source: string;
};

/**
 * `recorded`: it does not count against the subscriber; `known`: it was recorded before; `moved`: it is about a former address of the
 * subscriber; `nobody`: there is no such subscriber.
 */
export type BounceOutcome = 'suppressed' | 'counted' | 'recorded' | 'known' | 'moved' | 'nobody';

/** Reports that follow an acceptance: rows of their own, which never change the ledger. */
export type Bounces = {
  /** Records a report and, where it must be, suppresses the address, both or neither. */
  record(bounce: Bounce, limit: SoftLimit, now: Date): Promise<BounceOutcome>;
  /** The reports about a subscriber, the oldest first. */
  of(subscriber: number): Promise<(Omit<Bounce, 'key' | 'subscriber'> & { at: string })[]>;
};

/** Characters of a server's words that are kept. */
const maxReplyCharacters = 500;

/** The bounces in a database. */
export function makeBounces(db: Kysely<Tables>): Bounces {
  return {
    record: (bounce, limit, now) => inTransaction(db, trx => record(trx, bounce, limit, now)),
    of: subscriber => bouncesOf(db, subscriber),
  };
}

async function record(trx: Transaction<Tables>, bounce: Bounce, limit: SoftLimit, now: Date): Promise<BounceOutcome> {
  const { key, subscriber, week, kind, code, words, source } = bounce;
  const reader = await trx
    .selectFrom('subscribers')
    .select(['address_key', 'language'])
    .where('id', '=', subscriber)
    // Locked: of two reports at once each counts the other, and an erasure comes before or after, not in between.
    .$if(!isSqlite(trx), query => query.forUpdate())
    .executeTakeFirst();
  if (reader === undefined) return 'nobody';
  const delivery = await trx
    .selectFrom('deliveries')
    .select(['language', 'updated_at'])
    .where('week', '=', week ?? '')
    .where('subscriber_id', '=', subscriber)
    .executeTakeFirst();
  const at = now.toISOString();
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('bounces')
    .values({
      event_key: key,
      subscriber_id: subscriber,
      week,
      language: delivery?.language ?? reader.language,
      kind,
      code,
      words: words?.slice(0, maxReplyCharacters),
      source,
      created_at: at,
    })
    .onConflict(conflict => conflict.column('event_key').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return 'known';
  // The server refuses us, or its reason was not understood.
  if (kind === 'policy' || kind === 'unknown') return 'recorded';
  if (await hasMovedSince(trx, subscriber, delivery?.updated_at ?? at)) return 'moved';
  const reason =
    kind === 'soft'
      ? await softReason(trx, { subscriber, addressKey: reader.address_key, limit, now })
      : reasonOf(kind, code);
  if (reason === undefined) return 'counted';
  return (await suppress(trx, reader.address_key, reason, now)) ? 'suppressed' : 'counted';
}

async function hasMovedSince(trx: Transaction<Tables>, subscriber: number, since: string): Promise<boolean> {
  const move = await trx
    .selectFrom('changes')
    .select('id')
    .where('subscriber_id', '=', subscriber)
    .where('kind', '=', 'address')
    .where('created_at', '>', since)
    .executeTakeFirst();
  return move !== undefined;
}

const reasonOf = (kind: 'hard' | 'complaint', code?: string): string =>
  kind === 'complaint' ? t('called it spam') : code === undefined ? t('bounced') : t('bounced (%{code})', { code });

async function bouncesOf(db: Kysely<Tables>, subscriber: number): ReturnType<Bounces['of']> {
  const rows = await db
    .selectFrom('bounces')
    .selectAll()
    .where('subscriber_id', '=', subscriber)
    .orderBy('id')
    .execute();
  return rows.map(({ week, kind, code, words, source, created_at }) => ({
    week: week ?? undefined,
    kind,
    code: code ?? undefined,
    words: words ?? undefined,
    source,
    at: created_at,
  }));
}
