import { refusalClass } from '../message/refusal.ts';
import type { Settlement } from '../store/ledger.ts';
import type { Outcome } from './transport.ts';

/** What the ledger is told of an outcome. */
export function settlementOf(
  outcome: Exclude<Outcome, { kind: 'withdrawn' }>,
  tried: {
    address: string;
    /** Attempts before this one. */
    attempts: number;
    /** Milliseconds before the second attempt, the third, …; the last holds for all that follow. */
    pauses: readonly number[];
    now: Date;
  },
): Settlement {
  const { words } = outcome;
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
      return { state: 'deferred', code: outcome.code, words, dueAt: nextAttempt(tried) };
    case 'lost':
      return { state: 'deferred', words, dueAt: nextAttempt(tried) };
    case 'uncertain':
      return { state: 'uncertain', words };
  }
}

/** The pause is up to a fifth longer by chance, so that those deferred together do not come back together. */
function nextAttempt({ attempts, pauses, now }: { attempts: number; pauses: readonly number[]; now: Date }): Date {
  const pause = pauses[Math.min(attempts, pauses.length - 1)] ?? 0;
  return new Date(now.getTime() + pause * (1 + Math.random() / 5));
}
