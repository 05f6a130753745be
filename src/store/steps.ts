import { type Expression, type SqlBool, sql, type Transaction } from 'kysely';
import type { Addressee, Settlement } from './ledger.ts';
import type { Tables } from './schema.ts';

/** One step of one delivery, as a connection asks for it. */
export type Step =
  | { kind: 'begin' | 'commit'; id: number; holder: string; now: Date }
  | { kind: 'settle'; id: number; settlement: Settlement; now: Date };

/**
 * Takes the steps of several deliveries in one transaction, settlements first. Of one delivery there is never more than
 * one step at a time.
 * @returns for each in its order: whom a begun delivery goes to, whether one may be committed, true for a settled one;
 *   undefined or false where the delivery is not the asker's
 */
export async function takeSteps(
  trx: Transaction<Tables>,
  steps: readonly Step[],
): Promise<readonly (Addressee | boolean | undefined)[]> {
  await settle(
    trx,
    steps.flatMap(step => (step.kind === 'settle' ? [step] : [])),
  );
  const begun = await advance(trx, steps, 'begin');
  const committed = await advance(trx, steps, 'commit');
  const addressees = await lookUp(trx, begun);
  return steps.map(({ kind, id }) =>
    kind === 'settle' ? true : kind === 'commit' ? committed.has(id) : addressees.get(id),
  );
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
async function lookUp(trx: Transaction<Tables>, ids: ReadonlySet<number>): Promise<Map<number, Addressee>> {
  if (ids.size === 0) return new Map();
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
      'suppressions.reason',
    ])
    .where('deliveries.id', 'in', [...ids])
    .execute();
  return new Map(
    rows.map(({ delivery, id, address, name, status, reason }): [number, Addressee] => {
      if (id === null || address === null) return [delivery, { skip: 'erased' }];
      if (status !== 'active') return [delivery, { skip: status ?? 'erased' }];
      if (reason !== null) return [delivery, { skip: `suppressed: ${reason}` }];
      return [delivery, { id, address, name: name ?? undefined }];
    }),
  );
}

async function settle(trx: Transaction<Tables>, steps: readonly Extract<Step, { kind: 'settle' }>[]): Promise<void> {
  for (const { id, settlement, now } of steps)
    await trx
      .updateTable('deliveries')
      .set({
        state: settlement.state,
        code: settlement.code ?? null,
        words: settlement.words?.slice(0, 500) ?? null,
        due_at: settlement.state === 'deferred' ? settlement.dueAt.toISOString() : null,
        updated_at: now.toISOString(),
      })
      .where('id', '=', id)
      .execute();
}
