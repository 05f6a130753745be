import { type Generated, type SqlBool, sql } from 'kysely';
import type { FieldColumns } from './subscribers/fields.ts';

/**
 * The tables, the same in every database. Moments are ISO 8601 in UTC with milliseconds: they sort as text. The purpose of each
 * table is in docs/tables.md.
 */
export type Tables = {
  subscribers: SubscriberRow;
  suppressions: SuppressionRow;
  runs: RunRow;
  deliveries: DeliveryRow;
  changes: ChangeRow;
  confirmations: ConfirmationRow;
  consent_texts: { version: string; language: string; text: string; created_at: string };
  erasures: { hash: string; created_at: string };
  /** Former addresses of readers who have moved to others. */
  former_addresses: { address_key: string; subscriber_id: number; moved_at: string };
  bounces: BounceRow;
  removals: RemovalRow;
  tags: { subscriber_id: number; tag: string };
  chunks: ChunkRow;
  turns: { name: string; next_at: number };
  places: { name: string; holder: string; count: number; lease_until: number };
  stops: StopRow;
  clicks: { week: string; language: string; url: string; day: string; count: number };
  /** The articles of every issue whose run has begun, as hashes of their texts. */
  sent_articles: { week: string; hash: string };
  imports: ImportRow;
  marks: { name: 'copying' | 'backup' | 'timeline'; detail: string; created_at: string };
  import_rows: { import_id: number; number: number; address_key: string; entry: string };
};

export const subscriberStatuses = ['active', 'unsubscribed'] as const;
export type SubscriberStatus = (typeof subscriberStatuses)[number];

/** A subscriber. `name`, `language`, `time_zone` and the like are the columns of the table of fields (fields.ts). */
type SubscriberRow = FieldColumns & {
  id: Generated<number>;
  address: string;
  /** The address in lower case, by which addresses are compared. */
  address_key: string;
  /** The part after the @, in ASCII and lower case. */
  domain: string;
  status: SubscriberStatus;
  /** No issue whose run starts before this moment. */
  paused_until: string | null;
  created_at: string;
  updated_at: string;
};

/** Changes that readers make of their own subscriptions. */
export type ChangeKind =
  | 'joined'
  | 'left'
  | 'returned'
  | 'language'
  | 'name'
  | 'address'
  | 'paused'
  | 'resumed'
  | 'time_zone'
  | 'fields';

type ChangeRow = {
  id: Generated<number>;
  subscriber_id: number;
  kind: ChangeKind;
  /** The issue whose link they used. */
  week: string | null;
  /** The new value, or the reason they gave. */
  detail: string | null;
  created_at: string;
};

/** What a link is sent for: a sign-up; a new address; the page of one's address and data; to undo a change of address. */
export type ConfirmationKind = 'sign_up' | 'address' | 'account' | 'undo';

/** A confirmation that is awaited; once given, the proof of consent. */
export type ConfirmationRow = {
  id: Generated<number>;
  kind: ConfirmationKind | 'import';
  address: string;
  address_key: string;
  /** The mailbox that the address leads to: `mailboxKey` in `address.ts`. */
  mailbox_key: string | null;
  name: string | null;
  language: string;
  subscriber_id: number | null;
  /** The page of the request. */
  page: string;
  /** The words of the consent: a row of `consent_texts`. */
  text_version: string | null;
  /** A keyed hash of the network address of the request. */
  network: string | null;
  asked_at: string;
  expires_at: string;
  mail: 'due' | 'sent' | 'failed';
  attempts: Generated<number>;
  due_at: string | null;
  confirmed_at: string | null;
  confirmed_network: string | null;
};

/** The classes of refusals (`RefusalClass`), and complaints. Only `hard`, `soft` and `complaint` count against a reader. */
export const bounceKinds = ['hard', 'soft', 'policy', 'unknown', 'complaint'] as const;
export type BounceKind = (typeof bounceKinds)[number];

/** A report that follows the acceptance of a delivery. */
type BounceRow = {
  id: Generated<number>;
  /** Identifies the report, so that it counts once. */
  event_key: string;
  subscriber_id: number;
  week: string | null;
  language: string | null;
  kind: BounceKind;
  /** The enhanced status code (RFC 3463), or the SMTP reply code. */
  code: string | null;
  words: string | null;
  /** `mailbox`, or the provider of the webhook. */
  source: string;
  created_at: string;
};

