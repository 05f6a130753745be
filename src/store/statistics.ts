import { type Kysely, sql } from 'kysely';
import { type PolicyRefusals, policyRefusals, type RefusedDeliveries, refusedDeliveries } from './policy-refusals.ts';
import { type BounceKind, isOpen, type Tables } from './schema.ts';

/** How many readers of a language had the same event in the same minute (`2026-11-27T07:00`). */
export type Event = {
  kind: 'sent' | BounceKind | 'left' | 'joined';
  minute: string;
  language: string;
  count: number;
};

/** How often a link was clicked in an edition. */
export type LinkClicks = { url: string; language: string; count: number };

/** Counts of events. No row names a reader. */
export type Statistics = {
  /**
   * The events of an issue: accepted messages, bounces and complaints, readers who left by its links; and readers who joined or
   * returned from its start until the next one's.
   */
  events(week: string, from: Date, until: Date): Promise<Event[]>;
  countClick(week: string, language: string, url: string, now: Date): Promise<void>;
  /** The clicks of an issue, the most frequent first. */
  clicks(week: string): Promise<LinkClicks[]>;
  /** The refusals of us (`policy`) that bounces reported, by recipient domain, the most frequent first. */
  policyRefusals(since: Date, week?: string): Promise<PolicyRefusals[]>;
  /** The replies to the deliveries of an issue that failed or were deferred, by recipient domain. */
  refusedDeliveries(week: string): Promise<RefusedDeliveries[]>;
};

/** The statistics of a database. */
export function makeStatistics(db: Kysely<Tables>): Statistics {
  return {
    async events(week, from, until) {
      return [
        ...(await sentEvents(db, week)),
        ...(await bounceEvents(db, week, from)),
        ...(await changeEvents(db, { week, from, until })),
      ];
    },
    async countClick(week, language, url, now) {
      await db
        .insertInto('clicks')
        .values({ week, language, url, day: now.toISOString().slice(0, 10), count: 1 })
        .onConflict(conflict =>
          conflict.columns(['week', 'language', 'url', 'day']).doUpdateSet({ count: sql<number>`clicks.count + 1` }),
        )
        .execute();
    },
    async clicks(week) {
      const rows = await db
        .selectFrom('clicks')
        .select(eb => ['url', 'language', eb.fn.sum('count').as('count')])
        .where('week', '=', week)
        .groupBy(['url', 'language'])
        .execute();
      return rows.map(row => ({ ...row, count: Number(row.count) })).sort((a, b) => b.count - a.count);
    },
    policyRefusals: (since, week) => policyRefusals(db, since, week),
    refusedDeliveries: week => refusedDeliveries(db, week),
  };
}

const total = sql<number>`count(*)`;

const eventOf = (
  kind: Event['kind'],
  { minute, language, count }: { minute: string; language: string | null; count: number },
): Event => ({ kind, minute, language: language ?? '', count: Number(count) });

async function sentEvents(db: Kysely<Tables>, week: string): Promise<Event[]> {
  const minute = sql<string>`substr(updated_at, 1, 16)`;
  const rows = await db
    .selectFrom('deliveries')
    .select([minute.as('minute'), 'language', total.as('count')])
    .where('week', '=', week)
    .where('state', '=', 'accepted')
    .where(eb => eb.not(isOpen))
    .groupBy([minute, 'language'])
    .execute();
  return rows.map(row => eventOf('sent', row));
}

async function bounceEvents(db: Kysely<Tables>, week: string, from: Date): Promise<Event[]> {
  const minute = sql<string>`substr(created_at, 1, 16)`;
  const rows = await db
    .selectFrom('bounces')
    .select(['kind', minute.as('minute'), 'language', total.as('count')])
    .where('week', '=', week)
    .where('created_at', '>=', from.toISOString())
    .groupBy(['kind', minute, 'language'])
    .execute();
  return rows.map(row => eventOf(row.kind, row));
}

type Span = { week: string; from: Date; until: Date };

async function changeEvents(db: Kysely<Tables>, { week, from, until }: Span): Promise<Event[]> {
  const minute = sql<string>`substr(changes.created_at, 1, 16)`;
  const rows = await db
    .selectFrom('changes')
    .leftJoin('subscribers', 'subscribers.id', 'changes.subscriber_id')
    .select(['kind', minute.as('minute'), 'subscribers.language', total.as('count')])
    .where('changes.created_at', '>=', from.toISOString())
    .where(eb =>
      eb.or([
        eb.and([eb('kind', '=', 'left'), eb('week', '=', week)]),
        eb.and([eb('kind', 'in', ['joined', 'returned']), eb('changes.created_at', '<', until.toISOString())]),
      ]),
    )
    .groupBy(['kind', minute, 'subscribers.language'])
    .execute();
  return rows.map(row => eventOf(row.kind === 'left' ? 'left' : 'joined', row));
}
