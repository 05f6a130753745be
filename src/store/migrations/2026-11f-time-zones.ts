import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Where a reader's clock is, for issues that go by it. */
export const timeZones: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('subscribers').addColumn('time_zone', 'text').execute();
  },
};
