import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** What the articles of issues said whose runs have begun, as hashes. */
export type Sent = {
  /** Keeps the articles of an issue; those that are kept stay. */
  keep(week: string, hashes: readonly string[]): Promise<void>;
  /** Which of these articles went out under another week, and under which: the last one of each. */
  under(week: string, hashes: readonly string[]): Promise<Map<string, string>>;
};

export const makeSent = (db: Kysely<Tables>): Sent => ({
  async keep(week, hashes) {
    if (hashes.length === 0) return;
    await db
      .insertInto('sent_articles')
      .values(hashes.map(hash => ({ week, hash })))
      .onConflict(conflict => conflict.columns(['hash', 'week']).doNothing())
      .execute();
  },
  async under(week, hashes) {
    if (hashes.length === 0) return new Map();
    const rows = await db
      .selectFrom('sent_articles')
      .selectAll()
      .where('hash', 'in', hashes)
      .where('week', '!=', week)
      .orderBy('week')
      .execute();
    return new Map(rows.map(row => [row.hash, row.week]));
  },
});
