import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { z } from 'zod';
import type { Store } from '../../src/store/store.ts';
import { hour, type Planned } from './year-plan.ts';
import type { Copy } from './year-server.ts';

const rowSchema = z.object({
  id: z.coerce.number(),
  week: z.string(),
  subscriber_id: z.coerce.number(),
  state: z.string(),
  is_open: z.coerce.number(),
  words: z.string().nullable(),
});
export type DeliveryRow = z.infer<typeof rowSchema>;

/** All deliveries, as they stand in the database. @param url of the store */
export async function deliveriesIn(url: string): Promise<DeliveryRow[]> {
  const query = 'select id, week, subscriber_id, state, is_open, words from deliveries order by id';
  if (url.startsWith('sqlite:')) {
    const db = new DatabaseSync(url.slice('sqlite:'.length), { readOnly: true });
    try {
      return z.array(rowSchema).parse(db.prepare(query).all());
    } finally {
      db.close();
    }
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return z.array(rowSchema).parse((await client.query(query)).rows);
  } finally {
    await client.end();
  }
}

/** A reader as they were when an issue's audience was frozen. */
export type Frozen = { id: number; zone: string | undefined };

/** What is known of the year besides the ledger. */
export type Year = {
  issues: readonly Planned[];
  /** Readers who were to get an issue when its run began; `changed` are those who came or went at that very moment. */
  audiences: ReadonlyMap<string, { readers: readonly Frozen[]; changed: ReadonlySet<number> }>;
  copies: readonly Copy[];
  /** Every address that a reader has had. */
  readerOf: ReadonlyMap<string, number>;
  /** Who has left, paused or was erased at any time. */
  away: ReadonlySet<number>;
  /** Deliveries that were on the wire when their process was killed, or lost its run to another. */
  cutOff: ReadonlySet<number>;
  /** Of whose message the server cut the connection instead of an answer: week and address. */
  cutAfterDot: ReadonlySet<string>;
  isDead(reader: number): boolean;
  giveUpDays: number;
};

/** A line of the account. */
export type Line = {
  week: string;
  'send at': string;
  readers: number;
  accepted: number;
  failed: number;
  skipped: number;
  uncertain: number;
  twice: number;
  missing: number;
  days: string;
};

/** Settles the account of the year. @returns a line an issue, and all that is wrong */
export async function settleAccount(
  store: Store,
  url: string,
  year: Year,
): Promise<{ lines: Line[]; wrong: string[] }> {
  const wrong: string[] = [];
  const rows = Map.groupBy(await deliveriesIn(url), ({ week }) => week);
  const copies = Map.groupBy(year.copies, ({ week, to }) => `${week} ${year.readerOf.get(to)}`);
  const cut = new Set([...year.cutAfterDot].map(key => key.replace(/ (.*)/, (_, to) => ` ${year.readerOf.get(to)}`)));
  for (const { week, to, at } of year.copies) {
    const issue = year.issues.find(one => one.week === week);
    const reader = year.audiences.get(week)?.readers.find(({ id }) => id === year.readerOf.get(to));
    if (issue === undefined) wrong.push(`a message of no issue went to ${to}: ${week}`);
    else if (reader !== undefined && at < issue.momentIn(reader.zone)) wrong.push(`${week} went to ${to} too early`);
  }
  const lines: Line[] = [];
  for (const { week, sendAt, fate } of year.issues) {
    const run = await store.ledger.run(week);
    const [mine, audience] = [rows.get(week) ?? [], year.audiences.get(week)];
    if (fate !== 'sent' || run === undefined || audience === undefined) {
      if (fate !== 'sent' && (run !== undefined || mine.length > 0)) wrong.push(`${week} (${fate}) was begun`);
      if (fate === 'sent') wrong.push(`${week} was not begun`);
      continue;
    }
    const byReader = Map.groupBy(mine, ({ subscriber_id }) => Math.abs(subscriber_id));
    const twice = mine.filter(row => (copies.get(keyOf(row))?.length ?? 0) > 1);
    const missing = audience.readers.filter(({ id }) => byReader.get(id)?.length !== 1 && !audience.changed.has(id));
    const known = new Set(audience.readers.map(({ id }) => id));
    for (const row of twice) wrong.push(`${week}: reader ${row.subscriber_id} has it twice (${row.state})`);
    for (const { id } of missing) wrong.push(`${week}: reader ${id} has ${byReader.get(id)?.length ?? 0} rows`);
    if (run.finishedAt === undefined) wrong.push(`${week} is not finished`);
    for (const row of mine) {
      const why = whyWrong(row);
      if (why !== undefined) wrong.push(`${week}: reader ${row.subscriber_id} is ${row.state} (${row.words}): ${why}`);
    }
    const count = (state: string): number => mine.filter(row => row.state === state).length;
    lines.push({
      week,
      'send at': sendAt,
      readers: mine.length,
      accepted: count('accepted'),
      failed: count('failed'),
      skipped: count('skipped'),
      uncertain: count('uncertain'),
      twice: twice.length,
      missing: missing.length,
      days: ((Date.parse(run.finishedAt ?? '') - Date.parse(run.startedAt)) / (24 * hour)).toFixed(1),
    });

    function whyWrong({ id, state, is_open, subscriber_id, words }: DeliveryRow): string | undefined {
      const reader = Math.abs(subscriber_id);
      const has = copies.has(`${week} ${reader}`);
      if (is_open !== 0) return 'open';
      if (!known.has(reader) && !audience?.changed.has(reader)) return 'was no reader when it began';
      switch (state) {
        case 'accepted':
          return has ? undefined : 'the server has no copy';
        case 'failed':
          if (!year.isDead(reader)) return 'the domain is not the dead one';
          return words === null || words.startsWith(`given up after ${year.giveUpDays} days`)
            ? undefined
            : 'it was not given up';
        case 'skipped':
          return has || !year.away.has(reader) ? 'no reason to' : undefined;
        case 'uncertain':
          return year.cutOff.has(id) || cut.has(`${week} ${reader}`) ? undefined : 'nothing was cut off';
        default:
          return 'not an end';
      }
    }
  }
  return { lines, wrong };
}

const keyOf = ({ week, subscriber_id }: DeliveryRow): string => `${week} ${Math.abs(subscriber_id)}`;
