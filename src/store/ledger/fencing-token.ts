import { type Kysely, sql } from 'kysely';
import { isSqlite } from '../database/dialect.ts';
import type { Tables } from '../schema.ts';

/**
 * A new fencing token, as an expression: a number greater than all former tokens. In SQLite only runs have tokens, and the
 * transaction that leases one has locked the whole database.
 */
export const nextToken = (db: Kysely<Tables>) =>
  isSqlite(db) ? sql<number>`(select coalesce(max(token), 0) + 1 from runs)` : sql<number>`nextval('fencing_tokens')`;
