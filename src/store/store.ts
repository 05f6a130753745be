import { type Dialect, Kysely, PostgresDialect, sql } from 'kysely';
import { errorText } from '../source/error-text.ts';
import { WorldError } from '../source/world-error.ts';
import { t } from '../wording/wording.ts';
import { type Backup, backUp, isThere, makeBackup, restore } from './database/backup.ts';
import { refuseWhileBusy } from './database/busy.ts';
import { storeClock } from './database/clock.ts';
import { type CopiedTable, copyTables, tableKeys } from './database/copy.ts';
import type { ExecuteSql } from './database/dialect.ts';
import { migrate } from './database/migrate.ts';
import { fileCheck } from './database/private-file.ts';
import { type Durability, openSqlite, sqliteDialect } from './database/sqlite.ts';
import { type Imports, makeImports } from './imports/imports.ts';
import { type Chunks, makeChunks } from './ledger/chunks.ts';
import { type Ledger, makeLedger } from './ledger/ledger.ts';
import { makeSentArticles, type SentArticles } from './ledger/sent-articles.ts';
import { sqliteSteps, stepsOver } from './ledger/sqlite-steps.ts';
import type { StepWriter } from './ledger/steps.ts';
import { makeStops, type Stops } from './ledger/stops.ts';
import { type Limits, makeLimits } from './limits.ts';
import { migrations } from './migrations/index.ts';
import type { Tables } from './schema.ts';
import { makeStatistics, type Statistics } from './statistics.ts';
import { type Bounces, makeBounces } from './subscribers/bounce-records.ts';
import { type Confirmations, makeConfirmations } from './subscribers/confirmations.ts';
import { type Erasures, makeErasures } from './subscribers/erasures.ts';
import { makeSubscribers, type Subscribers } from './subscribers/subscribers.ts';
import { makeSuppressions, type Suppressions } from './subscribers/suppressions.ts';
import { readStoreUrl, withoutValues } from './url.ts';

/** The database of a newsletter: subscribers, suppressions, the ledger, limits. */
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
  sent: SentArticles;
  backup: Backup;
  stops: Stops;
  /** The clock of leases, due times and days, on which all machines agree; see clock.ts. */
  now(): Date;
  /** Asks the database for an answer. @throws if it cannot be reached */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the store; creates and migrates its tables as needed.
 * @param url `HEBDO_DATABASE_URL`: `sqlite:` and a path, or `postgres://…`
 * @param durability what a written step survives in SQLite; PostgreSQL has its own settings for that
 * @throws WorldError if it cannot be opened
 */
export async function openStore(url: string, durability: Durability = 'process'): Promise<Store> {
  const { db, longDb, steps, executeSql, name, close, checkFile } = await openDatabase(url, durability);
  await refuseHalfCopy(db, name).catch(async cause => {
    await close();
    throw cause;
  });
  const clock = await storeClock(db);
  const imports = makeImports(db);
  const chunks = makeChunks(db, executeSql);
  return {
    subscribers: makeSubscribers(db, imports),
    suppressions: makeSuppressions(db, imports),
    imports,
    confirmations: makeConfirmations(db),
    bounces: makeBounces(db),
    erasures: makeErasures(db),
    statistics: makeStatistics(db),
    ledger: makeLedger(db, longDb, steps),
    chunks,
    limits: makeLimits(db),
    stops: makeStops(db),
    now: clock.now,
    async ping() {
      await checkFile();
      await sql`select 1 from marks limit 1`.execute(db);
    },
    sent: makeSentArticles(db),
    backup: makeBackup(db),
    async close() {
      clock.stop();
      await chunks.stop();
      await steps.close();
      await close();
    },
  };
}

/** The migrations of a database, and how many rows its tables have. */
type StoreStatus = { name: string; migrations: string[]; tables: { table: string; rows: number }[] };

/** Opens a database, which migrates it, and counts its rows. @throws WorldError if it cannot be opened */
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

/**
 * Copies everything from one database to another; see copy.ts.
 * @param each gets the rows of a table that were read so far
 * @throws WorldError if one cannot be used, or the copy differs in the end
 */
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
      return await copyTables(source.longDb, target.longDb, now, each);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/**
 * Copies a SQLite database to a file while it is in use, and marks the copy as a backup.
 * @param path the database
 * @param to the file, which must not exist
 * @throws WorldError if there is no database, or the copy is not sound
 */
