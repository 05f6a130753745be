/**
 * A rate that is found from refusals: unlimited until the first. A refusal for the rate sets it a little below what was accepted
 * lately. Sending then continues at half of it, and half again with each further refusal, until a message is accepted; from then
 * on the whole rate holds, and grows slowly.
 */
export type AdaptivePace = {
  /** Whether there is no limit at present. */
  readonly isUnlimited: boolean;
  /** Milliseconds until the next message may be sent. */
  waitMs(now: number): number;
  /** Counts a message that is sent now. */
  begin(now: number): void;
  /** A message was accepted. @param isFirst whether it was its first attempt; only then does the rate grow */
  recordAccepted(now: number, isFirst: boolean): void;
  /** A message was refused for the rate. @param since when it was begun: one begun before the last fall of the rate is ignored */
  recordRefused(now: number, since: number): void;
  /** Lowers the rate a little before a pass of second attempts, which ought to be accepted. */
  slowDown(): void;
  /** Ends the limit: the refusals were not for the rate. */
  removeLimit(): void;
  /** Milliseconds after which a refused message is tried again. */
  readonly retryAfterMs: number;
};

const secondMs = 1_000;
/** Seconds over which accepted messages are counted. */
const windowSeconds = 60;
/** The new rate as a part of what was accepted. */
const shareOfAccepted = 0.975;
/** Where less than this part of the rate was accepted, the rate was wrong, and what was accepted replaces it. */
const minShareOfRate = 0.8;
/** The nth accepted message raises the rate by n times this part, but never by more than `maxGrowthPerSecond`. */
const growthPerMessage = 0.000005;
const maxGrowthPerSecond = 0.01;
const slowDownFactor = 0.95;
/** Messages a second where none was accepted yet: half of that is one. */
const firstRate = 2;
const minRate = 1 / 60;
const firstRetryMs = 2 * secondMs;
const maxRetryMs = 60 * secondMs;
const maxRefusalsInARow = 12;
/** The limit ends when the rate has grown to so many times what it was at its fall. */
const unlimitedFromFactor = 2;

type State = {
  /** Accepted messages by second. */
  accepted: Map<number, number>;
  startedAt: number | undefined;
  rate: number | undefined;
  acceptedSinceFall: number;
  /** The rate as it was set at the last fall. */
  rateAtFall: number;
  refusalsInARow: number;
  fellAt: number;
  /** The moment of the first refusal of those in a row. */
  shutSince: number;
  /** The longest time in which nothing was accepted: a relay may count by the minute. */
  longestShutMs: number;
  nextAt: number;
};

/** An adaptive pace that has no limit yet. Moments are milliseconds of the caller's clock. */
export function adaptivePace(): AdaptivePace {
  const state: State = {
    accepted: new Map(),
    startedAt: undefined,
    rate: undefined,
    acceptedSinceFall: 0,
    rateAtFall: 0,
    refusalsInARow: 0,
    fellAt: Number.NEGATIVE_INFINITY,
    shutSince: 0,
    longestShutMs: 0,
    nextAt: Number.NEGATIVE_INFINITY,
  };
  return {
    get isUnlimited() {
      return state.rate === undefined;
    },
    get retryAfterMs() {
      return retryAfterMs(state);
    },
    waitMs: now => (state.rate === undefined ? 0 : Math.max(0, state.nextAt - now)),
    begin(now) {
      state.startedAt ??= now;
      state.nextAt = Math.max(state.nextAt, now) + gapMs(state);
    },
    recordAccepted: (now, isFirst) => recordAccepted(state, now, isFirst),
    recordRefused: (now, since) => recordRefused(state, now, since),
    slowDown() {
      if (state.rate !== undefined) state.rate = Math.max(minRate, state.rate * slowDownFactor);
      state.acceptedSinceFall = 0;
      state.nextAt = Math.max(state.nextAt, state.fellAt + state.longestShutMs);
    },
    removeLimit() {
      state.rate = undefined;
      state.refusalsInARow = 0;
    },
  };
}

/** Milliseconds between two messages. */
const gapMs = ({ rate, refusalsInARow }: State): number =>
  rate === undefined ? 0 : secondMs / Math.max(minRate, rate / 2 ** refusalsInARow);

const retryAfterMs = ({ longestShutMs, refusalsInARow }: State): number =>
  Math.min(maxRetryMs, Math.max(firstRetryMs, longestShutMs, firstRetryMs * 2 ** (refusalsInARow - 1)));

/** Messages a second that were accepted lately. */
function acceptedRate({ accepted, startedAt }: State, now: number): number {
  const thisSecond = Math.floor(now / secondMs);
  let count = 0;
  for (const [second, messages] of accepted) {
    if (second <= thisSecond - windowSeconds) accepted.delete(second);
    else count += messages;
  }
  const spanMs = Math.min(windowSeconds * secondMs, now - (startedAt ?? now));
  return (count * secondMs) / Math.max(secondMs, spanMs);
}

function recordAccepted(state: State, now: number, isFirst: boolean): void {
  const second = Math.floor(now / secondMs);
  state.accepted.set(second, (state.accepted.get(second) ?? 0) + 1);
  // Counting drops the seconds before the window.
  if (state.accepted.size > windowSeconds + 1) acceptedRate(state, now);
  if (state.rate === undefined) return;
  if (state.refusalsInARow > 0) {
    state.longestShutMs = Math.min(maxRetryMs, Math.max(state.longestShutMs, now - state.shutSince));
    state.nextAt = Math.min(state.nextAt, now + secondMs / state.rate);
  }
  state.refusalsInARow = 0;
  if (isFirst)
    state.rate *= 1 + Math.min(growthPerMessage * ++state.acceptedSinceFall, maxGrowthPerSecond / state.rate);
  if (state.rate > unlimitedFromFactor * state.rateAtFall) state.rate = undefined;
}

function recordRefused(state: State, now: number, since: number): void {
  if (since <= state.fellAt) return;
  state.fellAt = now;
  if (state.refusalsInARow === 0) {
    state.rate = rateAfterRefusal(state.rate, acceptedRate(state, now));
    state.rateAtFall = state.rate;
    state.acceptedSinceFall = 0;
    state.shutSince = now;
  }
  state.refusalsInARow = Math.min(state.refusalsInARow + 1, maxRefusalsInARow);
  state.nextAt = now + gapMs(state);
}

function rateAfterRefusal(rate: number | undefined, accepted: number): number {
  if (accepted === 0) return rate ?? firstRate;
  const base = rate === undefined || accepted < minShareOfRate * rate ? accepted : rate;
  return Math.max(minRate, shareOfAccepted * base);
}
