import type { OpenDelivery } from '../../store/ledger/delivery.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { AdaptivePace } from '../pacing/adaptive-pace.ts';
import {
  beginMessage,
  type DomainLimits,
  type DomainPaces,
  endMessage,
  type MessageEnd,
  waitMsOf,
} from '../pacing/domain-paces.ts';
import { clock, type Shared, type Timer } from '../pacing/pace.ts';
import type { Budget } from '../pacing/warm-up.ts';

/** Deliveries read from the ledger at a time: enough that no connection waits for the database. */
const readAheadDeliveries = 400;
/** Deliveries held in memory until their domain may be sent to. Further ones stay in the ledger and are read again later. */
const maxHeldDeliveries = 2_000;
/** A domain that must be waited for longer is slow. */
const slowAfterMs = 2_000;
/** The longest sleep of a waiting connection before it looks again. */
const recheckAfterMs = 200;

/**
 * The deliveries of a run that are due at one moment, as far as the day's budget allows, handed out one by one, each once, as the pace
 * of its domain allows.
 *
 * @example
 * const queue = deliveryQueue({ ledger, week: '2026-W48', now });
 * for (let delivery = await queue.takeNext(signal); delivery; delivery = await queue.takeNext(signal)) {
 *   // … it is sent, and settled in the ledger …
 *   queue.finish(delivery, 'accepted');
 * }
 */
export type DeliveryQueue = {
  /** Waits for the next delivery. @returns undefined if none is left, only slow domains are left, or the signal aborts */
  takeNext(signal: AbortSignal): Promise<OpenDelivery | undefined>;
  /** The next delivery that can be sent without waiting; undefined if there is none now. */
  takeReady(): OpenDelivery | undefined;
  /** A delivery that was taken is settled: how its message ended. */
  finish(delivery: OpenDelivery, how: MessageEnd): void;
  /** A delivery that is open again in the ledger is left to the next pass. */
  leaveOut(delivery: OpenDelivery): void;
  /** Whether it ended although deliveries to slow domains are left. */
  readonly hasSlowLeft: boolean;
  /** Whether it has deliveries for other domains than these. */
  hasOthers(domains: ReadonlySet<string>): boolean;
};

type QueueOptions = {
  ledger: Pick<Ledger, 'open'>;
  week: string;
  now: Date;
  domains?: DomainLimits;
  budget?: Budget;
  shared?: Shared;
  rates?: Map<string, AdaptivePace>;
  /** How long slow domains are waited for when nothing else is left. */
  maxSlowWaitMs?: number;
  /** Whether the order is random: a probe of one message must not meet the same recipient each time. */
  isShuffled?: boolean;
  timer?: Timer;
};

type State = {
  options: QueueOptions;
  timer: Timer;
  domains: DomainPaces;
  /** Deliveries that were read, in their order. */
  page: OpenDelivery[];
  /** Deliveries that wait for their domain, by domain, and the ids of all of them. */
  held: Map<string, OpenDelivery[]>;
  heldIds: Set<number>;
  leftOut: Set<number>;
  /** When deliveries were taken that are not finished, by id. */
  begunAt: Map<number, number>;
  /** The id up to which the ledger was read; infinite when it was read to its end. */
  readUpTo: number;
  reading: Promise<void> | undefined;
  /** The first delivery that was left in the ledger because too many are held. */
  passedOver: number | undefined;
  /** Since when only slow domains are left. */
  onlySlowSince: number | undefined;
  hasSlowLeft: boolean;
};

/** A queue of the deliveries that are due at `options.now`. */
export function deliveryQueue(options: QueueOptions): DeliveryQueue {
  const { domains: limits = {}, rates = new Map(), shared, timer = clock } = options;
  const state: State = {
    options,
    timer,
    domains: { limits, shared, timer, paces: new Map(), rates },
    page: [],
    held: new Map(),
    heldIds: new Set(),
    leftOut: new Set(),
    begunAt: new Map(),
    readUpTo: 0,
    reading: undefined,
    passedOver: undefined,
    onlySlowSince: undefined,
    hasSlowLeft: false,
  };
  return {
    get hasSlowLeft() {
      return state.hasSlowLeft;
    },
    leaveOut: ({ id }) => void state.leftOut.add(id),
    hasOthers: known =>
      !isAllRead(state) ||
      state.page.some(({ domain }) => !known.has(domain)) ||
      [...state.held.keys()].some(domain => !known.has(domain)),
    takeReady() {
      // A failed read fails again in `takeNext`, which awaits it.
      if (state.page.length < readAheadDeliveries / 4 && !isAllRead(state)) read(state).catch(() => undefined);
      return takeReady(state);
    },
    takeNext: signal => takeNext(state, signal),
    finish({ id, domain, attempts }, how) {
      const since = state.begunAt.get(id);
      state.begunAt.delete(id);
      endMessage(state.domains, domain, how, { since, isFirst: attempts === 0 });
    },
  };
}

