/** A delivery that is to be made now. `firstTriedAt` is absent where it was not tried yet. */
export type OpenDelivery = { id: number; language: string; domain: string; attempts: number; firstTriedAt?: string };

/** Who a delivery goes to, looked up at the moment of sending; or why it goes nowhere any more. */
export type Addressee = { id: number; address: string; name?: string } | { skip: string };

/** How a delivery ended, for now. */
export type Settlement =
  | { state: 'accepted' | 'skipped' | 'uncertain'; code?: number; words?: string }
  /** Begun, and not tried after all. */
  | { state: 'queued'; code?: undefined; words?: undefined }
  /** `suppress`: this address does not exist, and is not to be mailed again; written in the same moment. */
  | { state: 'failed'; code?: number; words?: string; suppress?: { address: string; reason: string } }
  | { state: 'deferred'; code?: number; words?: string; dueAt: Date };
