import { type Client, Pool, types } from 'pg';
import { z } from 'zod';

/** Connections of one process: a run needs one for its steps and one for all else, the pages a few. */
const maxConnections = { usual: 8, patient: 2 };
/**
 * Milliseconds for which a connection may be in use at a time: a database that falls silent is no longer waited for. What
 * takes as long as the newsletter is large (freezing an audience, migrating) has more.
 */
const maxUseMs = { usual: 20_000, patient: 3_600_000 };
const connectTimeoutMs = 10_000;
const keepAliveAfterMs = 10_000;
/** Milliseconds to say goodbye at the end. */
const closeGraceMs = 2_000;

/** What `pg` does not declare of its clients. */
const unreferable = z.custom<{ unref(): void }>(
  client => client !== null && typeof client === 'object' && 'unref' in client,
);

/** Numbers of rows and counts are 64 bits wide there, and never near the 53 of a JavaScript number. */
const bigint = 20;

/**
 * Connections to a PostgreSQL, through `pg`.
 * @param url `postgres://user:password@host/database`, with the parameters of libpq
 */
export function postgresPool(url: string, patience: 'usual' | 'patient'): Pool {
  const pool = new Pool({
    connectionString: url,
    max: maxConnections[patience],
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    types: { getTypeParser: (oid, format) => (oid === bigint ? Number : types.getTypeParser(oid, format)) },
  });
  const inUse = new Map<Client, NodeJS.Timeout>();
  const open = new Set<Client>();
  // A connection that breaks is replaced; whoever uses it, or needs one next, is told by the query that fails.
  pool.on('error', () => undefined);
  pool.on('connect', client => {
    open.add(client);
    client.on('error', () => undefined);
  });
  pool.on('remove', client => open.delete(client));
  // `end` cuts a connection whose statement is not answered, and fails that statement.
  pool.on('acquire', client => {
    const cut = (): void => void client.end().catch(() => undefined);
    inUse.set(client, setTimeout(cut, maxUseMs[patience]).unref());
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
      // Should the server not say goodbye, the process ends all the same.
      for (const client of open) unreferable.parse(client).unref();
    },
  });
}
