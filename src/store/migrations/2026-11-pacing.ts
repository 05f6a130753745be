import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The domain of a subscriber's address and of each delivery, for limits and reports; and whether a delivery is open, as a column of
 * its own, so that the index of open deliveries changes once per delivery, not at each step.
 */
export const pacing: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ['subscribers', 'deliveries'])
      await db.schema
        .alterTable(table)
        .addColumn('domain', 'text', column => column.notNull().defaultTo(''))
        .execute();
    await db.schema
      .alterTable('deliveries')
      .addColumn('is_open', 'integer', column => column.notNull().defaultTo(1))
      .execute();
    await db.schema.dropIndex('deliveries_open').execute();
    await fill(db);
    await db.schema
      .createIndex('deliveries_open')
      .on('deliveries')
      .columns(['week', 'id'])
      .where(sql<SqlBool>`is_open = 1`)
      .execute();
  },
};

/** Earlier rows exist in SQLite only: PostgreSQL had no tables then. */
async function fill(db: Kysely<unknown>): Promise<void> {
  const known = await db
    .withTables<{ subscribers: { id: number } }>()
    .selectFrom('subscribers')
    .select('id')
    .limit(1)
    .execute();
  if (known.length === 0) return;
  await sql`update subscribers set domain = substr(address_key, instr(address_key, '@') + 1)`.execute(db);
  await sql`update deliveries set
    domain = coalesce((select domain from subscribers where subscribers.id = deliveries.subscriber_id), ''),
    is_open = case when state in ('queued', 'sending', 'committing', 'deferred') then 1 else 0 end`.execute(db);
}
