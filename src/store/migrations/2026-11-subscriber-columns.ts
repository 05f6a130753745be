import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The time zone of a reader, for issues sent at local times. */
export const timeZones: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('subscribers').addColumn('time_zone', 'text').execute();
  },
};

/** The values of the fields that hebdo.yaml declares, as a JSON object. */
export const declaredFields: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('subscribers').addColumn('fields', 'text').execute();
  },
};
