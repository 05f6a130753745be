import type { DeclaredValues } from '../subscribers/declared-values.ts';

/** A delivery that is due. `firstTriedAt` is absent if it was not tried yet. */
export type OpenDelivery = { id: number; language: string; domain: string; attempts: number; firstTriedAt?: string };

/** The recipient of a delivery, looked up at the moment of sending; or why the delivery is skipped. */
export type Addressee = { id: number; address: string; name?: string; fields?: DeclaredValues } | { skip: string };

/** The result of an attempt. */
export type Settlement =
  | { state: 'accepted' | 'skipped' | 'uncertain'; code?: number; words?: string }
  /** It was begun, but not tried. */
  | { state: 'queued'; code?: undefined; words?: undefined }
  /** `suppress`: the address does not exist and is suppressed in the same transaction. */
  | { state: 'failed'; code?: number; words?: string; suppress?: { address: string; reason: string } }
  | { state: 'deferred'; code?: number; words?: string; dueAt: Date };
