import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { numbered } from '../database/dialect.ts';

/** The preferences of readers: a pause, and a record of each change, with its moment and issue. */
export const wishes: Migration = {
  async up(db: Kysely<unknown>) {
    const id = numbered(db);
    await db.schema.alterTable('subscribers').addColumn('paused_until', 'text').execute();
    await db.schema
      .createTable('changes')
      .addColumn('id', id.type, id.build)
      .addColumn('subscriber_id', 'integer', column => column.notNull())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('week', 'text')
      .addColumn('detail', 'text')
      .addColumn('created_at', 'text', column => column.notNull())
      .execute();
    await db.schema.createIndex('changes_of').on('changes').columns(['subscriber_id', 'id']).execute();
  },
};
