import { type Generated, type SqlBool, sql } from 'kysely';
import type { FieldColumns } from './subscribers/fields.ts';

/**
 * The tables, the same in every database. Moments are ISO 8601 in UTC with milliseconds: they sort as text and read
 * the same everywhere. What each is for stands in docs/architecture.md.
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
  /** Addresses that readers have moved away from. */
  former_addresses: { address_key: string; subscriber_id: number; moved_at: string };
  bounces: BounceRow;
  removals: RemovalRow;
  tags: { subscriber_id: number; tag: string };
  chunks: ChunkRow;
  turns: { name: string; next_at: number };
  places: { name: string; holder: string; count: number; lease_until: number };
  stops: StopRow;
  clicks: { week: string; language: string; url: string; day: string; count: number };
  /** The articles of every issue whose run has begun, by a hash of what they say. */
  sent_articles: { week: string; hash: string };
  imports: ImportRow;
  marks: { name: 'copying' | 'backup'; detail: string; created_at: string };
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

/** What readers change by themselves. */
export const changeKinds = [
  'joined',
  'left',
  'returned',
  'language',
  'name',
  'address',
  'paused',
  'resumed',
  'time_zone',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

export type ChangeRow = {
  id: Generated<number>;
  subscriber_id: number;
  kind: ChangeKind;
  /** The issue whose link they used. */
  week: string | null;
  /** The new value, or the reason they gave. */
  detail: string | null;
  created_at: string;
};

/** What is to be confirmed: that an address wants the newsletter, or that a subscriber reads at another address now. */
export const confirmationKinds = ['sign_up', 'address'] as const;
export type ConfirmationKind = (typeof confirmationKinds)[number];

/** A confirmation that is waited for; once given, the proof of it. */
export type ConfirmationRow = {
  id: Generated<number>;
  kind: ConfirmationKind | 'import';
  address: string;
  address_key: string;
  name: string | null;
  language: string;
  subscriber_id: number | null;
  /** Where it was asked for. */
  page: string;
  /** Which words were agreed to: a row of `consent_texts`. */
  text_version: string | null;
  /** A keyed hash of the network address it was asked from. */
  network: string | null;
  asked_at: string;
  expires_at: string;
  mail: 'due' | 'sent' | 'failed';
  attempts: Generated<number>;
  due_at: string | null;
  confirmed_at: string | null;
  confirmed_network: string | null;
};

/** `hard`: the address is of no use; `soft`: it was not, this time; `complaint`: its reader called it spam. */
export const bounceKinds = ['hard', 'soft', 'complaint'] as const;
export type BounceKind = (typeof bounceKinds)[number];

/** What came back after a delivery was accepted. */
export type BounceRow = {
  id: Generated<number>;
  /** Names the report, so that it counts once. */
  event_key: string;
  subscriber_id: number;
  week: string | null;
  language: string | null;
  kind: BounceKind;
  /** The enhanced status code (RFC 3463), or the SMTP reply code. */
  code: string | null;
  words: string | null;
  /** `mailbox`, or the provider whose webhook told it. */
  source: string;
  created_at: string;
};

/** A suppression that a person lifted, and why. */
export type RemovalRow = {
  id: Generated<number>;
  address_key: string;
  suppressed_because: string;
  reason: string;
  created_at: string;
};

export type SuppressionRow = { address_key: string; reason: string; created_at: string };

export type RunRow = {
  week: string;
  /** What was sent: the hash of the content when the run started. */
  content_hash: string;
  started_at: string;
  finished_at: string | null;
  /** The process that works on the run now, and until when it may be silent. */
  holder: string | null;
  lease_until: string | null;
  /** The fencing token of the last taking; see token.ts. */
  token: Generated<number>;
};

/** What can be imported. */
export type ImportKind = 'subscribers' | 'suppressions';

/** An import: read into `import_rows`, then applied to its end by whoever comes. */
export type ImportRow = {
  id: Generated<number>;
  kind: ImportKind;
  /** `dropped`: its rows are being taken out. */
  state: 'reading' | 'applying' | 'done' | 'dropped';
  started_at: string;
  /** When its reader was last heard of: milliseconds of the database's clock. */
  alive_at: number;
  staged: Generated<number>;
  applied: Generated<number>;
  /** What became of the entries so far, as JSON. */
  counts: string;
};

/** A range of a run's deliveries that one worker has at a time. One that is done has no row any more. */
export type ChunkRow = {
  week: string;
  number: number;
  first_id: number;
  last_id: number;
  /** Who works on it, for people to read. */
  holder: string | null;
  /** The fencing token of who works on it; none while it waits. */
  token: number | null;
};

/** Why nothing is sent for now: the server refuses us. */
export type StopRow = {
  name: string;
  code: number | null;
  words: string;
  since: string;
  /** How often one message was tried since. */
  probes: Generated<number>;
  /** When one message may be tried again. */
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

export type DeliveryRow = {
  id: Generated<number>;
  week: string;
  /** Its negative once the reader was erased. */
  subscriber_id: number;
  /** The edition's language. */
  language: string;
  /** The domain of the recipient's address when the audience was frozen. */
  domain: string;
  state: DeliveryState;
  /** 1 while something is still to do. */
  is_open: Generated<number>;
  attempts: Generated<number>;
  /** The fencing token under which it was begun last. */
  token: Generated<number>;
  /** When it was tried first: it is given up some days after. */
  first_tried_at: string | null;
  /** Not before this moment: a deferred delivery's next attempt, or a queued one's time by its reader's clock. */
  due_at: string | null;
  /** The server's reply code and words, or why there was none. */
  code: number | null;
  words: string | null;
  updated_at: string;
};

/** The states in which something is still to do; `is_open` says the same of each row. */
export const openStates: readonly DeliveryState[] = ['queued', 'sending', 'committing', 'deferred'];

/** What is still to do: word for word the condition of the index `deliveries_open`, so that it is used. */
export const isOpen = sql<SqlBool>`is_open = 1`;

/** That a delivery is due. One that was deferred by a clock ahead of ours is due now: how much of its pause is over is not known. */
export const isDueAt = (now: Date) =>
  sql<SqlBool>`(due_at is null or due_at <= ${now.toISOString()} or (state = 'deferred' and updated_at > ${now.toISOString()}))`;

/** When one is due, as text that sorts; the same as `isDueAt`. */
export const dueText = (now: Date) =>
  sql<string>`case when state = 'deferred' and updated_at > ${now.toISOString()} then '' else coalesce(due_at, '') end`;

/** Every issue that was begun. Named, it lets the deliveries of one subscriber be found by their unique (week, subscriber). */
export const anyRun = sql<string>`(select week from runs)`;

/** A subscriber who has not asked for a pause, or whose pause is over. */
export const isNotPaused = (now: Date) => sql<SqlBool>`(paused_until is null or paused_until <= ${now.toISOString()})`;
