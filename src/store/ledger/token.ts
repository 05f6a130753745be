import { type Kysely, sql } from 'kysely';
import { isSqlite } from '../database/dialect.ts';
import type { Tables } from '../schema.ts';

/**
 * A fencing token, as part of a statement: a number that is greater than all that were given before. SQLite's runs are leased
 * one at a time inside a transaction that has locked all, and only runs have tokens there.
 */
export const nextToken = (db: Kysely<Tables>) =>
  isSqlite(db) ? sql<number>`(select coalesce(max(token), 0) + 1 from runs)` : sql<number>`nextval('fencing_tokens')`;