export async function backUpStore(path: string, to: string, now: Date): Promise<void> {
  if (!(await isThere(path))) throw new WorldError(t('There is no database %{path}', { path }));
  await backUp(path, to, now);
}

/**
 * Replaces a SQLite database by a backup.
 * @param aside where the replaced database is kept
 * @throws WorldError if a run or an import of it is in progress, or the backup is not sound
 */
export async function restoreStore(from: string, path: string, aside: string, now: Date): Promise<void> {
  const current = (await isThere(path))
    ? // A database that cannot be opened may be the reason for the restore.
      await openDatabase(`sqlite:${path}`, 'process').catch(() => undefined)
    : undefined;
  try {
    if (current !== undefined) await refuseWhileBusy(current.db, now);
  } finally {
    await current?.steps.close();
    await current?.close();
  }
  await restore(from, path, aside, now);
}

/** A database: its dialect of Kysely, the writer of delivery steps, and the access of jobs in PostgreSQL. */
type Database = {
  dialect: Dialect;
  /** Connections for long statements, where `dialect` limits their time. */
  longDialect?: Dialect;
  name: string;
  openSteps(db: Kysely<Tables>): StepWriter;
  executeSql?: ExecuteSql;
};

async function openDatabase(url: string, durability: Durability) {
  const named = readStoreUrl(url);
  if (named === undefined)
    throw new WorldError(
      t(
        'HEBDO_DATABASE_URL must be sqlite: and a path, as in sqlite:.hebdo/hebdo.db, or postgres://user:password@host/database. In a password write %2F for /, %40 for @, %23 for #, %3F for ?.',
      ),
    );
  const { dialect, longDialect, name, openSteps, executeSql } =
    named.kind === 'postgres' ? await overPostgres(url, named.name) : overSqlite(named.path, durability);
  const db = new Kysely<Tables>({ dialect });
  const longDb = longDialect === undefined ? db : new Kysely<Tables>({ dialect: longDialect });
  const close = async (): Promise<void> => {
    for (const one of new Set([db, longDb])) await one.destroy();
  };
  try {
    await migrate(longDb);
  } catch (cause) {
    await close().catch(() => undefined);
    const why = withoutValues(errorText(cause), url);
    throw new WorldError(t('The database %{name} cannot be used: %{why}.', { name, why }), { cause });
  }
  const checkFile = named.kind === 'sqlite' ? await fileCheck(named.path) : () => Promise.resolve();
  return { db, longDb, name, steps: openSteps(db), executeSql, close, checkFile };
}

function overSqlite(path: string, durability: Durability): Database {
  if (path !== ':memory:')
    return {
      dialect: sqliteDialect(path, durability),
      name: path,
      openSteps: () => sqliteSteps(() => openSqlite(path, durability)),
    };
  // A database in memory has one connection, which steps wait for as Kysely's statements do.
  const memory = openSqlite(path, durability);
  return {
    dialect: sqliteDialect(memory),
    name: path,
    openSteps: db => ({
      write: calls => db.connection().execute(async () => stepsOver(memory)(calls)),
      close: () => Promise.resolve(),
    }),
  };
}

async function overPostgres(url: string, name: string): Promise<Database> {
  const [{ postgresPool }, { postgresSteps }] = await Promise.all([
    import('./database/postgres.ts'),
    import('./ledger/postgres-steps.ts'),
  ]);
  const pool = postgresPool(url, 'short');
  return {
    dialect: new PostgresDialect({ pool }),
    longDialect: new PostgresDialect({ pool: postgresPool(url, 'long') }),
    name,
    openSteps: () => postgresSteps(pool),
    executeSql: (text, values) => pool.query(text, values),
  };
}

/** Refuses an incomplete copy. @throws WorldError if the database is one */
async function refuseHalfCopy(db: Kysely<Tables>, name: string): Promise<void> {
  const mark = await db.selectFrom('marks').select('created_at').where('name', '=', 'copying').executeTakeFirst();
  if (mark !== undefined)
    throw new WorldError(
      t('The database %{name} is an incomplete copy (begun at %{begun}): run hebdo store copy again, or empty it', {
        name: name,
        begun: mark.created_at,
      }),
    );
}
