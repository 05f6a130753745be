import { isDeepStrictEqual } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { onTestFinished } from 'vitest';
import { dueIssues } from '../../src/app/send/due-issues.ts';
import { sendDue } from '../../src/cli/commands/send/send-due.ts';
import { type Context, makeContext } from '../../src/cli/context.ts';
import { dueIn, dueVerdict, maxDueWaitMs, type RunSoFar, type ZoneCount } from '../../src/delivery/run/due-verdict.ts';
import { smtpTransport } from '../../src/delivery/smtp/smtp-transport.ts';
import { sendTime } from '../../src/publication/send-time.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { secret } from '../helpers/hebdo.ts';
import { type Frozen, settleAccount } from './year-account.ts';
import { compiled, newsletterOf } from './year-newsletter.ts';
import * as calendar from './year-plan.ts';
import { day, hour, minute, type Planned } from './year-plan.ts';
import { readersOf } from './year-readers.ts';
import { type Came, processWith, sendOnTime } from './year-sender.ts';
import { yearServer } from './year-server.ts';

const maxLateness = 36 * hour;
/** Issues whose first minute is the whole command's, with the compiling in a process of its own. */
const byCommand = (isLong: boolean): number[] => (isLong ? [13, 43, 53] : [53]);

/** What a scheduler is to do with an issue, by the plan. */
function expectedVerdict(issue: Planned, run: RunSoFar, now: number): string {
  if (issue.fate === 'draft') return 'draft';
  if (run === 'finished') return 'sent';
  if (run !== 'none') return (run.nextDue?.getTime() ?? 0) > now + maxDueWaitMs ? 'waiting' : 'due';
  if (now < issue.begins) return 'waiting';
  return now - issue.begins > maxLateness ? 'too-late' : 'due';
}

/** @param database where the ledger is @param readers how many there are at first @param giveUpDays what `give_up_after` is */
export type Wanted = {
  seed: number;
  database(folder: string): string;
  readers: number;
  giveUpDays: number;
  isLong: boolean;
};

