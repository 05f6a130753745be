import { z } from 'zod';

/** What one puts in: an address that was checked, and what goes with it. Entries wait in the journal of imports as JSON. */
export const subscriberEntry = z.object({
  address: z.string(),
  name: z.string().optional(),
  language: z.string(),
  /** An IANA name; a known one is left as it is without. */
  timeZone: z.string().optional(),
  /** One who has unsubscribed. */
  left: z.boolean().optional(),
  /** Added to those they have. */
  tags: z.array(z.string()).readonly().optional(),
  /** Why the address must not be mailed. */
  suppress: z.string().optional(),
  /** When they joined; now if it is not known. */
  since: z.string().optional(),
  /** Where they agreed to be mailed, at that time: kept as a proof. */
  consent: z.string().optional(),
  /** The keyed hashes of their address, to look for among those erased. */
  hashes: z.array(z.string()).readonly().optional(),
});
export type SubscriberEntry = z.output<typeof subscriberEntry>;

/** What became of an entry. One who left stays away, and one who was erased stays unknown, whatever an import says. */
export type EntryOutcome = 'added' | 'updated' | 'unchanged' | 'unsubscribed' | 'erased';

/** An address that must not be mailed, and why. */
export const suppressionEntry = z.object({ addressKey: z.string(), reason: z.string() });
export type SuppressionEntry = z.output<typeof suppressionEntry>;

/** `known`: it was suppressed before, and keeps its first reason. */
export type SuppressionOutcome = 'added' | 'known';
