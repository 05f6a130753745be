import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { numbered } from '../database/dialect.ts';

/**
 * Confirmations that are awaited, and proofs of those given; erasures, bounces, lifted suppressions, and tags.
 */
export const readers: Migration = {
  async up(db: Kysely<unknown>) {
    const id = numbered(db);
    await db.schema
      .createTable('confirmations')
      .addColumn('id', id.type, id.build)
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('address', 'text', column => column.notNull())
      .addColumn('address_key', 'text', column => column.notNull())
      .addColumn('name', 'text')
      .addColumn('language', 'text', column => column.notNull())
      .addColumn('subscriber_id', 'integer')
      .addColumn('page', 'text', column => column.notNull())
      .addColumn('text_version', 'text')
      .addColumn('network', 'text')
      .addColumn('asked_at', 'text', column => column.notNull())
      .addColumn('expires_at', 'text', column => column.notNull())
      .addColumn('mail', 'text', column => column.notNull())
      .addColumn('attempts', 'integer', column => column.notNull().defaultTo(0))
      .addColumn('due_at', 'text')
      .addColumn('confirmed_at', 'text')
      .addColumn('confirmed_network', 'text')
      .execute();
    await db.schema
      .createIndex('confirmations_due')
      .on('confirmations')
      .column('due_at')
      .where(sql<SqlBool>`mail = 'due'`)
      .execute();
    await db.schema.createIndex('confirmations_of').on('confirmations').columns(['address_key', 'asked_at']).execute();
    await db.schema
      .createIndex('confirmations_open')
      .on('confirmations')
      .column('expires_at')
      .where(sql<SqlBool>`confirmed_at is null`)
      .execute();
    await db.schema
      .createTable('consent_texts')
      .addColumn('version', 'text', column => column.primaryKey())
      .addColumn('language', 'text', column => column.notNull())
      .addColumn('text', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .execute();
    await db.schema
      .createTable('erasures')
      .addColumn('hash', 'text', column => column.primaryKey())
      .addColumn('created_at', 'text', column => column.notNull())
      .execute();
    await db.schema
      .createTable('bounces')
      .addColumn('id', id.type, id.build)
      // A report that is read twice counts once.
      .addColumn('event_key', 'text', column => column.notNull().unique())
      .addColumn('subscriber_id', 'integer', column => column.notNull())
      .addColumn('week', 'text')
      .addColumn('language', 'text')
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('code', 'text')
      .addColumn('words', 'text')
      .addColumn('source', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .execute();
    await db.schema.createIndex('bounces_of').on('bounces').columns(['subscriber_id', 'created_at']).execute();
    await db.schema
      .createTable('removals')
      .addColumn('id', id.type, id.build)
      .addColumn('address_key', 'text', column => column.notNull())
      .addColumn('suppressed_because', 'text', column => column.notNull())
      .addColumn('reason', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .execute();
    await db.schema
      .createTable('tags')
      .addColumn('subscriber_id', 'integer', column => column.notNull())
      .addColumn('tag', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('tags_once', ['tag', 'subscriber_id'])
      .execute();
    await db.schema.createIndex('tags_of').on('tags').column('subscriber_id').execute();
  },
};
