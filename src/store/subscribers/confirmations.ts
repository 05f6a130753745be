import { type Kysely, sql, type Transaction } from 'kysely';
import { addressKey } from '../address.ts';
import { isSqlite } from '../database/dialect.ts';
import { inTransaction } from '../database/transaction.ts';
import type { ConfirmationKind, ConfirmationRow, Tables } from '../schema.ts';
import { type Confirmed, confirm, findConfirmation } from './confirm.ts';

/** What is to be confirmed, and the proof of what was asked: when, where, in which words, from which network. */
export type Request = {
  kind: ConfirmationKind;
  address: string;
  name?: string;
  language: string;
  /** Whose address is to change. */
  subscriber?: number;
  page: string;
  consent?: { version: string; text: string };
  /** A keyed hash. */
  network?: string;
};

/** A confirmation whose mail is to be sent. */
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

/** One that waits for its reader. */
export type OpenConfirmation = { id: number; kind: ConfirmationKind; address: string; language: string };

/** A proof of consent, as it is shown to whom it is about. */
export type Consent = {
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

/** Sign-ups and new addresses: first a question, then a mail, then, perhaps, an answer. */
export type Confirmations = {
  /**
   * Keeps what was asked, durably, so that its mail goes out even if the process ends now.
   * @param limits nothing is kept, and nobody told, where an address was asked for too often: milliseconds between two,
   *   and how many a day
   */
  ask(request: Request, life: number, limits: { between: number; perDay: number }, now: Date): Promise<void>;
  /** How many wait for their readers. */
  waiting(): Promise<number>;
  /** Mails that are due, the oldest first. */
  due(now: Date, limit: number): Promise<DueConfirmation[]>;
  /**
   * Written before a mail is tried: it is tried again at `next` should we end meanwhile.
   * @param attempts how often it was tried, as it was read
   * @returns false if another process has taken it since
   */
  trying(id: number, attempts: number, next: Date): Promise<boolean>;
  mailed(id: number, how: 'sent' | 'failed'): Promise<void>;
  /** The one of this number, if its time is not over. */
  open(id: number, now: Date): Promise<OpenConfirmation | undefined>;
  /**
   * The reader has answered: they are subscribed, or read at their new address now.
   * @param erased the keyed hashes of the address: who was erased and comes back is no longer kept away
   */
  confirm(id: number, network: string | undefined, erased: readonly string[], now: Date): Promise<Confirmed>;
  /** Forgets those whose time is over. */
  forgetExpired(now: Date): Promise<number>;
  /** The proofs of a subscriber's consent, the oldest first. */
  consents(subscriber: number): Promise<Consent[]>;
};

const day = 86_400_000;

export function makeConfirmations(db: Kysely<Tables>): Confirmations {
  return {
    ask: (request, life, limits, now) =>
      inTransaction(db, async trx => {
        const key = addressKey(request.address);
        // Two that ask at once go one after the other; SQLite has locked all.
        if (!isSqlite(trx)) await sql`select pg_advisory_xact_lock(hashtext(${`hebdo ask ${key}`}))`.execute(trx);
        const asked = await trx
          .selectFrom('confirmations')
          .select('asked_at')
          .where('address_key', '=', key)
          .where('asked_at', '>', new Date(now.getTime() - day).toISOString())
          .orderBy('asked_at', 'desc')
          .limit(limits.perDay)
          .execute();
        const soonest = new Date(now.getTime() - limits.between).toISOString();
        if (asked.length >= limits.perDay || (asked[0]?.asked_at ?? '') > soonest) return;
        await insert(trx, request, life, now);
      }),
    async waiting() {
      const row = await db
        .selectFrom('confirmations')
        .select(eb => eb.fn.countAll().as('n'))
        .where('confirmed_at', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(row.n);
    },
    async due(now, limit) {
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
    },
    async trying(id, attempts, next) {
      const { numUpdatedRows } = await db
        .updateTable('confirmations')
        .set({ attempts: attempts + 1, due_at: next.toISOString() })
        .where('id', '=', id)
        .where('attempts', '=', attempts)
        .where('mail', '=', 'due')
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async mailed(id, how) {
      await db.updateTable('confirmations').set({ mail: how, due_at: null }).where('id', '=', id).execute();
    },
    async open(id, now) {
      const row = await findConfirmation(db, id);
      if (row === undefined || row.kind === 'import' || row.expires_at <= now.toISOString()) return undefined;
      return { id: row.id, kind: row.kind, address: row.address, language: row.language };
    },
    confirm: (id, network, erased, now) => inTransaction(db, trx => confirm(trx, id, network, erased, now)),
    async forgetExpired(now) {
      const { numDeletedRows } = await db
        .deleteFrom('confirmations')
        .where('confirmed_at', 'is', null)
        .where('expires_at', '<=', now.toISOString())
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    async consents(subscriber) {
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
    },
  };
}

async function insert(trx: Transaction<Tables>, request: Request, life: number, now: Date): Promise<void> {
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
