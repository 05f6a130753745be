import type { Kysely } from 'kysely';
import { isSqlite } from '../database/dialect.ts';
import { inTransaction } from '../database/transaction.ts';
import type { BounceKind, Tables } from '../schema.ts';
import { suppress } from './suppressions.ts';

/** A report of something that came back, about one subscriber. */
export type Bounce = {
  /** Names the report: one that is read twice counts once. */
  key: string;
  subscriber: number;
  week?: string;
  kind: BounceKind;
  code?: string;
  words?: string;
  source: string;
};

/** When soft bounces are enough: so many in so many milliseconds. */
export type SoftLimit = { count: number; within: number };

/** `known`: counted before; `moved`: it is about an address the subscriber has left since. */
export type BounceOutcome = 'suppressed' | 'counted' | 'known' | 'moved' | 'nobody';

/** What comes back after a delivery was accepted: rows of their own, which never rewrite the ledger. */
export type Bounces = {
  /** Records a report and suppresses its address where it has to be, both or neither. */
  record(bounce: Bounce, limit: SoftLimit, now: Date): Promise<BounceOutcome>;
  /** What came back from a subscriber, the oldest first. */
  of(subscriber: number): Promise<(Omit<Bounce, 'key' | 'subscriber'> & { at: string })[]>;
};

export function makeBounces(db: Kysely<Tables>): Bounces {
  return {
    record: ({ key, subscriber, week, kind, code, words, source }, limit, now) =>
      inTransaction(db, async (trx): Promise<BounceOutcome> => {
        const who = await trx
          .selectFrom('subscribers')
          .select(['address', 'address_key', 'language'])
          .where('id', '=', subscriber)
          // Two reports at once count both, and an erasure comes before or after, but not in between.
          .$if(!isSqlite(trx), query => query.forUpdate())
          .executeTakeFirst();
        if (who === undefined) return 'nobody';
        const delivery = await trx
          .selectFrom('deliveries')
          .select(['language', 'updated_at'])
          .where('week', '=', week ?? '')
          .where('subscriber_id', '=', subscriber)
          .executeTakeFirst();
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('bounces')
          .values({
            event_key: key,
            subscriber_id: subscriber,
            week,
            language: delivery?.language ?? who.language,
            kind,
            code,
            words: words?.slice(0, 500),
            source,
            created_at: now.toISOString(),
          })
          .onConflict(conflict => conflict.column('event_key').doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows !== 1n) return 'known';
        const moved = await trx
          .selectFrom('changes')
          .select('id')
          .where('subscriber_id', '=', subscriber)
          .where('kind', '=', 'address')
          .where('created_at', '>', delivery?.updated_at ?? now.toISOString())
          .executeTakeFirst();
        if (moved !== undefined) return 'moved';
        const reason = kind === 'soft' ? await softReason(subscriber, who.address_key) : reasonOf(kind, code);
        if (reason === undefined) return 'counted';
        return (await suppress(trx, who.address_key, reason, now)) ? 'suppressed' : 'counted';

        /** A suppression that a person lifted begins the count anew. One issue that comes back twice counts once. */
        async function softReason(id: number, address_key: string): Promise<string | undefined> {
          const since = new Date(now.getTime() - limit.within).toISOString();
          const lifted = await trx
            .selectFrom('removals')
            .select(eb => eb.fn.max('created_at').as('at'))
            .where('address_key', '=', address_key)
            .executeTakeFirst();
          const { n } = await trx
            .selectFrom('bounces')
            .select(eb => eb.fn.count(eb.fn.coalesce('week', 'event_key')).distinct().as('n'))
            .where('subscriber_id', '=', id)
            .where('kind', '=', 'soft')
            .where('created_at', '>', since)
            .where('created_at', '>', lifted?.at ?? '')
            .executeTakeFirstOrThrow();
          return Number(n) >= limit.count
            ? `${n} soft bounces in ${Math.round(limit.within / 86_400_000)} days`
            : undefined;
        }
      }),
    async of(subscriber) {
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
    },
  };
}

const reasonOf = (kind: 'hard' | 'complaint', code?: string): string =>
  kind === 'complaint' ? 'called it spam' : `bounced${code === undefined ? '' : ` (${code})`}`;
