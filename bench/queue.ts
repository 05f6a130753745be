// What a run of millions costs besides its messages, in PostgreSQL: freezing the audience, cutting it into chunks, and workers
// taking and giving back all chunks of ten million. `npm run bench:queue`. The chunks' deliveries are not sent: see stores.ts.
import { Client } from 'pg';
import { PgBoss } from 'pg-boss';
import { openStore } from '../src/store/store.ts';
import { startPostgres } from '../tests/helpers/postgres.ts';

const subscribers = Number(process.argv[2] ?? 1_000_000);
const [week, simulated] = ['2026-W48', '2026-W49'];
const [chunks, takers] = [20_000, 16];
const postgres = await startPostgres();
const url = await postgres.fresh();
const store = await openStore(url);
const client = new Client({ connectionString: url });
await client.connect();
const rows: string[] = [];
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  rows.push(`| ${what} | ${((performance.now() - start) / 1_000).toFixed(2)} s |`);
  return result;
}

await client.query(
  `insert into subscribers (address, address_key, domain, language, status, created_at, updated_at)
   select 'r' || i || '@d' || i % 500 || '.example', 'r' || i || '@d' || i % 500 || '.example', 'd' || i % 500 || '.example',
     case when i % 3 = 0 then 'en' else 'fr' end, 'active', '2026-01-01', '2026-01-01' from generate_series(1, $1::int) i`,
  [subscribers],
);
await client.query('analyze');
const now = new Date();
const until = new Date(now.getTime() + 600_000);
const claim = { contentHash: 'x', holder: 'me', now, until, isDead: () => false, editionFor: (one: string) => one };
const million = `${(subscribers / 1_000_000).toLocaleString('en')} million`;
const claimed = await timed(`freezing an audience of ${million}`, () => store.ledger.claim({ ...claim, week }));
const token = 'token' in claimed ? claimed.token : 0;
await timed('cutting it into chunks of 500', () => store.chunks.cut(week, token, 500));
await timed('counting it by state and language', () => store.ledger.counts(week, now));
const size = await client.query<{ heap: string; indexes: string }>(
  `select pg_table_size('deliveries') as heap, pg_indexes_size('deliveries') as indexes`,
);

await client.query('delete from chunks');
await client.query(`insert into runs (week, content_hash, started_at) values ($1, 'x', '2026')`, [simulated]);
await client.query(
  `insert into chunks (week, number, first_id, last_id)
   select $1, i, $3::bigint + i * 500, $3::bigint + i * 500 + 499 from generate_series(0, $2::int - 1) i`,
  [simulated, chunks, subscribers + 1],
);
await timed(`giving ${chunks.toLocaleString('en')} chunks their jobs`, () => store.chunks.cut(simulated, 0, 500));
await timed(
  `${takers} workers taking and giving back ${chunks.toLocaleString('en')} chunks (ten million deliveries)`,
  () =>
    Promise.all(
      Array.from({ length: takers }, async (_, i) => {
        for (;;) {
          const chunk = await store.chunks.take([simulated], `worker ${i}`, new Date());
          if (chunk === undefined) return;
          await store.chunks.release(chunk, new Date());
        }
      }),
    ),
);
const boss = new PgBoss({ connectionString: url, max: 8, supervise: false, schedule: false });
await boss.start();
await boss.createQueue('chunks');
for (let at = 0; at < chunks; at += 1_000)
  await boss.insert(
    'chunks',
    Array.from({ length: 1_000 }, (_, i) => ({ data: { week: simulated, number: at + i } })),
  );
await timed(
  `for comparison, ${takers} workers fetching and completing as many jobs of pg-boss, without waiting between polls`,
  () =>
    Promise.all(
      Array.from({ length: takers }, async () => {
        for (;;) {
          const [job] = await boss.fetch('chunks');
          if (job === undefined) return;
          await boss.complete('chunks', job.id);
        }
      }),
    ),
);
await boss.stop();
console.log(`| what | takes |\n|---|---|\n${rows.join('\n')}\n`);
const perDelivery = (bytes: string | undefined): string => (Number(bytes) / subscribers).toFixed(0);
console.log(
  `A delivery takes ${perDelivery(size.rows[0]?.heap)} bytes of the table and ${perDelivery(size.rows[0]?.indexes)} of its indexes.`,
);
console.log(`Run finished: ${(await store.ledger.run(simulated))?.finishedAt !== undefined}`);
await client.end();
await store.close();
await postgres.stop();
process.exit(0);
