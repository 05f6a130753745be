import { type Kysely, sql } from 'kysely';
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
};

export function makeStatistics(db: Kysely<Tables>): Statistics {
  const total = sql<number>`count(*)`;
  return {
    async events(week, from, until) {
      const sent = await db
        .selectFrom('deliveries')
        .select([sql<string>`substr(updated_at, 1, 16)`.as('minute'), 'language', total.as('count')])
        .where('week', '=', week)
        .where('state', '=', 'accepted')
        .where(eb => eb.not(isOpen))
        .groupBy([sql`substr(updated_at, 1, 16)`, 'language'])
        .execute();
      const bounces = await db
        .selectFrom('bounces')
        .select(['kind', sql<string>`substr(created_at, 1, 16)`.as('minute'), 'language', total.as('count')])
        .where('week', '=', week)
        .where('created_at', '>=', from.toISOString())
        .groupBy(['kind', sql`substr(created_at, 1, 16)`, 'language'])
        .execute();
      const changes = await db
        .selectFrom('changes')
        .leftJoin('subscribers', 'subscribers.id', 'changes.subscriber_id')
        .select([
          'kind',
          sql<string>`substr(changes.created_at, 1, 16)`.as('minute'),
          'subscribers.language',
          total.as('count'),
        ])
        .where('changes.created_at', '>=', from.toISOString())
        .where(eb =>
          eb.or([
            eb.and([eb('kind', '=', 'left'), eb('week', '=', week)]),
            eb.and([eb('kind', 'in', ['joined', 'returned']), eb('changes.created_at', '<', until.toISOString())]),
          ]),
        )
        .groupBy(['kind', sql`substr(changes.created_at, 1, 16)`, 'subscribers.language'])
        .execute();
      const counted = <T extends { language: string | null; count: number | string | bigint }>(row: T) => ({
        language: row.language ?? '',
        count: Number(row.count),
      });
      return [
        ...sent.map(row => ({ kind: 'sent' as const, minute: row.minute, ...counted(row) })),
        ...bounces.map(row => ({ kind: row.kind, minute: row.minute, ...counted(row) })),
        ...changes.map(row => ({
          kind: row.kind === 'left' ? ('left' as const) : ('joined' as const),
          minute: row.minute,
          ...counted(row),
        })),
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
  };
}
