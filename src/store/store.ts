import { type Dialect, Kysely, PostgresDialect, sql } from 'kysely';
import { errorText } from '../source/error-text.ts';
import { WorldError } from '../source/world-error.ts';
import { type Backup, backUp, isThere, makeBackup, restore } from './database/backup.ts';
import { refuseWhileBusy } from './database/busy.ts';
import { storeClock } from './database/clock.ts';
import { type CopiedTable, copyTables, tableKeys } from './database/copy.ts';
import { migrate } from './database/migrate.ts';
import { type Durability, openSqlite, sqliteDialect } from './database/sqlite.ts';
import type { ChunkQueue } from './ledger/chunk-queue.ts';
import { type Chunks, makeChunks } from './ledger/chunks.ts';
import { type Ledger, makeLedger } from './ledger/ledger.ts';
import { makeSent, type Sent } from './ledger/sent.ts';
import { sqliteSteps, stepsOver } from './ledger/sqlite-steps.ts';
import type { StepTaker } from './ledger/steps.ts';
import { makeStops, type Stops } from './ledger/stops.ts';
import { type Limits, makeLimits } from './limits.ts';
import { migrations } from './migrations/index.ts';
import type { Tables } from './schema.ts';
import { makeStatistics, type Statistics } from './statistics.ts';
import { type Bounces, makeBounces } from './subscribers/bounce-records.ts';
import { type Confirmations, makeConfirmations } from './subscribers/confirmations.ts';
import { type Erasures, makeErasures } from './subscribers/erasures.ts';
import { type Imports, makeImports } from './subscribers/imports.ts';
import { makeSubscribers, type Subscribers } from './subscribers/subscribers.ts';
import { makeSuppressions, type Suppressions } from './subscribers/suppressions.ts';
import { readStoreUrl } from './url.ts';

/** The newsletter's memory: who subscribes, who must not be mailed, who got what. */
export type Store = {
  subscribers: Subscribers;
  suppressions: Suppressions;
  imports: Imports;
  confirmations: Confirmations;
  bounces: Bounces;
  erasures: Erasures;
  statistics: Statistics;
  ledger: Ledger;
  chunks: Chunks;
  limits: Limits;
  sent: Sent;
  backup: Backup;
  stops: Stops;
  /** By this clock all goes that many machines have to agree on; see clock.ts. */
  now(): Date;
  close(): Promise<void>;
};

/**
 * Opens the store, making and migrating its tables as needed.
 * @param url `HEBDO_DATABASE_URL`: `sqlite:` and a path, or `postgres://…`
 * @param durability what a written step survives; a PostgreSQL has settings of its own for that
 * @throws WorldError if it cannot be opened
 */
export async function openStore(url: string, durability: Durability = 'process'): Promise<Store> {
  const database = await openDatabase(url, durability);
  const { db, patient, steps, queue, name } = database;
  await refuseHalfCopy(db, name).catch(async cause => {
    await database.close();
    throw cause;
  });
  const clock = await storeClock(db);
  const imports = makeImports(db);
  return {
    subscribers: makeSubscribers(db, imports),
    suppressions: makeSuppressions(db, imports),
    imports,
    confirmations: makeConfirmations(db),
    bounces: makeBounces(db),
    erasures: makeErasures(db),
    statistics: makeStatistics(db),
    ledger: makeLedger(db, patient, steps),
    chunks: makeChunks(db, queue),
    limits: makeLimits(db),
    stops: makeStops(db),
    now: clock.now,
    sent: makeSent(db),
    backup: makeBackup(db),
    async close() {
      clock.stop();
      await queue?.stop();
      await steps.close();
      await database.close();
    },
  };
}

/** What there is in a database: its migrations, and how many rows its tables have. */
export type StoreStatus = { name: string; migrations: string[]; tables: { table: string; rows: number }[] };

/** Opens a database, which migrates it, and looks at it. @throws WorldError if it cannot be opened */
export async function storeStatus(url: string): Promise<StoreStatus> {
  const { db, name, close } = await openDatabase(url, 'process');
  try {
    const tables = [];
    for (const table of Object.keys(tableKeys)) {
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db);
      tables.push({ table, rows: Number(rows[0]?.n) });
    }
    return { name, migrations: Object.keys(migrations), tables };
  } finally {
    await close();
  }
}

