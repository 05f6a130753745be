import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isSqlite } from '../database/dialect.ts';

/**
 * PostgreSQL writes a changed row anew. Each delivery changes three times: with room beside it on its page, the first two cost
 * no index anything (HOT updates). SQLite changes rows where they are.
 */
export const room: Migration = {
  async up(db: Kysely<unknown>) {
    if (!isSqlite(db)) await sql`alter table deliveries set (fillfactor = 40)`.execute(db);
  },
};
