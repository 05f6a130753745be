import { type Kysely, type SqlBool, sql } from 'kysely';
import { isNotPaused, type SubscriberStatus, type Tables } from '../schema.ts';

/** Numbers of subscribers by language, tag and time zone. */
export type SubscriberCounts = {
  /** Subscribers who would get an issue whose run starts now, by language. @param tags only those with any of them; all without */
  countDue(now: Date, tags?: readonly string[]): Promise<{ language: string; count: number }[]>;
  countByLanguage(): Promise<{ language: string; status: SubscriberStatus; count: number }[]>;
  countByTag(): Promise<{ tag: string; count: number }[]>;
  /** The same by time zone, or none. */
  countByTimeZone(now: Date, tags?: readonly string[]): Promise<{ timeZone: string | undefined; count: number }[]>;
};

/** The condition that a subscriber has any of these tags; always true without tags. */
const isTagged = (tags: readonly string[] = []) =>
  tags.length === 0
    ? sql<SqlBool>`1 = 1`
    : sql<SqlBool>`exists (select 1 from tags where tags.subscriber_id = subscribers.id and tags.tag in (${sql.join(tags)}))`;

/** The condition that a subscriber would get an issue whose run starts now: active, not paused, with any of these tags. */
export const isDue = (now: Date, tags?: readonly string[]) =>
  sql<SqlBool>`subscribers.status = 'active' and ${isNotPaused(now)} and ${isTagged(tags)}`;

/** The counts of a database's subscribers. */
export const subscriberCounts = (db: Kysely<Tables>): SubscriberCounts => ({
  async countDue(now, tags) {
    const rows = await db
      .selectFrom('subscribers')
      .select(['language', eb => eb.fn.countAll().as('count')])
      .where(isDue(now, tags))
      .groupBy('language')
      .execute();
    return rows.map(({ language, count }) => ({ language, count: Number(count) }));
  },
  async countByLanguage() {
    const rows = await db
      .selectFrom('subscribers')
      .select(['language', 'status', eb => eb.fn.countAll().as('count')])
      .groupBy(['language', 'status'])
      .orderBy('language')
      .execute();
    return rows.map(({ language, status, count }) => ({ language, status, count: Number(count) }));
  },
  async countByTag() {
    const rows = await db
      .selectFrom('tags')
      .select(['tag', eb => eb.fn.countAll().as('count')])
      .groupBy('tag')
      .orderBy('tag')
      .execute();
    return rows.map(({ tag, count }) => ({ tag, count: Number(count) }));
  },
  async countByTimeZone(now, tags) {
    const rows = await db
      .selectFrom('subscribers')
      .select(['time_zone', eb => eb.fn.countAll().as('count')])
      .where(isDue(now, tags))
      .groupBy('time_zone')
      .execute();
    return rows.map(({ time_zone, count }) => ({ timeZone: time_zone ?? undefined, count: Number(count) }));
  },
});