/** Carries everything from one store to another; see copy.ts. @throws WorldError if one cannot be used, or they differ in the end */
export async function copyStore(
  from: string,
  to: string,
  now: Date,
  each: (table: string, rows: number) => void,
): Promise<CopiedTable[]> {
  const source = await openDatabase(from, 'process');
  try {
    const target = await openDatabase(to, 'power');
    try {
      return await copyTables(source.patient, target.patient, now, each);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/**
 * Copies a SQLite database to a file while it is in use, and marks the copy as a backup.
 * @param path the database @param to the file, which must not be there
 * @throws WorldError if there is no database, or the copy is not sound
 */
export async function backUpStore(path: string, to: string, now: Date): Promise<void> {
  if (!(await isThere(path))) throw new WorldError(`There is no database ${path}`);
  await backUp(path, to, now);
}

/**
 * Puts a backup in the place of a SQLite database.
 * @param aside where the database that is there is kept
 * @throws WorldError if something of it is under way, or the backup is not sound
 */
export async function restoreStore(from: string, path: string, aside: string, now: Date): Promise<void> {
  const current = (await isThere(path))
    ? // One that cannot be opened may be why a backup is put back.
      await openDatabase(`sqlite:${path}`, 'process').catch(() => undefined)
    : undefined;
  try {
    if (current !== undefined) await refuseWhileBusy(current.db, now);
  } finally {
    await current?.steps.close();
    await current?.close();
  }
  await restore(from, path, aside);
}

/** A database as Kysely speaks to it, what takes the steps of deliveries fastest there, and what hands out chunks. */
type Database = {
  dialect: Dialect;
  /** For what takes as long as the newsletter is large; the same as `dialect` where no statement has a time limit. */
  patientDialect?: Dialect;
  name: string;
  openSteps(db: Kysely<Tables>): StepTaker;
  queue?: ChunkQueue;
};

async function openDatabase(url: string, durability: Durability) {
  const named = readStoreUrl(url);
  if (named === undefined)
    throw new WorldError(
      'HEBDO_DATABASE_URL must be sqlite: and a path, as in sqlite:.hebdo/hebdo.db, or postgres://user:password@host/database.',
    );
  const { dialect, patientDialect, name, openSteps, queue } =
    named.kind === 'postgres' ? await overPostgres(url, named.name) : overSqlite(named.path, durability);
  const db = new Kysely<Tables>({ dialect });
  const patient = patientDialect === undefined ? db : new Kysely<Tables>({ dialect: patientDialect });
  const close = async (): Promise<void> => {
    await db.destroy();
    if (patient !== db) await patient.destroy();
  };
  try {
    await migrate(patient);
  } catch (cause) {
    await close().catch(() => undefined);
    const why = errorText(cause);
    throw new WorldError(`The database ${name} cannot be used: ${why}.`, { cause });
  }
  return { db, patient, name, steps: openSteps(db), queue, close };
}

function overSqlite(path: string, durability: Durability): Database {
  if (path !== ':memory:')
    return {
      dialect: sqliteDialect(path, durability),
      name: path,
      openSteps: () => sqliteSteps(() => openSqlite(path, durability)),
    };
  // There is one connection to a database in memory: the steps wait for it as Kysely's statements do.
  const memory = openSqlite(path, durability);
  return {
    dialect: sqliteDialect(memory),
    name: path,
    openSteps: db => ({
      take: calls => db.connection().execute(async () => stepsOver(memory)(calls)),
      close: () => Promise.resolve(),
    }),
  };
}

async function overPostgres(url: string, name: string): Promise<Database> {
  const [{ postgresPool }, { postgresSteps }, { ChunkQueue }] = await Promise.all([
    import('./database/postgres.ts'),
    import('./ledger/postgres-steps.ts'),
    import('./ledger/chunk-queue.ts'),
  ]);
  const pool = postgresPool(url, 'usual');
  return {
    dialect: new PostgresDialect({ pool }),
    patientDialect: new PostgresDialect({ pool: postgresPool(url, 'patient') }),
    name,
    openSteps: () => postgresSteps(pool),
    queue: new ChunkQueue(pool),
  };
}

/** @throws WorldError if a copy to the database was begun and not completed */
async function refuseHalfCopy(db: Kysely<Tables>, name: string): Promise<void> {
  const mark = await db.selectFrom('marks').select('created_at').where('name', '=', 'copying').executeTakeFirst();
  if (mark !== undefined)
    throw new WorldError(
      `The database ${name} is a copy that is not complete (begun at ${mark.created_at}): run hebdo store copy again, or empty it`,
    );
}
