import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { hebdo, start } from '../helpers/hebdo.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { listOf, week } from './newsletter.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

const recipients = 100;

it('an older database that comes back under workers is sent from by none of them, alive or new', async () => {
  const { url, taken } = await smtpSink();
  const database = await postgres.fresh();
  const folder = await listOf(recipients, url, database);
  const watching = start(folder, ['send', week, '--yes', '--hand-out']);
  onTestFinished(() => void watching.child.kill('SIGKILL'));
  const client = new Client({ connectionString: database });
  await client.connect();
  onTestFinished(() => client.end());
  const tables = ['deliveries', 'runs', 'chunks'];
  const chunks = async () => Number((await client.query('select count(*) as n from chunks')).rows[0].n);
  await expect.poll(chunks, { timeout: 60_000 }).toBeGreaterThan(0);
  watching.child.kill('SIGINT');
  await watching.ended;
  for (const table of tables) await client.query(`create table old_${table} as select * from ${table}`);

  const alive = start(folder, ['worker']);
  onTestFinished(() => void alive.child.kill('SIGKILL'));
  await expect.poll(() => taken.length, { timeout: 60_000 }).toBe(recipients);
  await expect.poll(chunks, { timeout: 30_000 }).toBe(0);
  // The marker says so soon after the last chunk.
  const marker = () => readFile(join(folder, `.hebdo/runs/${week}.json`), 'utf8').catch(() => '');
  await expect.poll(marker, { timeout: 30_000 }).toContain(`"accepted":${recipients}`);
  // What a restored dump does, in one moment.
  await client.query('begin');
  for (const table of tables) {
    await client.query(`delete from ${table}`);
    await client.query(`insert into ${table} overriding system value select * from old_${table}`);
  }
  await client.query('commit');
  let said = '';
  for (const stream of [alive.child.stdout, alive.child.stderr])
    stream.on('data', chunk => {
      said += chunk;
    });
  await expect.poll(() => said, { timeout: 60_000 }).toContain('ledger-behind');
  const another = await hebdo(folder, ['worker', '--once']);
  expect(another.err).toContain('ledger-behind');
  expect(taken).toHaveLength(recipients);
  alive.child.kill('SIGTERM');
  await alive.ended;
}, 180_000);
