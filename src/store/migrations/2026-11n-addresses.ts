import { type Kysely, sql } from 'kysely';
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

/** The mailbox that an asked address leads to, by which confirmation emails are limited. */
export const mailboxes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('confirmations').addColumn('mailbox_key', 'text').execute();
    await sql`update confirmations set mailbox_key = address_key`.execute(db);
    await db.schema
      .createIndex('confirmations_of_mailbox')
      .on('confirmations')
      .columns(['mailbox_key', 'asked_at'])
      .execute();
  },
};
