import { type Dialect, Kysely, PostgresDialect } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import { WorldError } from '../source/world-error.ts';
import { type Bounces, makeBounces } from './bounces.ts';
import { type Confirmations, makeConfirmations } from './confirmations.ts';
import { type Erasures, makeErasures } from './erasures.ts';
import { type Ledger, makeLedger, type StepTaker } from './ledger.ts';
import { migrations } from './migrations/index.ts';
import { makeNumbers, type Numbers } from './numbers.ts';
import type { Tables } from './schema.ts';
import { type Durability, openSqlite, sqliteDialect } from './sqlite.ts';
import { sqliteSteps } from './sqlite-steps.ts';
import { takeSteps } from './steps.ts';
import { makeSubscribers, type Subscribers } from './subscribers.ts';
import { makeSuppressions, type Suppressions } from './suppressions.ts';

/** The newsletter's memory: who subscribes, who must not be mailed, who got what. */
export type Store = {
  subscribers: Subscribers;
  suppressions: Suppressions;
  confirmations: Confirmations;
  bounces: Bounces;
  erasures: Erasures;
  numbers: Numbers;
  ledger: Ledger;
  close(): Promise<void>;
};

/**
 * Opens the store, making and migrating its tables as needed.
 * @param url `HEBDO_DATABASE_URL`: `sqlite:` and a path, or `postgres://…`
 * @param durability what a written step survives; a PostgreSQL has settings of its own for that
 * @throws WorldError if it cannot be opened
 */
export async function openStore(url: string, durability: Durability = 'process'): Promise<Store> {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  const server = /^postgres(?:ql)?:\/\//.test(url) ? URL.parse(url) : null;
  if (path === undefined && server === null)
    throw new WorldError(
      'HEBDO_DATABASE_URL must be sqlite: and a path, as in sqlite:.hebdo/hebdo.db, or postgres://user:password@host/database.',
    );
  const { dialect, openSteps } = path === undefined ? await overPostgres(url) : overSqlite(path, durability);
  const db = new Kysely<Tables>({ dialect });
  try {
    await migrate(db);
  } catch (cause) {
    await db.destroy().catch(() => undefined);
    const why = cause instanceof Error ? cause.message : String(cause);
    const name = path ?? `${server?.host}${server?.pathname}`;
    throw new WorldError(`The database ${name} cannot be used: ${why}.`, { cause });
  }
  const steps = openSteps(db);
  return {
    subscribers: makeSubscribers(db),
    suppressions: makeSuppressions(db),
    confirmations: makeConfirmations(db),
    bounces: makeBounces(db),
    erasures: makeErasures(db),
    numbers: makeNumbers(db),
    ledger: makeLedger(db, steps),
    async close() {
      await steps.close();
      await db.destroy();
    },
  };
}

/** A database as Kysely speaks to it, and what takes the steps of deliveries fastest there. */
type Database = { dialect: Dialect; openSteps(db: Kysely<Tables>): StepTaker };

function overSqlite(path: string, durability: Durability): Database {
  return {
    dialect: sqliteDialect(path, durability),
    openSteps: db =>
      path === ':memory:'
        ? {
            take: calls => db.transaction().execute(trx => takeSteps(trx, calls)),
            close: () => Promise.resolve(),
          }
        : sqliteSteps(() => openSqlite(path, durability)),
  };
}

async function overPostgres(url: string): Promise<Database> {
  const [{ postgresPool }, { postgresSteps }] = await Promise.all([
    import('./postgres.ts'),
    import('./postgres-steps.ts'),
  ]);
  const pool = postgresPool(url);
  return { dialect: new PostgresDialect({ pool }), openSteps: () => postgresSteps(pool) };
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  const provider: MigrationProvider = { getMigrations: () => Promise.resolve(migrations) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return;
  // Kysely finds a migration in the database that this program does not know.
  const newer = error instanceof Error && error.message.includes('missing');
  throw newer ? new Error('it was written by a newer hebdo; update this one', { cause: error }) : error;
}
