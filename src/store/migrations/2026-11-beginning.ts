import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { numbered } from '../database/dialect.ts';

/** Subscribers, suppressions, runs and the ledger. */
export const beginning: Migration = {
  async up(db: Kysely<unknown>) {
    const id = numbered(db);
    await db.schema
      .createTable('subscribers')
      // Ids are never used again, so that a link of an erased subscriber never identifies another.
      .addColumn('id', id.type, id.build)
      .addColumn('address', 'text', column => column.notNull())
      .addColumn('address_key', 'text', column => column.notNull().unique())
      .addColumn('name', 'text')
      .addColumn('language', 'text', column => column.notNull())
      .addColumn('status', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .addColumn('updated_at', 'text', column => column.notNull())
      .execute();
    await db.schema
      .createTable('suppressions')
      .addColumn('address_key', 'text', column => column.primaryKey())
      .addColumn('reason', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .execute();
    await db.schema
      .createTable('runs')
      .addColumn('week', 'text', column => column.primaryKey())
      .addColumn('content_hash', 'text', column => column.notNull())
      .addColumn('started_at', 'text', column => column.notNull())
      .addColumn('finished_at', 'text')
      .addColumn('holder', 'text')
      .addColumn('lease_until', 'text')
      .execute();
    await db.schema
      .createTable('deliveries')
      .addColumn('id', id.type, id.build)
      .addColumn('week', 'text', column => column.notNull())
      .addColumn('subscriber_id', 'integer', column => column.notNull())
      .addColumn('language', 'text', column => column.notNull())
      .addColumn('state', 'text', column => column.notNull())
      .addColumn('attempts', 'integer', column => column.notNull().defaultTo(0))
      .addColumn('due_at', 'text')
      .addColumn('code', 'integer')
      .addColumn('words', 'text')
      .addColumn('updated_at', 'text', column => column.notNull())
      // One recipient, one issue, one delivery.
      .addUniqueConstraint('deliveries_once', ['week', 'subscriber_id'])
      .execute();
    // Open deliveries only: a finished delivery has no entry in this index.
    await db.schema
      .createIndex('deliveries_open')
      .on('deliveries')
      .columns(['week', 'id'])
      .where(sql<SqlBool>`state in ('queued', 'sending', 'committing', 'deferred')`)
      .execute();
  },
};
