import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isSqlite } from '../database/dialect.ts';

/**
 * Fencing: each lease of a run or of a chunk has a token, a number that is never given twice, and a delivery has the token under
 * which it was begun. Chunks that are done have no row, and the leases of chunks are those of the job queue.
 */
export const fencing: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ['runs', 'deliveries'])
      await db.schema
        .alterTable(table)
        .addColumn('token', 'bigint', column => column.notNull().defaultTo(0))
        .execute();
    // When a delivery was first tried: it is given up some days later.
    await db.schema.alterTable('deliveries').addColumn('first_tried_at', 'text').execute();
    if (!isSqlite(db)) await sql`create sequence fencing_tokens`.execute(db);
    await sql`delete from chunks where done_at is not null`.execute(db);
    await db.schema.dropIndex('chunks_left').execute();
    for (const column of ['lease_until', 'done_at']) await db.schema.alterTable('chunks').dropColumn(column).execute();
    await db.schema.alterTable('chunks').addColumn('token', 'bigint').execute();
    await sql`update chunks set holder = null`.execute(db);
    // Each step of a delivery finds its chunk by the token.
    await db.schema.createIndex('chunks_token').on('chunks').column('token').execute();
    await db.schema
      .createTable('stops')
      .addColumn('name', 'text', column => column.primaryKey())
      .addColumn('code', 'integer')
      .addColumn('words', 'text', column => column.notNull())
      .addColumn('since', 'text', column => column.notNull())
      .addColumn('probes', 'integer', column => column.notNull().defaultTo(0))
      .addColumn('try_at', 'text', column => column.notNull())
      .execute();
  },
};
