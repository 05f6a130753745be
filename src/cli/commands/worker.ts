import { setTimeout as pause } from 'node:timers/promises';
import { chunkLedger } from '../../delivery/chunk-ledger.ts';
import { isDeadHolder, newHolder } from '../../delivery/holder.ts';
import { withoutAddresses } from '../../delivery/reply.ts';
import { deliver, leaseTime, type RunEnd, usualRetry } from '../../delivery/run.ts';
import type { Transport } from '../../delivery/transport.ts';
import { warmUpBudget } from '../../delivery/warm-up.ts';
import type { MessageMaker } from '../../message/message.ts';
import type { Publication } from '../../publication/schema.ts';
import type { Chunk } from '../../store/chunks.ts';
import type { Store } from '../../store/store.ts';
import { compileApart } from '../compile-apart.ts';
import { type Context, type ExitCode, exit } from '../context.ts';
import { type Log, makeLog } from '../log.ts';
import { isPostgres, manyNeedPostgres } from '../many.ts';
import { makeMetrics } from '../metrics.ts';
import { type SendSettings, sendSettings, transportOf } from '../settings.ts';

const lookEvery = 1_000;
const usualConnections = 5;

type Work = {
  store: Store;
  transport: Transport;
  settings: SendSettings;
  holder: string;
  connections?: number;
  log: Log;
};

/** What a worker needs of an issue; nothing where its files here are not those that the run began with. */
type Issue = { publication: Publication; makers: ReadonlyMap<string, MessageMaker>; usual: MessageMaker };

/** `hebdo worker`: takes pieces of runs that were handed out, one after another, until it is told to stop. */
export async function worker(
  context: Context,
  { connections, once, health }: { connections?: number; once: boolean; health?: number },
  signal: AbortSignal,
): Promise<ExitCode> {
  const { terminal, refuse, env, folder, now } = context;
  if (!isPostgres(context)) return refuse([manyNeedPostgres]);
  const settings = await sendSettings(folder, env);
  if (settings.value === undefined) return refuse(settings.problems);
  const store = await context.openStore();
  const log = await makeLog(env);
  const work: Work = {
    store,
    transport: await transportOf(settings.value),
    settings: settings.value,
    holder: newHolder(),
    connections,
    log,
  };
  // What it works on, and what stands in its way.
  const state = { well: true, week: '', piece: -1, pieces: 0, words: '' };
  const watched = health === undefined ? undefined : await watchedOver(state, health);
  const issues = new Map<string, Promise<Issue | undefined>>();
  terminal.say('  Waiting for pieces of runs: hebdo send ISSUE --hand-out   (Ctrl-C ends it)');
  try {
    while (!signal.aborted) {
      await store.chunks.free(isDeadHolder, now());
      const chunk = await store.chunks.take(work.holder, now(), new Date(now().getTime() + leaseTime));
      if (chunk === undefined) {
        if (once) break;
        await pause(lookEvery, undefined, { signal }).catch(() => undefined);
        continue;
      }
      const issue = issues.get(chunk.week) ?? prepare(context, work, chunk.week);
      issues.set(chunk.week, issue);
      const prepared = await issue.catch((cause: unknown) => {
        issues.delete(chunk.week);
        throw cause;
      });
      if (prepared === undefined) {
        issues.delete(chunk.week);
        await store.chunks.release(chunk, work.holder, now());
        await pause(10 * lookEvery, undefined, { signal }).catch(() => undefined);
        continue;
      }
      Object.assign(state, { week: chunk.week, piece: chunk.number });
      const end = await runChunk(context, work, chunk, prepared, signal);
      const isAway = end.kind === 'unreachable' || end.kind === 'rejected';
      Object.assign(state, { well: !isAway, pieces: state.pieces + 1, words: isAway ? end.words : '' });
      log.info({ week: chunk.week, chunk: chunk.number, ...end }, 'chunk ends');
      if (isAway) {
        terminal.say(`  The SMTP server cannot be used: ${end.words}. It is tried again; nothing is lost.`);
        await pause(10 * lookEvery, undefined, { signal }).catch(() => undefined);
      }
      if (end.kind === 'spent') {
        terminal.say(`  The share of today's warm-up is sent; the rest waits for ${end.until.toISOString()}.`);
        if (once) break;
        await pause(60 * lookEvery, undefined, { signal }).catch(() => undefined);
      }
    }
    return exit.done;
  } finally {
    await watched?.close();
    await store.close();
  }
}

async function watchedOver(state: { well: boolean }, port: number) {
  const [{ healthApp }, { serveWeb }] = await Promise.all([
    import('../../web/health.ts'),
    import('../../web/server.ts'),
  ]);
  return serveWeb(
    healthApp(() => ({ ...state })),
    { host: '0.0.0.0', port },
  );
}

/** Compiles an issue here, and makes sure that it is the one whose run began. */
async function prepare(context: Context, { store, settings }: Work, week: string): Promise<Issue | undefined> {
  const { terminal, refuse, folder } = context;
  const compiled = await compileApart('issue', folder, week);
  if (compiled.value === undefined) {
    await refuse(compiled.problems);
    return undefined;
  }
  const { publication, emails, contentHash } = compiled.value;
  if ((await store.ledger.run(week))?.contentHash !== contentHash) {
    terminal.say(`  ${week} is another here than the one that was handed out: its pieces are left to others.`);
    return undefined;
  }
  const { messageMaker } = await import('../../message/message.ts');
  const sender = { ...settings.sender, publication };
  const makers = new Map(emails.map(email => [email.language, messageMaker(email, sender)]));
  const [usual] = makers.values();
  if (usual === undefined) throw new Error(`${week} has no edition`);
  return { publication, makers, usual };
}

/** Delivers a piece. Limits of hebdo.yaml are for all: each of so many workers keeps to its share of them. */
async function runChunk(
  { env, now }: Context,
  { store, transport, holder, connections, log }: Work,
  chunk: Chunk,
  { publication, makers, usual }: Issue,
  signal: AbortSignal,
): Promise<RunEnd> {
  const workers = Math.max(1, await store.chunks.workers(now()));
  const share = (limit: number | undefined): number | undefined => (limit === undefined ? undefined : limit / workers);
  const { sending } = publication;
  const domains = Object.fromEntries(
    Object.entries(sending.domains).map(([domain, { rate, connections: most }]) => [
      domain,
      { rate: share(rate), connections: most === undefined ? undefined : Math.max(1, Math.floor(most / workers)) },
    ]),
  );
  const budget = await warmUpBudget(publication, now(), store.ledger.triedSince);
  if (budget !== undefined) budget.left = Math.floor(budget.left / workers);
  const metrics = await makeMetrics(env, chunk.week);
  const all = sending.connections;
  const end = await deliver({
    week: chunk.week,
    holder,
    ledger: chunkLedger(store.ledger, store.chunks, chunk),
    transport,
    connections: connections ?? (all === undefined ? usualConnections : Math.max(1, Math.floor(all / workers))),
    rate: share(sending.rate),
    domains,
    budget,
    compose: (language, recipient) => (makers.get(language) ?? usual)(recipient, now()),
    now,
    signal,
    // What is deferred goes back with its piece: nobody waits for it.
    retry: { ...usualRetry, patience: 0 },
    settled(delivery, { state, code, words }) {
      metrics.settled(delivery.language, state);
      const event = { week: chunk.week, delivery: delivery.id, domain: delivery.domain, state, code };
      if (state === 'accepted' || state === 'queued') log.debug(event, 'delivery');
      else log.info({ ...event, words: withoutAddresses(words ?? '') }, 'delivery');
    },
  });
  await metrics.close();
  return end;
}
