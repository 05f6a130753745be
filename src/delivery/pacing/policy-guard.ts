import { refusalClass } from '../../replies/refusal.ts';
import type { Outcome } from '../smtp/transport.ts';

/**
 * Refusals that may be of us, one after another, after which going on would only make our name worse; and so many where they are
 * all that a pass has come to, for a short list.
 */
const maxRefusalsInARow = 20;
const enoughRefusals = 3;

/** Minutes until one message is tried again after all sending was stopped; the last holds for all that follow. */
const probePauses = [15, 30, 60, 120, 240];

/** Milliseconds until the next probe. @param probes how many there were */
export const probePause = (probes: number): number =>
  (probePauses[Math.min(probes, probePauses.length - 1)] ?? 60) * 60_000;

/** Whether the server refuses us, and not this reader. */
export const isRefusalOfUs = (outcome: Outcome): boolean =>
  outcome.kind === 'refused' && (outcome.isOurs === true || refusalClass(outcome.code, outcome.words) === 'policy');

/** Whether a refusal may be one of us: it is not plainly about the reader. */
const mayBeOfUs = (outcome: Outcome): boolean =>
  isRefusalOfUs(outcome) || (outcome.kind === 'refused' && refusalClass(outcome.code, outcome.words) === 'other');

/** Watches for a server that refuses us whoever the reader is; `refusal` is then what it said. */
export type PolicyGuard = {
  readonly refusal: { code?: number; words: string } | undefined;
  see(outcome: Outcome): void;
  /** A pass is over in which nothing was accepted. */
  endInVain(): void;
};

export function policyGuard(): PolicyGuard {
  let inARow = 0;
  let last: PolicyGuard['refusal'];
  let refusal: PolicyGuard['refusal'];
  return {
    get refusal() {
      return refusal;
    },
    see(outcome) {
      if (outcome.kind === 'accepted') inARow = 0;
      if (outcome.kind !== 'refused' || !mayBeOfUs(outcome)) return;
      if (isRefusalOfUs(outcome) || last === undefined) last = { code: outcome.code, words: outcome.words };
      if (++inARow >= maxRefusalsInARow) refusal = last;
    },
    endInVain() {
      if (inARow >= enoughRefusals) refusal ??= last;
    },
  };
}
