import { Kysely } from 'kysely';
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
 * @param url `HEBDO_DATABASE_URL`: `sqlite:` and a path
 * @param durability what a written step survives
 * @throws WorldError if it cannot be opened
 */
export async function openStore(url: string, durability: Durability = 'process'): Promise<Store> {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (path === undefined)
    throw new WorldError('HEBDO_DATABASE_URL must be sqlite: and a path, as in sqlite:.hebdo/hebdo.db.');
  const db = new Kysely<Tables>({ dialect: sqliteDialect(path, durability) });
  try {
    await migrate(db);
  } catch (cause) {
    await db.destroy().catch(() => undefined);
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new WorldError(`The database ${path} cannot be used: ${why}.`, { cause });
  }
  const steps: StepTaker =
    path === ':memory:'
      ? {
          take: calls => db.transaction().execute(trx => takeSteps(trx, calls)),
          close: () => Promise.resolve(),
        }
      : sqliteSteps(() => openSqlite(path, durability));
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

async function migrate(db: Kysely<Tables>): Promise<void> {
  const provider: MigrationProvider = { getMigrations: () => Promise.resolve(migrations) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return;
  // Kysely finds a migration in the database that this program does not know.
  const newer = error instanceof Error && error.message.includes('missing');
  throw newer ? new Error('it was written by a newer hebdo; update this one', { cause: error }) : error;
}
