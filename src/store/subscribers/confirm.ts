import type { Kysely, Transaction } from 'kysely';
import { domainOf, mailboxKey } from '../address.ts';
import { isSqlite } from '../database/dialect.ts';
import { Collision } from '../database/transaction.ts';
import type { ConfirmationRow, Tables } from '../schema.ts';
import { undoLifeMs } from './undo-life.ts';

/** `taken`: the new address belongs to another subscriber; `over`: the confirmation is unknown or has expired. */
export type Confirmed = { outcome: 'confirmed' | 'already'; subscriber: number } | { outcome: 'taken' | 'over' };

/** A confirmation as stored. */
type Found = { id: number } & Omit<ConfirmationRow, 'id' | 'attempts'>;

/** Finds a confirmation by its id. @param lock whether its row is locked until the transaction ends */
export const findConfirmation = (db: Kysely<Tables>, id: number, lock = false): Promise<Found | undefined> =>
  db
    .selectFrom('confirmations')
    .selectAll()
    .where('id', '=', id)
    .$if(lock && !isSqlite(db), query => query.forUpdate())
    .executeTakeFirst();

/** What is existing of an answer; see `Confirmations.confirm`. */
type Answer = { id: number; network: string | undefined; erased: readonly string[]; now: Date };

/** Records the answer of a reader: see `Confirmations.confirm`. @throws Collision if a concurrent transaction came first */
export async function confirm(trx: Transaction<Tables>, { id, network, erased, now }: Answer): Promise<Confirmed> {
  const row = await findConfirmation(trx, id, true);
  if (row === undefined || row.kind === 'import' || row.kind === 'account') return { outcome: 'over' };
  // A second answer does nothing: an old link must not subscribe a reader again who has left since.
  if (row.confirmed_at !== null && row.subscriber_id !== null)
    return { outcome: 'already', subscriber: row.subscriber_id };
  const at = now.toISOString();
  if (row.expires_at <= at) return { outcome: 'over' };
  const subscriber = row.kind === 'sign_up' ? await subscribe(trx, row, at) : await move(trx, row, at);
  if (typeof subscriber !== 'number') return { outcome: subscriber };
  if (erased.length > 0) await trx.deleteFrom('erasures').where('hash', 'in', erased).execute();
  await trx
    .updateTable('confirmations')
    .set({ subscriber_id: subscriber, confirmed_at: at, confirmed_network: network, mail: 'sent', due_at: null })
    .where('id', '=', id)
    .execute();
  return { outcome: 'confirmed', subscriber };
}

/** Subscribes a reader who confirmed: a new one, one who had left, or one who is subscribed already. @returns their id */
async function subscribe(trx: Transaction<Tables>, row: Found, now: string): Promise<number> {
  const { address, address_key, name, language } = row;
  const existing = await trx
    .selectFrom('subscribers')
    .select(['id', 'name', 'status'])
    .where('address_key', '=', address_key)
    .$if(!isSqlite(trx), query => query.forUpdate())
    .executeTakeFirst();
  const written =
    existing === undefined
      ? await trx
          .insertInto('subscribers')
          .values({
            address,
            address_key,
            domain: domainOf(address_key),
            name,
            language,
            status: 'active',
            created_at: now,
            updated_at: now,
          })
          .onConflict(conflict => conflict.column('address_key').doNothing())
          .returning('id')
          .executeTakeFirst()
      : await trx
          .updateTable('subscribers')
          .set({ name: name ?? existing.name, language, status: 'active', paused_until: null, updated_at: now })
          .where('id', '=', existing.id)
          .returning('id')
          .executeTakeFirst();
  if (written === undefined) throw new Collision();
  await trx.deleteFrom('former_addresses').where('address_key', '=', address_key).execute();
  if (existing?.status !== 'active') await recordChange(trx, written.id, 'joined', now);
  return written.id;
}

/**
 * Moves a subscriber to the confirmed address, unless it belongs to another subscriber. The address before is sent a link to
 * undo that. @returns their id, or why not
 */
