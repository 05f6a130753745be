import { type Client, Pool, types } from 'pg';
import { z } from 'zod';

/** Connections of one process: a run needs one for its steps and one for all else, the pages a few. */
const maxConnections = { short: 8, long: 2 };
/**
 * Milliseconds for which a connection may be in use at a time, so that a silent database is not waited for. Long statements
 * (freezing an audience, migrating) have more.
 */
const maxUseMs = { short: 20_000, long: 3_600_000 };
/** Milliseconds for which a transaction may wait for its process. A long one waits for the rows of another database. */
const maxIdleMs = { short: 30_000, long: 600_000 };
const connectTimeoutMs = 10_000;
const keepAliveAfterMs = 10_000;
/** Milliseconds that open connections have to end. */
const closeGraceMs = 2_000;

/** A method of clients that the types of `pg` do not declare. */
const unreferable = z.custom<{ unref(): void }>(
  client => client !== null && typeof client === 'object' && 'unref' in client,
);

/** The type `bigint` of ids and counts, whose values here are far below the 53 bits of a JavaScript number. */
const bigintOid = 20;

/**
 * A pool of connections to PostgreSQL, through `pg`.
 * @param url `postgres://user:password@host/database`, with the parameters of libpq
 * @param use whether statements may take a few seconds, or as long as the newsletter is large
 */
export function postgresPool(url: string, use: 'short' | 'long'): Pool {
  const pool = new Pool({
    connectionString: url,
    max: maxConnections[use],
    connectionTimeoutMillis: connectTimeoutMs,
    // The row locks of a transaction whose process is stopped are not to hold up others for ever.
    idle_in_transaction_session_timeout: maxIdleMs[use],
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    types: { getTypeParser: (oid, format) => (oid === bigintOid ? Number : types.getTypeParser(oid, format)) },
  });
  const inUse = new Map<Client, NodeJS.Timeout>();
  const open = new Set<Client>();
  // A broken connection is replaced; the query that uses it fails with the error.
  pool.on('error', () => undefined);
  pool.on('connect', client => {
    open.add(client);
    client.on('error', () => undefined);
  });
  pool.on('remove', client => open.delete(client));
  // `end` closes a connection whose statement is not answered; that statement fails.
  pool.on('acquire', client => {
    const cut = (): void => void client.end().catch(() => undefined);
    inUse.set(client, setTimeout(cut, maxUseMs[use]).unref());
  });
  pool.on('release', (_, client) => {
    clearTimeout(inUse.get(client));
    inUse.delete(client);
  });
  const end = pool.end.bind(pool);
  return Object.assign(pool, {
    async end() {
      const grace = new Promise<void>(resolve => setTimeout(resolve, closeGraceMs).unref());
      await Promise.race([end(), grace]);
      // The process can end even if the server does not close its side.
      for (const client of open) unreferable.parse(client).unref();
    },
  });
}
