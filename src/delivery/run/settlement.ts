import { refusalClass } from '../../replies/refusal.ts';
import type { Settlement } from '../../store/ledger/delivery.ts';
import { isRefusalOfUs } from '../pacing/policy-guard.ts';
import type { Outcome } from '../smtp/transport.ts';

/** What the ledger is told of an outcome. */
export function settlementOf(
  outcome: Exclude<Outcome, { kind: 'withdrawn' }>,
  tried: {
    address: string;
    /** Attempts before this one. */
    attempts: number;
    /** When it was tried first, if it was before. */
    firstTriedAt?: string;
    /** Milliseconds before the second attempt, the third, …; the last holds for all that follow. */
    pauses: readonly number[];
    /** Milliseconds from the first attempt after which a delivery is given up. */
    giveUpAfter: number;
    now: Date;
  },
): Settlement {
  const { words } = outcome;
  const deferred = (code: number | undefined, pauses = tried.pauses, giveUpAfter = tried.giveUpAfter): Settlement =>
    isGivenUp({ ...tried, giveUpAfter })
      ? { state: 'failed', code, words: `given up after ${days(giveUpAfter)}: ${words}` }
      : { state: 'deferred', code, words, dueAt: nextAttempt({ ...tried, pauses }) };
  // What is said of us says nothing about the reader: they are tried again, and for longer, until we have put it right.
  if (isRefusalOfUs(outcome))
    return deferred('code' in outcome ? outcome.code : undefined, policyPauses, tried.giveUpAfter * policyPatience);
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'accepted', code: outcome.code, words };
    case 'refused': {
      const { code } = outcome;
      const gone = code !== undefined && refusalClass(code, words) === 'address';
      const reason = `refused: ${code} ${words}`.slice(0, 300);
      return { state: 'failed', code, words, suppress: gone ? { address: tried.address, reason } : undefined };
    }
    case 'deferred':
      return deferred(outcome.code);
    case 'lost':
      return deferred(undefined);
    case 'uncertain':
      return { state: 'uncertain', words };
  }
}

/** Milliseconds before a delivery is tried again that was refused for what we are, or our mail is. */
const policyPauses = [3_600_000, 7_200_000, 14_400_000];
/** How much longer it is before such a one is given up. */
const policyPatience = 4;

const isGivenUp = ({ firstTriedAt, giveUpAfter, now }: { firstTriedAt?: string; giveUpAfter: number; now: Date }) =>
  firstTriedAt !== undefined && now.getTime() - Date.parse(firstTriedAt) >= giveUpAfter;

/** `5 days`, `1 hour`, `20 minutes`. */
const days = (milliseconds: number): string => {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  const count = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
  if (minutes % 1_440 === 0) return count(minutes / 1_440, 'day');
  return minutes % 60 === 0 ? count(minutes / 60, 'hour') : count(minutes, 'minute');
};

/** The pause is up to a fifth longer by chance, so that those deferred together do not come back together. */
function nextAttempt({ attempts, pauses, now }: { attempts: number; pauses: readonly number[]; now: Date }): Date {
  const pause = pauses[Math.min(attempts, pauses.length - 1)] ?? 0;
  return new Date(now.getTime() + pause * (1 + Math.random() / 5));
}