async function move(trx: Transaction<Tables>, row: Found, now: string): Promise<number | 'taken' | 'over'> {
  const { subscriber_id, address, address_key } = row;
  const there = await trx
    .selectFrom('subscribers')
    .select('id')
    .where('address_key', '=', address_key)
    .executeTakeFirst();
  if (there !== undefined && there.id !== subscriber_id)
    return row.kind === 'undo' && subscriber_id !== null
      ? await leaveMoved(trx, subscriber_id, there.id, now)
      : 'taken';
  const before = await trx
    .selectFrom('subscribers')
    .select(['address', 'address_key'])
    .where('id', '=', subscriber_id ?? -1)
    .executeTakeFirst();
  const moved = await trx
    .updateTable('subscribers')
    .set({ address, address_key, domain: domainOf(address_key), updated_at: now })
    .where('id', '=', subscriber_id ?? -1)
    .returning('id')
    .executeTakeFirst()
    .catch((cause: unknown) => {
      // Another subscriber has taken that address at this moment. The transaction is repeated and then finds it taken.
      throw isUniqueViolation(cause) ? new Collision() : cause;
    });
  if (moved === undefined || before === undefined) return 'over';
  await trx.deleteFrom('former_addresses').where('address_key', '=', address_key).execute();
  if (before.address_key !== address_key)
    await trx
      .insertInto('former_addresses')
      .values({ address_key: before.address_key, subscriber_id: moved.id, moved_at: now })
      .onConflict(conflict => conflict.column('address_key').doUpdateSet({ subscriber_id: moved.id, moved_at: now }))
      .execute();
  await deleteOtherLinks(trx, row, moved.id);
  if (before.address_key !== address_key && row.kind === 'address') await offerUndo(trx, row, before, now);
  await recordChange(trx, moved.id, 'address', now);
  return moved.id;
}

/**
 * Deletes the links that were sent for a subscriber who moves: a person who had the address must not move them again. Links to undo
 * stay; but a change that is undone voids those of later changes, whose addresses may be a thief's.
 */
const deleteOtherLinks = (trx: Transaction<Tables>, { id, kind }: Found, subscriber: number) =>
  trx
    .deleteFrom('confirmations')
    .where('subscriber_id', '=', subscriber)
    .where('confirmed_at', 'is', null)
    .where('id', '!=', id)
    .where(eb => eb.or([eb('kind', '!=', 'undo'), ...(kind === 'undo' ? [eb('id', '>', id)] : [])]))
    .execute();

/**
 * Undoes a move where its reader has signed up again with the address before: they keep that subscription, and the one that was
 * moved away ends. @returns the id of the one that stays
 */
async function leaveMoved(trx: Transaction<Tables>, moved: number, stays: number, now: string): Promise<number> {
  const left = await trx
    .updateTable('subscribers')
    .set({ status: 'unsubscribed', updated_at: now })
    .where('id', '=', moved)
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (left.numUpdatedRows > 0n) await recordChange(trx, moved, 'left', now);
  return stays;
}

/** Keeps the letter that tells the address before of the change. */
const offerUndo = (
  trx: Transaction<Tables>,
  { subscriber_id, language, page }: Found,
  before: { address: string; address_key: string },
  now: string,
) =>
  trx
    .insertInto('confirmations')
    .values({
      ...before,
      kind: 'undo',
      mailbox_key: mailboxKey(before.address),
      language,
      subscriber_id,
      page,
      asked_at: now,
      expires_at: new Date(Date.parse(now) + undoLifeMs).toISOString(),
      mail: 'due',
      due_at: now,
    })
    .execute();

/** Records a change that a reader made. */
const recordChange = (
  trx: Transaction<Tables>,
  subscriber_id: number,
  kind: 'joined' | 'address' | 'left',
  created_at: string,
) => trx.insertInto('changes').values({ subscriber_id, kind, created_at }).execute();

/** SQLSTATE 23505. In SQLite, which has one writer at a time, it cannot occur here. */
const isUniqueViolation = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === '23505';
