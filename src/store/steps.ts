import { type Expression, type SqlBool, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { addressKey } from './address.ts';
import type { Addressee, Settlement } from './ledger.ts';
import { openStates, subscriberStatuses, type Tables } from './schema.ts';
import { suppress } from './suppressions.ts';

/** One step of one delivery, as a connection asks for it. */
export type Step =
  | { kind: 'begin' | 'commit'; id: number; holder: string; now: Date }
  | { kind: 'settle'; id: number; settlement: Settlement; now: Date };

/** `begin`: whom it goes to; `commit`: whether the dot may go out, or why not; `settle`: true. */
export type StepAnswer = Addressee | boolean | undefined;

/**
 * Takes the steps of several deliveries in one transaction, settlements first. Of one delivery there is never more than
 * one step at a time.
 * @returns for each in its order: whom a begun delivery goes to, whether one may be committed, true for a settled one;
 *   undefined or false where the delivery is not the asker's
 */
export async function takeSteps(trx: Transaction<Tables>, steps: readonly Step[]): Promise<readonly StepAnswer[]> {
  await settle(
    trx,
    steps.flatMap(step => (step.kind === 'settle' ? [step] : [])),
  );
  const begun = await advance(trx, steps, 'begin');
  const asked = steps.flatMap(({ kind, id }) => (kind === 'commit' || begun.has(id) ? [id] : []));
  const now = steps[0]?.now ?? new Date(0);
  const addressees = await lookUp(trx, asked, now);
  const skipped = (id: number): { skip: string } | undefined => {
    const found = addressees.get(id);
    return found !== undefined && 'skip' in found ? found : undefined;
  };
  const committed = await advance(
    trx,
    steps.filter(({ id }) => skipped(id) === undefined),
    'commit',
  );
  return steps.map(({ kind, id }): StepAnswer => {
    if (kind === 'settle') return true;
    return kind === 'begin' ? addressees.get(id) : (skipped(id) ?? committed.has(id));
  });
}

/** True for the process that holds the delivery's run: whoever lost it can take no step. */
const heldBy = (holder: string): Expression<SqlBool> =>
  sql<SqlBool>`exists (select 1 from runs where runs.week = deliveries.week and runs.holder = ${holder})`;

/** Moves deliveries on, those that are where they have to be and whose run is the asker's; gives their numbers. */
async function advance(
  trx: Transaction<Tables>,
  steps: readonly Step[],
  kind: 'begin' | 'commit',
): Promise<Set<number>> {
  const moved = new Set<number>();
  const mine = steps.flatMap(step => (step.kind !== 'settle' && step.kind === kind ? [step] : []));
  for (const [holder, own] of Map.groupBy(mine, step => step.holder)) {
    const now = own[0]?.now.toISOString() ?? '';
    const rows = await trx
      .updateTable('deliveries')
      .set(eb =>
        kind === 'begin'
          ? { state: 'sending', updated_at: now, attempts: eb('attempts', '+', 1) }
          : { state: 'committing', updated_at: now },
      )
      .where(
        'id',
        'in',
        own.map(({ id }) => id),
      )
      .where('state', 'in', kind === 'begin' ? ['queued', 'deferred'] : ['sending'])
      .where(heldBy(holder))
      .returning('id')
      .execute();
    for (const { id } of rows) moved.add(id);
  }
  return moved;
}

/** Whom deliveries go to, as the subscribers and suppressions are at this moment. */
async function lookUp(trx: Transaction<Tables>, ids: readonly number[], now: Date): Promise<Map<number, Addressee>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('deliveries')
    .leftJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .leftJoin('suppressions', 'suppressions.address_key', 'subscribers.address_key')
    .select([
      'deliveries.id as delivery',
      'subscribers.id',
      'subscribers.address',
      'subscribers.name',
      'subscribers.status',
      'subscribers.paused_until',
      'suppressions.reason',
    ])
    .where('deliveries.id', 'in', ids)
    .execute();
  return new Map(rows.map(({ delivery, ...row }): [number, Addressee] => [delivery, addresseeOf(row, now)]));
}

/** A subscriber as a step finds them, and what suppresses them; nothing where they were erased. */
export const subscriberNow = z.object({
  id: z.number().nullable(),
  address: z.string().nullable(),
  name: z.string().nullable(),
  status: z.enum(subscriberStatuses).nullable(),
  paused_until: z.string().nullable(),
  reason: z.string().nullable(),
});

/** Whom a delivery goes to, as a subscriber and what suppresses them stand now; or why it goes nowhere. */
export function addresseeOf(subscriber: z.infer<typeof subscriberNow> | undefined, now: Date): Addressee {
  const { id = null, address = null, name = null, status = null, reason = null } = subscriber ?? {};
  if (id === null || address === null || status === null) return { skip: 'erased' };
  if (status !== 'active') return { skip: status };
  const until = subscriber?.paused_until ?? '';
  if (until > now.toISOString()) return { skip: `paused until ${until.slice(0, 10)}` };
  if (reason !== null) return { skip: `suppressed: ${reason}` };
  return { id, address, name: name ?? undefined };
}

async function settle(trx: Transaction<Tables>, steps: readonly Extract<Step, { kind: 'settle' }>[]): Promise<void> {
  for (const { id, settlement, now } of steps) {
    await trx
      .updateTable('deliveries')
      .$if(settlement.state === 'queued', query => query.set(eb => ({ attempts: eb('attempts', '-', 1) })))
      .set({
        state: settlement.state,
        is_open: openStates.includes(settlement.state) ? 1 : 0,
        code: settlement.code ?? null,
        words: settlement.words?.slice(0, 500) ?? null,
        due_at: settlement.state === 'deferred' ? settlement.dueAt.toISOString() : null,
        updated_at: now.toISOString(),
      })
      .where('id', '=', id)
      .execute();
    if (settlement.state !== 'failed' || settlement.suppress === undefined) continue;
    const { address, reason } = settlement.suppress;
    await suppress(trx, addressKey(address), reason, now);
  }
}
