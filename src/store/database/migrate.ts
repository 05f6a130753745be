import { type Kysely, sql } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import { t } from '../../wording/wording.ts';
import { migrations } from '../migrations/index.ts';
import type { Tables } from '../schema.ts';
import { isSqlite } from './dialect.ts';

const provider: MigrationProvider = { getMigrations: () => Promise.resolve(migrations) };

/**
 * Creates and migrates the tables. Kysely locks PostgreSQL meanwhile, but not SQLite, where two processes may find a new file at
 * once: a SQLite file is locked here, and unchanged if a migration fails.
 * @throws the database's error, or that the database was written by a newer hebdo
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const all = await new Migrator({ db, provider }).getMigrations();
  if (!isSqlite(db) || all.every(({ executedAt }) => executedAt !== undefined)) return migrateIn(db);
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
  // Kysely reports a migration in the database that this version does not have.
  const newer = error instanceof Error && error.message.includes('missing');
  throw newer ? new Error(t('it was written by a newer hebdo; update this one'), { cause: error }) : error;
}
