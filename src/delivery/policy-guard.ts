import { refusalClass } from '../message/refusal.ts';
import type { Outcome } from './transport.ts';

/** Refusals of us, one after another, after which going on would only make our name worse. */
const maxRefusalsInARow = 20;

/** Minutes until one message is tried again after all sending was stopped; the last holds for all that follow. */
const probePauses = [15, 30, 60, 120, 240];

/** Milliseconds until the next probe. @param probes how many there were */
export const probePause = (probes: number): number =>
  (probePauses[Math.min(probes, probePauses.length - 1)] ?? 60) * 60_000;

/** Whether the server refuses us, and not this reader. */
export const isRefusalOfUs = (outcome: Outcome): boolean =>
  outcome.kind === 'refused' && refusalClass(outcome.code, outcome.words) === 'policy';

/** Watches for a server that refuses us whoever the reader is; `refusal` is then what it said. */
export type PolicyGuard = {
  readonly refusal: { code?: number; words: string } | undefined;
  see(outcome: Outcome): void;
};

export function policyGuard(): PolicyGuard {
  let inARow = 0;
  let refusal: PolicyGuard['refusal'];
  return {
    get refusal() {
      return refusal;
    },
    see(outcome) {
      if (outcome.kind === 'withdrawn') return;
      if (!isRefusalOfUs(outcome)) inARow = outcome.kind === 'accepted' ? 0 : inARow;
      else if (++inARow >= maxRefusalsInARow)
        refusal = { code: 'code' in outcome ? outcome.code : undefined, words: outcome.words };
    },
  };
}
