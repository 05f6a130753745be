import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqliteDialect } from '../../../src/store/database/sqlite.ts';
import { inTransaction, retried } from '../../../src/store/database/transaction.ts';
import { emptyFolder } from '../../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../../helpers/postgres.ts';

type Tables = { numbers: { id: number; n: number } };

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

async function withNumbers(use: (db: Kysely<Tables>) => Promise<void>): Promise<void> {
  const dialect = new PostgresDialect({ pool: new Pool({ connectionString: await postgres.fresh(), max: 4 }) });
  const db = new Kysely<Tables>({ dialect });
  try {
    await sql`create table numbers (id integer primary key, n integer not null)`.execute(db);
    await sql`insert into numbers values (1, 0), (2, 0)`.execute(db);
    await use(db);
  } finally {
    await db.destroy();
  }
}

const numbers = (db: Kysely<Tables>) => db.selectFrom('numbers').select('n').orderBy('id').execute();

/** Lets two go on together when both have come. */
function meeting() {
  let open = (): void => undefined;
  const both = new Promise<void>(resolve => {
    open = resolve;
  });
  let come = 0;
  return () => {
    if (++come === 2) open();
    return both;
  };
}

describe('a transaction', () => {
  it('that deadlocks with another in PostgreSQL is done again: both count, each once', () =>
    withNumbers(async db => {
      const meet = meeting();
      let attempts = 0;
      const add = (first: number, second: number) =>
        inTransaction(db, async trx => {
          attempts++;
          const one = (id: number) => sql`update numbers set n = n + 1 where id = ${id}`.execute(trx);
          await one(first);
          await meet();
          await one(second);
        });
      await Promise.all([add(1, 2), add(2, 1)]);
      expect(await numbers(db)).toEqual([{ n: 2 }, { n: 2 }]);
      expect(attempts).toBeGreaterThan(2);
    }));

  it('that could not have been one after another is done again', () =>
    withNumbers(async db => {
      const meet = meeting();
      let attempts = 0;
      const copy = (from: number, to: number) =>
        inTransaction(
          db,
          async trx => {
            attempts++;
            const { n } = await trx.selectFrom('numbers').select('n').where('id', '=', from).executeTakeFirstOrThrow();
            await meet();
            await sql`update numbers set n = ${n + 1} where id = ${to}`.execute(trx);
          },
          'serializable',
        );
      await Promise.all([copy(1, 2), copy(2, 1)]);
      expect((await numbers(db)).map(({ n }) => n).sort()).toEqual([1, 2]);
      expect(attempts).toBe(3);
    }));

  it('of SQLite that read before another wrote is done again', async () => {
    const path = join(await emptyFolder(), 'x.db');
    const [one, other] = [1, 2].map(() => new Kysely<Tables>({ dialect: sqliteDialect(path, 'process') }));
    if (one === undefined || other === undefined) throw new Error('two are needed');
    await sql`create table numbers (id integer primary key, n integer not null)`.execute(one);
    await sql`insert into numbers values (1, 0)`.execute(one);
    let attempts = 0;
    // Reading first and writing then on one connection, with the lock taken in between by another.
    await one.connection().execute(connection =>
      retried(async () => {
        attempts++;
        await sql`begin deferred`.execute(connection);
        await numbers(connection);
        if (attempts === 1) await sql`update numbers set n = n + 10`.execute(other);
        try {
          await sql`update numbers set n = n + 1`.execute(connection);
          await sql`commit`.execute(connection);
        } catch (cause) {
          await sql`rollback`.execute(connection);
          throw cause;
        }
      }),
    );
    expect([attempts, await numbers(other)]).toEqual([2, [{ n: 11 }]]);
    await one.destroy();
    await other.destroy();
  });

  it('that fails for another reason is not done again, and leaves nothing', () =>
    withNumbers(async db => {
      let attempts = 0;
      const failing = inTransaction(db, async trx => {
        attempts++;
        await sql`update numbers set n = 7`.execute(trx);
        await sql`insert into numbers values (1, 1)`.execute(trx);
      });
      await expect(failing).rejects.toMatchObject({ code: '23505' });
      expect([attempts, await numbers(db)]).toEqual([1, [{ n: 0 }, { n: 0 }]]);
    }));

  it('that collides each time gives up, with the words of the last', async () => {
    let attempts = 0;
    const colliding = retried(async () => {
      throw Object.assign(new Error(`collision ${++attempts}`), { code: '40001' });
    });
    await expect(colliding).rejects.toThrow('collision 10');
  }, 30_000);
});
