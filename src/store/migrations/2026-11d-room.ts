import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isSqlite } from '../database/dialect.ts';

/**
 * PostgreSQL writes a new version of a changed row. Each delivery changes three times: with free space on its page, the first two
 * change no index (HOT updates). SQLite changes rows in place.
 */
export const room: Migration = {
  async up(db: Kysely<unknown>) {
    if (!isSqlite(db)) await sql`alter table deliveries set (fillfactor = 40)`.execute(db);
  },
};
