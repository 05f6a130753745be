import type { Transaction } from 'kysely';
import { t } from '../../wording/wording.ts';
import type { Tables } from '../schema.ts';

/** An address is suppressed after `count` soft bounces `within` so many milliseconds (`bounces.soft` in `hebdo.yaml`). */
export type SoftLimit = { count: number; within: number };

const dayMs = 86_400_000;

/**
 * The reason to suppress an address for its soft bounces, if they are at the limit. A suppression that a person lifted begins the
 * count anew. Several bounces of one issue count once.
 */
export async function softReason(
  trx: Transaction<Tables>,
  { subscriber, addressKey, limit, now }: { subscriber: number; addressKey: string; limit: SoftLimit; now: Date },
): Promise<string | undefined> {
  const lifted = await trx
    .selectFrom('removals')
    .select(eb => eb.fn.max('created_at').as('at'))
    .where('address_key', '=', addressKey)
    .executeTakeFirst();
  const { n } = await trx
    .selectFrom('bounces')
    .select(eb => eb.fn.count(eb.fn.coalesce('week', 'event_key')).distinct().as('n'))
    .where('subscriber_id', '=', subscriber)
    .where('kind', '=', 'soft')
    .where('created_at', '>', new Date(now.getTime() - limit.within).toISOString())
    .where('created_at', '>', lifted?.at ?? '')
    .executeTakeFirstOrThrow();
  return Number(n) >= limit.count
    ? t('%{count} soft bounces in %{days} days', { count: Number(n), days: Math.round(limit.within / dayMs) })
    : undefined;
}
