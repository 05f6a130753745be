/** A subscriber who gets an edition. */
export type Recipient = {
  /** The subscriber's id in the store. */
  id: number;
  /** In the form that subscribers/address.ts checks: the domain in ASCII, no control characters. */
  address: string;
  name?: string;
  /** Their declared fields, as they are stored. */
  fields?: Readonly<Record<string, string>>;
};

/**
 * The id of no subscriber. Test copies and the emails that `build` writes are addressed to it; their links have no effect.
 */
export const testRecipientId = 0;
