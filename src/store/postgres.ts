import { Pool, types } from 'pg';

/** Connections of one process: a run needs one for its steps and one for all else, the pages a few. */
const connections = 8;
const patience = 10_000;

/** Numbers of rows and counts are 64 bits wide there, and never near the 53 of a JavaScript number. */
const bigint = 20;

/**
 * Connections to a PostgreSQL, through `pg`.
 * @param url `postgres://user:password@host/database`, with the parameters of libpq
 */
export function postgresPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: patience,
    types: { getTypeParser: (oid, format) => (oid === bigint ? Number : types.getTypeParser(oid, format)) },
  });
  // A connection that breaks is replaced; whoever uses it, or needs one next, is told by the query that fails.
  pool.on('error', () => undefined);
  pool.on('connect', client => client.on('error', () => undefined));
  return pool;
}
