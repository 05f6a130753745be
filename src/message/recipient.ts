/** A subscriber who is due an edition. */
export type Recipient = {
  /** The subscriber's number in the store. */
  id: number;
  /** As checked by subscribers/address.ts: the domain in ASCII, no control characters. */
  address: string;
  name?: string;
};

/** Stands for nobody: test copies and the emails `build` writes are addressed to it, and their links change nothing. */
export const nobody = 0;
