import type { Kysely } from 'kysely';
import { inTransaction } from '../database/transaction.ts';
import type { ConfirmationKind, ConfirmationRow, Tables } from '../schema.ts';
import { type AskLimits, ask, countWaiting, type NewConfirmation } from './ask.ts';
import { type Confirmed, confirm, findConfirmation } from './confirm.ts';

/** A confirmation whose letter is to be sent. */
export type DueConfirmation = {
  id: number;
  kind: ConfirmationKind;
  address: string;
  language: string;
  attempts: number;
  expiresAt: Date;
  /** Why its address must not be mailed. */
  suppressed?: string;
};

/** A confirmation that waits for its reader. `subscriber`: whom it is about, unless it is a sign-up. */
export type OpenConfirmation = {
  id: number;
  kind: ConfirmationKind;
  address: string;
  language: string;
  subscriber?: number;
};

/** A proof of consent, for the subscriber it is about. */
type Consent = {
  kind: ConfirmationRow['kind'];
  address: string;
  language: string;
  page: string;
  askedAt: string;
  confirmedAt: string;
  text?: string;
  network?: string;
  confirmedNetwork?: string;
};

/** Sign-ups, changes of address and access to one's data: a request, then a letter, then, perhaps, an answer. */
export type Confirmations = {
  /**
   * Keeps a request durably, so that its letter is sent even if the process ends now.
   * @param life milliseconds until it expires
   * @param limits a mailbox at its limits is not asked: nothing is kept, and no error is thrown
   * @returns how many old requests were dropped to make room
   */
  ask(request: NewConfirmation, life: number, limits: AskLimits, now: Date): Promise<{ dropped: number }>;
  /** How many sign-ups wait for their readers. */
  waiting(): Promise<number>;
  /** Letters that are due, the oldest first. */
  due(now: Date, limit: number): Promise<DueConfirmation[]>;
  /**
   * Records an attempt before the letter is sent. If the process ends meanwhile, it is tried again at `next`.
   * @param attempts how many attempts there were when it was read
   * @returns false if another process has tried it since
   */
  markTried(id: number, attempts: number, next: Date): Promise<boolean>;
  markMailed(id: number, how: 'sent' | 'failed'): Promise<void>;
  /** A confirmation by its id, unless it has expired. */
  open(id: number, now: Date): Promise<OpenConfirmation | undefined>;
  /**
   * Records the answer of a reader, who is subscribed or moved to the new address.
   * @param erased the keyed hashes of the address: the erasure of a person who signs up again is forgotten
   */
  confirm(id: number, network: string | undefined, erased: readonly string[], now: Date): Promise<Confirmed>;
  /** Deletes expired requests. @returns how many there were */
  forgetExpired(now: Date): Promise<number>;
  /** The proofs of a subscriber's consent, the oldest first. */
  consents(subscriber: number): Promise<Consent[]>;
};

/** The confirmations in a database. */
export function makeConfirmations(db: Kysely<Tables>): Confirmations {
  return {
    ask: (request, life, limits, now) => inTransaction(db, trx => ask(trx, { request, life, limits, now })),
    waiting: () => countWaiting(db),
    due: (now, limit) => listDue(db, now, limit),
    async markTried(id, attempts, next) {
      const { numUpdatedRows } = await db
        .updateTable('confirmations')
        .set({ attempts: attempts + 1, due_at: next.toISOString() })
        .where('id', '=', id)
        .where('attempts', '=', attempts)
        .where('mail', '=', 'due')
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async markMailed(id, how) {
      await db.updateTable('confirmations').set({ mail: how, due_at: null }).where('id', '=', id).execute();
    },
    open: (id, now) => findOpen(db, id, now),
    confirm: (id, network, erased, now) => inTransaction(db, trx => confirm(trx, { id, network, erased, now })),
    forgetExpired: now => forgetExpired(db, now),
    consents: subscriber => listConsents(db, subscriber),
  };
}

async function listDue(db: Kysely<Tables>, now: Date, limit: number): Promise<DueConfirmation[]> {
  const rows = await db
    .selectFrom('confirmations')
    .leftJoin('suppressions', 'suppressions.address_key', 'confirmations.address_key')
    .select(['id', 'kind', 'address', 'language', 'attempts', 'expires_at', 'suppressions.reason'])
    .where('mail', '=', 'due')
    .where('due_at', '<=', now.toISOString())
    .orderBy('due_at')
    .limit(limit)
    .execute();
  return rows.flatMap(({ expires_at, reason, kind, ...row }) =>
    kind === 'import' ? [] : [{ ...row, kind, expiresAt: new Date(expires_at), suppressed: reason ?? undefined }],
  );
}

async function findOpen(db: Kysely<Tables>, id: number, now: Date): Promise<OpenConfirmation | undefined> {
  const row = await findConfirmation(db, id);
  if (row === undefined || row.kind === 'import' || row.expires_at <= now.toISOString()) return undefined;
  const { kind, address, language, subscriber_id } = row;
  return { id, kind, address, language, subscriber: subscriber_id ?? undefined };
}

async function forgetExpired(db: Kysely<Tables>, now: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('confirmations')
    .where('confirmed_at', 'is', null)
    .where('expires_at', '<=', now.toISOString())
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function listConsents(db: Kysely<Tables>, subscriber: number): Promise<Consent[]> {
  const rows = await db
    .selectFrom('confirmations')
    .leftJoin('consent_texts', 'consent_texts.version', 'confirmations.text_version')
    .selectAll('confirmations')
    .select('consent_texts.text')
    .where('subscriber_id', '=', subscriber)
    .where('confirmed_at', 'is not', null)
    .orderBy('confirmed_at')
    .execute();
  return rows.map(row => ({
    kind: row.kind,
    address: row.address,
    language: row.language,
    page: row.page,
    askedAt: row.asked_at,
    confirmedAt: row.confirmed_at ?? '',
    text: row.text ?? undefined,
    network: row.network ?? undefined,
    confirmedNetwork: row.confirmed_network ?? undefined,
  }));
}
