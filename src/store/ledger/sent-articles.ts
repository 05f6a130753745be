import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** The articles of all issues whose runs have begun, as hashes of their texts. */
export type SentArticles = {
  /** Keeps the articles of an issue, besides those that are kept already. */
  keep(week: string, hashes: readonly string[]): Promise<void>;
  /** Which of these articles were sent in other weeks: the last such week of each. */
  otherWeeksOf(week: string, hashes: readonly string[]): Promise<Map<string, string>>;
};

/** The sent articles in a database. */
export const makeSentArticles = (db: Kysely<Tables>): SentArticles => ({
  async keep(week, hashes) {
    if (hashes.length === 0) return;
    await db
      .insertInto('sent_articles')
      .values(hashes.map(hash => ({ week, hash })))
      .onConflict(conflict => conflict.columns(['hash', 'week']).doNothing())
      .execute();
  },
  async otherWeeksOf(week, hashes) {
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
