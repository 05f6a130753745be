import type { VerdictClass } from '../bounces/verdict.ts';
import type { DeliveryState } from '../store/schema.ts';
import type { KindCounts } from '../subscribers/issue-statistics.ts';
import { number, t } from '../wording/wording.ts';

/** The state of a delivery, the kind of an event that statistics count, or the verdict on a mail. */
export type Named = DeliveryState | keyof KindCounts | VerdictClass;

const names = (): Record<Named, string> => ({
  queued: t('queued'),
  sending: t('in transfer'),
  committing: t('awaiting the answer'),
  accepted: t('accepted'),
  deferred: t('deferred'),
  failed: t('failed'),
  uncertain: t('uncertain'),
  skipped: t('skipped'),
  sent: t('sent'),
  hard: t('hard'),
  soft: t('soft'),
  policy: t('policy'),
  unknown: t('unclear'),
  complaint: t('complaint'),
  left: t('left'),
  joined: t('joined'),
  delay: t('delay'),
  leave: t('unsubscribe request'),
  away: t('absence'),
  none: t('no report'),
});

/** The name of a state, kind or verdict, in the language of this process. */
export const nameOf = (kind: Named): string => names()[kind];

/** A count with the name of what is counted: `12 accepted`, in French `accepté : 12`. */
export const countOf = (count: number, kind: Named): string =>
  t('%{count} %{kind}', { count: number(count), kind: nameOf(kind) });