const isAllRead = ({ readUpTo }: State): boolean => readUpTo === Number.POSITIVE_INFINITY;
const isSpent = ({ options: { budget } }: State): boolean => budget !== undefined && budget.left <= 0;
const isReady = ({ domains }: State, domain: string): boolean => waitMsOf(domains, domain) <= 0;

/** Reads the next deliveries of the ledger; callers at the same time share one read. */
function read(state: State): Promise<void> {
  const { ledger, week, now, isShuffled = false } = state.options;
  state.reading ??= ledger
    .open(week, now, { after: state.readUpTo, limit: readAheadDeliveries })
    .then(rows => {
      const last = rows.length < readAheadDeliveries ? undefined : rows.at(-1);
      state.readUpTo = last?.id ?? Number.POSITIVE_INFINITY;
      // Rows that were passed over are read again, together with some that are held or in transit.
      const known = [state.heldIds, state.begunAt, state.leftOut];
      const added = rows.filter(({ id }) => !known.some(ids => ids.has(id)));
      state.page.push(...(isShuffled ? shuffled(added) : added));
    })
    .finally(() => {
      state.reading = undefined;
    });
  return state.reading;
}

async function takeNext(state: State, signal: AbortSignal): Promise<OpenDelivery | undefined> {
  const { page, heldIds } = state;
  while (!signal.aborted) {
    const delivery = takeReady(state);
    if (delivery !== undefined) return delivery;
    if (isSpent(state)) return undefined;
    if (
      page.length === 0 &&
      isAllRead(state) &&
      state.passedOver !== undefined &&
      heldIds.size < maxHeldDeliveries / 2
    ) {
      state.readUpTo = state.passedOver - 1;
      state.passedOver = undefined;
    }
    if (page.length === 0 && !isAllRead(state)) await read(state);
    else if (heldIds.size === 0 && page.length === 0) return undefined;
    else if (!(await waitForDomains(state, signal))) return undefined;
  }
  return undefined;
}

/** Sleeps until a held domain may be ready. @returns false if only slow domains are left and have been waited for long enough */
async function waitForDomains(state: State, signal: AbortSignal): Promise<boolean> {
  const { timer, options } = state;
  const waits = [...state.held.keys()].map(domain => waitMsOf(state.domains, domain));
  if (waits.every(wait => wait > slowAfterMs)) {
    state.onlySlowSince ??= timer.now();
    if (timer.now() - state.onlySlowSince >= (options.maxSlowWaitMs ?? Number.POSITIVE_INFINITY)) {
      state.hasSlowLeft = true;
      return false;
    }
  } else state.onlySlowSince = undefined;
  await timer.sleep(Math.max(1, Math.min(recheckAfterMs, ...waits)), signal);
  return true;
}

function takeReady(state: State): OpenDelivery | undefined {
  const delivery = isSpent(state) ? undefined : (pickHeld(state) ?? pickRead(state));
  if (delivery === undefined) return undefined;
  state.begunAt.set(delivery.id, beginMessage(state.domains, delivery.domain));
  const { budget } = state.options;
  if (budget !== undefined) budget.left--;
  return delivery;
}

/** Takes the first held delivery whose domain is ready. */
function pickHeld(state: State): OpenDelivery | undefined {
  const { held, heldIds } = state;
  for (const [domain, waiting] of held) {
    if (!isReady(state, domain)) continue;
    const delivery = waiting.shift();
    if (waiting.length === 0) held.delete(domain);
    if (delivery === undefined) continue;
    heldIds.delete(delivery.id);
    return delivery;
  }
  return undefined;
}

/** Takes the first delivery of the page whose domain is ready; those before it are held. */
function pickRead(state: State): OpenDelivery | undefined {
  const { page, held, heldIds } = state;
  for (let delivery = page.shift(); delivery !== undefined; delivery = page.shift()) {
    const waiting = held.get(delivery.domain);
    if (waiting === undefined && isReady(state, delivery.domain)) return delivery;
    if (waiting === undefined) held.set(delivery.domain, [delivery]);
    else if (heldIds.size < maxHeldDeliveries) waiting.push(delivery);
    else {
      state.passedOver ??= delivery.id;
      continue;
    }
    heldIds.add(delivery.id);
  }
  return undefined;
}

/** The same items in random order (Fisher and Yates). */
function shuffled<T>(items: readonly T[]): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    const [a, b] = [all[i], all[j]];
    if (a !== undefined && b !== undefined) [all[i], all[j]] = [b, a];
  }
  return all;
}
