import { type Kysely, sql } from 'kysely';
import { anyRun, type DeliveryState, type Tables } from '../schema.ts';

/** A line of `status`. */
export type ListedDelivery = {
  address: string;
  language: string;
  state: DeliveryState;
  code?: number;
  words?: string;
  attempts: number;
  updatedAt: string;
};

/** Numbers of deliveries by second, by domain and by reply. */
type Breakdown = {
  /** By the second in which they were accepted: `2026-11-27T07:00:12`. */
  accepted: { second: string; count: number }[];
  domains: { domain: string; state: DeliveryState; count: number }[];
  /** Failed and deferred deliveries by the server's reply, the most frequent first, ten thousand at most. */
  refusals: { state: DeliveryState; code?: number; words: string; count: number }[];
};

/** Deliveries by language and state; `later` are the queued ones of them that are due after a moment. */
export type Counts = { language: string; state: DeliveryState; count: number; later: number }[];

/** A delivery of a subscriber; of a failed one, also the server's reply. */
type OwnDelivery = { week: string; language: string; state: DeliveryState; at: string; code?: number; words?: string };

/** Queries of the ledger, which change nothing. */
export type LedgerViews = {
  /** @param now the moment that `later` counts from */
  counts(week: string, now: Date): Promise<Counts>;
  /** How many deliveries of an issue were accepted: a number that never falls. */
  accepted(week: string): Promise<number>;
  breakdown(week: string): Promise<Breakdown>;
  /** A subscriber's deliveries of all issues, the oldest first. */
  deliveriesOf(subscriber: number): Promise<OwnDelivery[]>;
  /** How many deliveries were tried since a moment, in all runs. */
  triedSince(since: Date): Promise<number>;
  /** Whether any delivery of a run was begun. */
  hasTried(week: string): Promise<boolean>;
  /** Deliveries in these states, in the order of their ids. */
  list(week: string, states: readonly DeliveryState[], limit: number): Promise<ListedDelivery[]>;
};

/** The queries of a database's ledger. */
export const ledgerViews = (db: Kysely<Tables>): LedgerViews => ({
  counts: (week, now) => countByState(db, week, now),
  accepted: week => countAccepted(db, week),
  breakdown: week => breakdown(db, week),
  deliveriesOf: subscriber => deliveriesOf(db, subscriber),
  triedSince: since => countTried(db, since),
  hasTried: week => hasTried(db, week),
  list: (week, states, limit) => listDeliveries(db, { week, states, limit }),
});

async function countByState(db: Kysely<Tables>, week: string, now: Date): Promise<Counts> {
  const rows = await db
    .selectFrom('deliveries')
    .select(eb => [
      'language',
      'state',
      eb.fn.countAll().as('count'),
      eb.fn.countAll().filterWhere('state', '=', 'queued').filterWhere('due_at', '>', now.toISOString()).as('later'),
    ])
    .where('week', '=', week)
    .groupBy(['language', 'state'])
    .execute();
  return rows.map(row => ({ ...row, count: Number(row.count), later: Number(row.later) }));
}

async function countAccepted(db: Kysely<Tables>, week: string): Promise<number> {
  const row = await db
    .selectFrom('deliveries')
    .select(eb => eb.fn.countAll().as('n'))
    .where('week', '=', week)
    .where('state', '=', 'accepted')
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

const maxRefusals = 10_000;

async function breakdown(db: Kysely<Tables>, week: string): Promise<Breakdown> {
  const count = db.fn.countAll().as('count');
  const ofWeek = db.selectFrom('deliveries').where('week', '=', week);
  const second = sql<string>`substr(updated_at, 1, 19)`;
  const accepted = await ofWeek
    .select([second.as('second'), count])
    .where('state', '=', 'accepted')
    .groupBy(second)
    .orderBy('second')
    .execute();
  const domains = await ofWeek.select(['domain', 'state', count]).groupBy(['domain', 'state']).execute();
  const refusals = await ofWeek
    .select(['state', 'code', 'words', count])
    .where('state', 'in', ['failed', 'deferred'])
    .groupBy(['state', 'code', 'words'])
    .orderBy('count', 'desc')
    .limit(maxRefusals)
    .execute();
  return {
    accepted: accepted.map(row => ({ ...row, count: Number(row.count) })),
    domains: domains.map(row => ({ ...row, count: Number(row.count) })),
    refusals: refusals.map(({ code, words, ...row }) => ({
      ...row,
      code: code ?? undefined,
      words: words ?? '',
      count: Number(row.count),
    })),
  };
}

async function deliveriesOf(db: Kysely<Tables>, subscriber: number): Promise<OwnDelivery[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['week', 'language', 'state', 'updated_at', 'code', 'words'])
    .where('week', 'in', anyRun)
    .where('subscriber_id', '=', subscriber)
    .orderBy('week')
    .execute();
  return rows.map(({ updated_at, code, words, ...row }) => ({
    ...row,
    at: updated_at,
    ...(row.state === 'failed' ? { code: code ?? undefined, words: words ?? undefined } : {}),
  }));
}

async function hasTried(db: Kysely<Tables>, week: string): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .select('id')
    .where('week', '=', week)
    .where(eb => eb.or([eb('attempts', '>', 0), eb('state', '<>', 'queued')]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type ListRequest = { week: string; states: readonly DeliveryState[]; limit: number };

async function listDeliveries(db: Kysely<Tables>, { week, states, limit }: ListRequest): Promise<ListedDelivery[]> {
  const rows = await db
    .selectFrom('deliveries')
    .leftJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['address', 'deliveries.language', 'state', 'code', 'words', 'attempts', 'deliveries.updated_at'])
    .where('week', '=', week)
    .where('state', 'in', states)
    .orderBy('deliveries.id')
    .limit(limit)
    .execute();
  return rows.map(row => ({
    address: row.address ?? '(erased)',
    language: row.language,
    state: row.state,
    code: row.code ?? undefined,
    words: row.words ?? undefined,
    attempts: row.attempts,
    updatedAt: row.updated_at,
  }));
}

const dayMs = 86_400_000;

/** How many deliveries of all runs were tried since a moment, which is at most two days ago. */
export async function countTried(on: Kysely<Tables>, since: Date): Promise<number> {
  const row = await on
    .selectFrom('deliveries')
    .select(eb => eb.fn.countAll().as('n'))
    // Runs that ended before have none: their rows are not read.
    .where('week', 'in', eb =>
      eb
        .selectFrom('runs')
        .select('week')
        .where(inner => inner.or([inner('finished_at', 'is', null), inner('finished_at', '>=', since.toISOString())])),
    )
    .where('updated_at', '>=', since.toISOString())
    // Later rows are from before the clock was set back: only one day is counted.
    .where('updated_at', '<', new Date(since.getTime() + 2 * dayMs).toISOString())
    .where('state', 'not in', ['queued', 'skipped'])
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
