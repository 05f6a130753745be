import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Former addresses of readers who have moved, so that an older list does not add them as new readers. */
export const formerAddresses: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('former_addresses')
      .addColumn('address_key', 'text', column => column.notNull().primaryKey())
      .addColumn('subscriber_id', 'bigint', column => column.notNull())
      .addColumn('moved_at', 'text', column => column.notNull())
      .execute();
    await db.schema
      .createIndex('former_addresses_by_subscriber')
      .on('former_addresses')
      .column('subscriber_id')
      .execute();
  },
};