/** A suppression that a person lifted, and why. */
type RemovalRow = {
  id: Generated<number>;
  address_key: string;
  suppressed_because: string;
  reason: string;
  created_at: string;
};

export type SuppressionRow = { address_key: string; reason: string; created_at: string };

/** A run of an issue. */
export type RunRow = {
  week: string;
  /** The hash of the content when the run started. */
  content_hash: string;
  started_at: string;
  finished_at: string | null;
  /** The process that holds the run, and when its lease ends. */
  holder: string | null;
  lease_until: string | null;
  /** The fencing token of the last lease; see fencing-token.ts. */
  token: Generated<number>;
};

/** The kinds of lists that are imported. */
export type ImportKind = 'subscribers' | 'suppressions';

/** An import: read into `import_rows`, then applied to its end by any process. */
export type ImportRow = {
  id: Generated<number>;
  kind: ImportKind;
  /** `dropped`: its rows are being deleted. */
  state: 'reading' | 'applying' | 'done' | 'dropped';
  started_at: string;
  /** The last sign of life of the process that reads it: milliseconds of the database's clock. */
  alive_at: number;
  staged: Generated<number>;
  applied: Generated<number>;
  /** The outcomes of the entries so far, as JSON. */
  counts: string;
};

/** A range of a run's deliveries that one worker holds at a time. A chunk that is done has no row. */
type ChunkRow = {
  week: string;
  number: number;
  first_id: number;
  last_id: number;
  /** The process that works on it, for people to read. */
  holder: string | null;
  /** The fencing token of its lease; null while it waits. */
  token: number | null;
};

/** A stop of all sending: the server refuses us. */
type StopRow = {
  name: string;
  code: number | null;
  words: string;
  since: string;
  /** Probes since: messages that were tried although sending was stopped. */
  probes: Generated<number>;
  /** The moment of the next probe. */
  try_at: string;
};

/** The states of a delivery, section 5 of the design. */
export const deliveryStates = [
  'queued',
  'sending',
  'committing',
  'accepted',
  'deferred',
  'failed',
  'uncertain',
  'skipped',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** A delivery: one recipient, one issue. */
type DeliveryRow = {
  id: Generated<number>;
  week: string;
  /** Negative once the reader was erased. */
  subscriber_id: number;
  /** The edition's language. */
  language: string;
  /** The domain of the recipient's address when the audience was frozen. */
  domain: string;
  state: DeliveryState;
  /** 1 while the delivery is not finished; see `openStates`. */
  is_open: Generated<number>;
  attempts: Generated<number>;
  /** The fencing token under which it was last begun. */
  token: Generated<number>;
  /** When it was first tried. It is given up some days later. */
  first_tried_at: string | null;
  /** Not before this moment: a deferred delivery's next attempt, or the time of sending at its reader's local time. */
  due_at: string | null;
  /** The server's reply code and words, or why there was no reply. */
  code: number | null;
  words: string | null;
  updated_at: string;
};

/** The states of an open delivery, which is not finished; `is_open` says the same of each row. */
export const openStates: readonly DeliveryState[] = ['queued', 'sending', 'committing', 'deferred'];

/** The condition that a delivery is open. It has the same text as that of the index `deliveries_open`, so that the index is used. */
export const isOpen = sql<SqlBool>`is_open = 1`;

/** The condition that a delivery is due. One deferred by a clock that was ahead is due now: the rest of its pause is unknown. */
export const isDueAt = (now: Date) =>
  sql<SqlBool>`(due_at is null or due_at <= ${now.toISOString()} or (state = 'deferred' and updated_at > ${now.toISOString()}))`;

/** When a delivery is due, as sortable text, empty if it is due now by `isDueAt`. */
export const dueText = (now: Date) =>
  sql<string>`case when state = 'deferred' and updated_at > ${now.toISOString()} then '' else coalesce(due_at, '') end`;

/** The weeks of all runs. `week in anyRun` lets a subscriber's deliveries be found by the index of (week, subscriber). */
export const anyRun = sql<string>`(select week from runs)`;

/** The condition that a subscriber has no pause, or that it is over. */
export const isNotPaused = (now: Date) => sql<SqlBool>`(paused_until is null or paused_until <= ${now.toISOString()})`;