/** Lives through the year, minute by minute. @returns the account, all that is wrong, and how often what happened */
export async function liveThrough({ seed, database, readers: count, giveUpDays, isLong }: Wanted) {
  const random = calendar.randomFrom(seed);
  const spans = calendar.spansOf(isLong);
  const numbers = [...new Set([...spans.flat(), ...calendar.unsent])].sort((a, b) => a - b);
  const issues = numbers.map(number => calendar.plan(number, seed));
  const troubles = calendar.troublesOf(issues, random);
  const wrong: string[] = [];
  const told = new Set<string>();
  const happened = { minutes: 0, verdicts: 0, runs: 0, kills: 0, stalls: 0, 'stops set': 0, 'reader events': 0 };
  let now = 0;
  const date = (): Date => new Date(now);
  const isOn = (who: calendar.Trouble['who']): boolean =>
    troubles.some(trouble => trouble.who === who && trouble.from <= now && now < trouble.to);

  const folder = await newsletterOf(issues, giveUpDays);
  const url = database(folder);
  const store = await openStore(url);
  const stores = [store, await openStore(url), await openStore(url)];
  onTestFinished(async () => {
    for (const one of stores) await one.close();
  });
  const readers = await readersOf(store, count, random);
  const server = await yearServer({
    now: () => now,
    random,
    isAway: () => isOn('server'),
    refusesUs: () => isOn('refuses us'),
    onTaken: async () => {
      if (random() < 0.01) await readers.leave(date());
    },
  });

  const { newsletter, sendables } = await compiled(folder, issues);
  for (const { week, momentIn } of issues)
    for (const zone of calendar.zones) {
      const sendable = sendables.get(week);
      const time = sendable && sendTime(sendable.issue, newsletter.publication.time_zone);
      const at = time && dueIn(time, newsletter.publication.time_zone)(zone);
      if (at !== undefined && at.getTime() !== momentIn(zone))
        wrong.push(`${week} is due at ${at.toISOString()}, ${zone}`);
    }
  const usual = await makeContext(folder, false, process);
  const context: Context = {
    ...usual,
    env: { HEBDO_SMTP_URL: `smtp://127.0.0.1:${server.port}`, HEBDO_SECRET: secret, HEBDO_DATABASE_URL: url },
    terminal: { ...usual.terminal, interactive: false, say: () => undefined },
    now: date,
    openStore: () => openStore(url),
    print: () => undefined,
    refuse: async () => 1,
  };
  const transport = smtpTransport({ host: '127.0.0.1', port: server.port, tls: 'never' });

  const runs = new Map<string, RunSoFar>(issues.map(({ week }) => [week, 'none']));
  const lastCode = new Map<string, Came['code']>();
  const audiences = new Map<string, { readers: Frozen[]; changed: ReadonlySet<number> }>();
  const cutOff = new Set<number>();
  let zones: ZoneCount[] = [];
  /** A sender is silent for longer than its lease: others take what it has. */
  let isStalling = false;
  const look = async (weeks: Iterable<string>): Promise<void> => {
    for (const week of weeks) {
      const run = await store.ledger.run(week);
      if (run === undefined) continue;
      const nextDue = run.finishedAt === undefined ? await store.ledger.nextDue(week, date()) : undefined;
      runs.set(week, run.finishedAt === undefined ? { nextDue } : 'finished');
    }
    zones = await store.subscribers.countByTimeZone(date());
  };

  /** Asks what is due. Issues that are far away are asked about once an hour, unless all are to be. */
  const ask = (all = now % hour === 0): Planned[] => {
    const instant = Temporal.Instant.fromEpochMilliseconds(now);
    happened.minutes++;
    return issues.filter(issue => {
      const [sendable, run] = [sendables.get(issue.week), runs.get(issue.week) ?? 'none'];
      if (sendable === undefined) return false;
      if (!all && run === 'none' && Math.abs(issue.begins - now) > 40 * hour) return false;
      happened.verdicts++;
      const { kind } = dueVerdict(sendable.issue, newsletter.publication, { run, now: instant, readers: zones });
      const expected = expectedVerdict(issue, run, now);
      if (kind !== expected) wrong.push(`${date().toISOString()}: ${issue.week} is ${kind}, not ${expected}`);
      return kind === 'due';
    });
  };
  /** The command finds the same, and tells what it will not send. */
  const askCommand = async (): Promise<void> => {
    const found = await dueIssues(newsletter, store, date());
    const due = ask(true).map(({ week }) => week);
    if (!isDeepStrictEqual(found.due, due))
      wrong.push(`${date().toISOString()}: due are ${found.due}, and by the verdicts ${due}`);
    for (const { rule, file } of found.problems) told.add(`${rule} ${file}`);
  };

  /** One scheduler's turn: every issue that is due, one after another. */
  const turn = async (own: Store, due: readonly Planned[]): Promise<void> => {
    // A stop takes twenty refusals of one process.
    const killed = random() < 0.2 && !isOn('refuses us');
    const process = processWith(killed ? Math.floor(random() * 80) : Number.POSITIVE_INFINITY);
    for (const { week } of due) {
      const sendable = sendables.get(week);
      if (sendable === undefined) continue;
      const sending = {
        sendable,
        store: own,
        transport,
        sender: { secret },
        options: { connections: 1 + Math.floor(random() * 4) },
      };
      const { code, problems } = await sendOnTime(context, sending, process);
      happened.runs++;
      lastCode.set(week, code);
      if (code === 'lost' && !isStalling) wrong.push(`${date().toISOString()}: ${week} was taken from who has it`);
      for (const { message } of problems) wrong.push(`${date().toISOString()}: ${week} was refused: ${message}`);
      if (code === 'killed' || code === 'lost') for (const id of process.onTheWire) cutOff.add(id);
      if (code !== 'killed') continue;
      happened.kills++;
      return;
    }
  };
  const command = async (): Promise<void> => {
    const code = await sendDue(context, { durability: 'process' }, new AbortController().signal);
    // One issue has a time that does not exist, which it says with 1.
    if (![1, 3, 4].includes(code)) wrong.push(`${date().toISOString()}: send --due ended with ${code}`);
  };
  /** Several schedulers at the same minute; one of them may be stopped until it has lost its lease. */
  const turns = async (due: readonly Planned[]): Promise<void> => {
    const first = due.filter(({ week }) => runs.get(week) === 'none');
    const frozen = await readers.due(date());
    readers.changed.clear();
    const isStalled = random() < 0.3;
    const stall = isStalled ? server.stall(random() < 0.5 ? 'RCPT' : 'dot') : undefined;
    const [one, ...others] = stores.slice(0, 1 + Math.floor(random() * 3));
    const begun = Promise.all([
      one && (first.some(({ number }) => byCommand(isLong).includes(number)) ? command() : turn(one, due)),
      ...others.map(own => turn(own, due)),
    ]);
    if (stall !== undefined && (await Promise.race([stall.reached, begun.then(() => false)]))) {
      happened.stalls++;
      isStalling = true;
      for (let passed = 0; passed < 2; passed++) {
        now += minute;
        await look(due.map(({ week }) => week));
        ask();
      }
      await turn(stores[2] ?? store, due);
    }
    stall?.release();
    await begun;
    isStalling = false;
    await look(due.map(({ week }) => week));
    for (const { week } of first)
      if (runs.get(week) !== 'none') audiences.set(week, { readers: frozen, changed: new Set(readers.changed) });
  };
  /** Whether a scheduler does more than look, this minute. Where there is nothing to do, or no way, not each does. */
  const acts = ({ week }: Planned): boolean => {
    const run = runs.get(week);
    if (run === undefined || run === 'none' || run === 'finished') return run === 'none';
    if ((run.nextDue?.getTime() ?? 0) > now) return random() < 0.01;
    return random() < ([3, 4].includes(Number(lastCode.get(week))) ? 0.04 : 0.3);
  };

  let steppedBack = false;
  let isStopped = false;
  for (const numbers of spans) {
    const { from, to } = calendar.limitsOf(numbers);
    now = Math.max(now, from);
    await look(issues.map(({ week }) => week));
    const isOpen = (): boolean => [...runs.values()].some(run => typeof run === 'object');
    for (; now < to || (isOpen() && now < to + 12 * day); now += minute) {
      if (random() < (isLong ? 0.0008 : 0.0015)) {
        await readers.event(date());
        happened['reader events']++;
        zones = await store.subscribers.countByTimeZone(date());
      }
      const step = issues.find(({ number }) => number === calendar.clockGoesBackIn);
      if (!steppedBack && step !== undefined && now >= step.begins + 10 * minute) {
        steppedBack = true;
        now -= hour;
        await look(issues.map(({ week }) => week));
      }
      const due = ask();
      if (now % (4 * day) === 0) await askCommand();
      if (isOn('scheduler')) continue;
      const acting = due.filter(acts);
      if (acting.length === 0) continue;
      if (acting.some(({ week }) => runs.get(week) === 'none')) await askCommand();
      await turns(acting);
      const stop = (await store.stops.current()) !== undefined;
      if (stop && !isStopped) happened['stops set']++;
      isStopped = stop;
    }
    if (isOpen()) wrong.push(`unfinished twelve days after ${new Date(to).toISOString()}`);
  }
  if ((await store.stops.current()) !== undefined) wrong.push('a stop was not lifted');
  const { readerOf, away, isDead } = readers;
  const { copies, cutAfterDot } = server;
  const year = { issues, audiences, copies, readerOf, away, cutOff, cutAfterDot, isDead, giveUpDays };
  const account = await settleAccount(store, url, year);
  return { lines: account.lines, wrong: [...wrong, ...account.wrong], told: [...told].sort(), happened };
}
