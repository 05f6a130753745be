import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { numbered } from '../database/dialect.ts';

/** The journal of imports: entries wait in `import_rows` until they are applied, and are deleted then. */
export const imports: Migration = {
  async up(db: Kysely<unknown>) {
    const id = numbered(db);
    await db.schema
      .createTable('imports')
      .addColumn('id', id.type, id.build)
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('state', 'text', column => column.notNull())
      .addColumn('started_at', 'text', column => column.notNull())
      // Milliseconds of the database's clock: the last sign of life of the process that reads it.
      .addColumn('alive_at', 'double precision', column => column.notNull())
      .addColumn('staged', 'integer', column => column.notNull().defaultTo(0))
      .addColumn('applied', 'integer', column => column.notNull().defaultTo(0))
      .addColumn('counts', 'text', column => column.notNull())
      .execute();
    await db.schema
      .createTable('import_rows')
      .addColumn('import_id', 'bigint', column => column.notNull())
      .addColumn('number', 'integer', column => column.notNull())
      .addColumn('address_key', 'text', column => column.notNull())
      .addColumn('entry', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('import_rows_once', ['import_id', 'number'])
      .execute();
  },
};
