import { type Generated, type SqlBool, sql } from 'kysely';

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
};

export const subscriberStatuses = ['active', 'unsubscribed'] as const;
export type SubscriberStatus = (typeof subscriberStatuses)[number];

export type SubscriberRow = {
  id: Generated<number>;
  address: string;
  /** The address as it is compared: all in lower case. */
  address_key: string;
  /** What stands behind the @, in ASCII and lower case. */
  domain: string;
  name: string | null;
  language: string;
  status: SubscriberStatus;
  /** No issue whose run starts before this moment. */
  paused_until: string | null;
  created_at: string;
  updated_at: string;
};

/** What readers change by themselves. */
export const changeKinds = ['left', 'returned', 'language', 'name', 'paused', 'resumed'] as const;
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
  subscriber_id: number;
  /** The edition's language. */
  language: string;
  /** The domain of the recipient's address when the audience was frozen. */
  domain: string;
  state: DeliveryState;
  /** 1 while something is still to do. */
  is_open: Generated<number>;
  attempts: Generated<number>;
  /** Not before this moment: a deferred delivery's next attempt. */
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

/** A subscriber who has not asked for a pause, or whose pause is over. */
export const isNotPaused = (now: Date) => sql<SqlBool>`(paused_until is null or paused_until <= ${now.toISOString()})`;
