import { refusalClass } from '../../replies/refusal.ts';
import type { Settlement } from '../../store/ledger/delivery.ts';
import { counted, t } from '../../wording/wording.ts';
import type { Outcome } from '../smtp/transport.ts';

/** How a delivery is settled after an outcome. A deferred one gets the moment of its next attempt. */
export function settlementOf(
  outcome: Exclude<Outcome, { kind: 'withdrawn' }>,
  tried: {
    address: string;
    /** Whether the server refused us, and not this recipient. */
    isOfUs: boolean;
    /** Attempts before this one. */
    attempts: number;
    /** When it was first tried, if it was tried before. */
    firstTriedAt?: string;
    /** Before the second attempt, the third, …; the last holds for all later ones. */
    pausesMs: readonly number[];
    /** The time from the first attempt after which a delivery is given up, if it was tried five times. */
    giveUpAfterMs: number;
    now: Date;
  },
): Settlement {
  const { words } = outcome;
  const deferred = (
    code: number | undefined,
    pausesMs = tried.pausesMs,
    giveUpAfterMs = tried.giveUpAfterMs,
  ): Settlement =>
    isGivenUp({ ...tried, giveUpAfterMs })
      ? {
          state: 'failed',
          code,
          words: t('given up after %{duration}: %{words}', { duration: duration(giveUpAfterMs), words }),
        }
      : { state: 'deferred', code, words, dueAt: nextAttempt({ ...tried, pausesMs }) };
  // A refusal of us is not about the recipient: the delivery is tried again, and for longer, until the cause is removed.
  if (tried.isOfUs)
    return deferred(
      'code' in outcome ? outcome.code : undefined,
      policyPausesMs,
      tried.giveUpAfterMs * policyGiveUpFactor,
    );
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'accepted', code: outcome.code, words };
    case 'refused': {
      const { code } = outcome;
      const gone = code !== undefined && refusalClass(code, words) === 'hard';
      const reason = t('refused: %{reply}', { reply: `${code} ${words}` }).slice(0, 300);
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

/** Before a delivery is tried again that was refused because of us or our mail. */
const policyPausesMs = [3_600_000, 7_200_000, 14_400_000];
/** How many times longer such a delivery is tried before it is given up. */
const policyGiveUpFactor = 4;

/** Before so many attempts no delivery is given up: days of a stop, or without a sender, are no attempts. */
const minAttempts = 5;

const isGivenUp = ({
  attempts,
  firstTriedAt,
  giveUpAfterMs,
  now,
}: {
  attempts: number;
  firstTriedAt?: string;
  giveUpAfterMs: number;
  now: Date;
}): boolean =>
  firstTriedAt !== undefined &&
  attempts + 1 >= minAttempts &&
  now.getTime() - Date.parse(firstTriedAt) >= giveUpAfterMs;

/** `5 days`, `1 hour`, `20 minutes`. */
const duration = (milliseconds: number): string => {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  if (minutes % 1_440 === 0) return counted(minutes / 1_440, 'day', 'days');
  return minutes % 60 === 0 ? counted(minutes / 60, 'hour', 'hours') : counted(minutes, 'minute', 'minutes');
};

/** The pause is up to a fifth longer at random, so that deliveries deferred together are not tried again together. */
function nextAttempt({ attempts, pausesMs, now }: { attempts: number; pausesMs: readonly number[]; now: Date }): Date {
  const pause = pausesMs[Math.min(attempts, pausesMs.length - 1)] ?? 0;
  return new Date(now.getTime() + pause * (1 + Math.random() / 5));
}
