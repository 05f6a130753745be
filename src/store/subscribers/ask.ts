import { type Kysely, sql, type Transaction } from 'kysely';
import { addressKey, mailboxKey } from '../address.ts';
import { isSqlite } from '../database/dialect.ts';
import type { ConfirmationKind, Tables } from '../schema.ts';

/** What is to be confirmed, and the proof of the request: when, on which page, in which words, from which network. */
export type NewConfirmation = {
  kind: ConfirmationKind;
  address: string;
  name?: string;
  language: string;
  /** The subscriber whom it is about, unless it is a sign-up. */
  subscriber?: number;
  page: string;
  consent?: { version: string; text: string };
  /** A keyed hash of the network address. */
  network?: string;
};

/**
 * Below these limits a mailbox is asked, for each kind: milliseconds between two requests, and requests a day. Of more than
 * `waiting` unanswered sign-ups, the oldest are dropped.
 */
export type AskLimits = { between: number; perDay: number; waiting?: number };

const dayMs = 86_400_000;

/** A request, how many milliseconds it lives, its limits, and the time. */
type Asked = { request: NewConfirmation; life: number; limits: AskLimits; now: Date };

/** Keeps a request: see `Confirmations.ask`. */
export async function ask(
  trx: Transaction<Tables>,
  { request, life, limits, now }: Asked,
): Promise<{ dropped: number }> {
  if (!(await mayAsk(trx, request, limits, now))) return { dropped: 0 };
  const dropped = limits.waiting === undefined ? 0 : await makeRoom(trx, limits.waiting - 1);
  await insert(trx, request, life, now);
  return { dropped };
}

async function mayAsk(
  trx: Transaction<Tables>,
  { kind, address }: NewConfirmation,
  limits: AskLimits,
  now: Date,
): Promise<boolean> {
  const key = mailboxKey(address);
  // Two requests at once for a mailbox are kept one after the other. SQLite has locked the whole database.
  if (!isSqlite(trx)) await sql`select pg_advisory_xact_lock(hashtext(${`hebdo ask ${key}`}))`.execute(trx);
  const asked = await trx
    .selectFrom('confirmations')
    .select('asked_at')
    .where('mailbox_key', '=', key)
    // A stranger can ask for sign-ups: they must not use up the reader's own requests.
    .where('kind', '=', kind)
    .where('asked_at', '>', new Date(now.getTime() - dayMs).toISOString())
    .orderBy('asked_at', 'desc')
    .limit(limits.perDay)
    .execute();
  const latest = asked[0]?.asked_at ?? '';
  return asked.length < limits.perDay && latest <= new Date(now.getTime() - limits.between).toISOString();
}

async function insert(trx: Transaction<Tables>, request: NewConfirmation, life: number, now: Date): Promise<void> {
  const { kind, address, name, language, subscriber, page, consent, network } = request;
  const at = now.toISOString();
  if (consent !== undefined)
    await trx
      .insertInto('consent_texts')
      .values({ ...consent, language, created_at: at })
      .onConflict(conflict => conflict.column('version').doNothing())
      .execute();
  await trx
    .insertInto('confirmations')
    .values({
      kind,
      address,
      address_key: addressKey(address),
      mailbox_key: mailboxKey(address),
      name,
      language,
      subscriber_id: subscriber,
      page,
      text_version: consent?.version,
      network,
      asked_at: at,
      expires_at: new Date(now.getTime() + life).toISOString(),
      mail: 'due',
      due_at: at,
    })
    .execute();
}

/** Drops the oldest unanswered sign-ups until at most `rest` are left. @returns how many were dropped */
async function makeRoom(trx: Transaction<Tables>, rest: number): Promise<number> {
  const surplus = (await countWaiting(trx)) - rest;
  if (surplus <= 0) return 0;
  const oldest = trx
    .selectFrom('confirmations')
    .select('id')
    .where('kind', '=', 'sign_up')
    .where('confirmed_at', 'is', null)
    .orderBy('asked_at')
    .orderBy('id')
    .limit(surplus);
  const { numDeletedRows } = await trx.deleteFrom('confirmations').where('id', 'in', oldest).executeTakeFirst();
  return Number(numDeletedRows);
}

/** How many sign-ups wait for their readers. */
export async function countWaiting(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .selectFrom('confirmations')
    .select(eb => eb.fn.countAll().as('n'))
    .where('kind', '=', 'sign_up')
    .where('confirmed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
