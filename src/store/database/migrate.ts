import { type Kysely, sql } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import { migrations } from '../migrations/index.ts';
import type { Tables } from '../schema.ts';
import { isSqlite } from './dialect.ts';

const provider: MigrationProvider = { getMigrations: () => Promise.resolve(migrations) };

/**
 * Makes and migrates the tables. Kysely locks a PostgreSQL meanwhile, and not a SQLite file, which two processes may find new at
 * once: that is locked here, and left as it was where a migration fails.
 * @throws what the database says, or that it was written by a newer hebdo
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const known = await new Migrator({ db, provider }).getMigrations();
  if (!isSqlite(db) || known.every(({ executedAt }) => executedAt !== undefined)) return migrateIn(db);
  await db.connection().execute(async locked => {
    await sql`begin`.execute(locked);
    try {
      await migrateIn(locked);
      await sql`commit`.execute(locked);
    } catch (cause) {
      await sql`rollback`.execute(locked);
      throw cause;
    }
  });
}

async function migrateIn(db: Kysely<Tables>): Promise<void> {
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return;
  // Kysely finds a migration in the database that this program does not know.
  const newer = error instanceof Error && error.message.includes('missing');
  throw newer ? new Error('it was written by a newer hebdo; update this one', { cause: error }) : error;
}
