import { z } from 'zod';
import { declaredValues } from '../subscribers/declared-values.ts';
import { columnFields, recordOf } from '../subscribers/fields.ts';

/** A subscriber to put in: a checked address and its fields (fields.ts). Entries wait in the journal of imports as JSON. */
export const subscriberEntry = z.object({
  address: z.string(),
  // A known value stays where an entry has none.
  ...recordOf(columnFields, ({ name }) => [name, z.string().optional()]),
  /** The values of declared fields; those that an entry lacks stay too. */
  fields: declaredValues.optional(),
  /** The language of a new reader whose entry names none. */
  fallback: z.string().optional(),
  /** Whether they have unsubscribed. */
  left: z.boolean().optional(),
  /** Added to the tags that they have. */
  tags: z.array(z.string()).readonly().optional(),
  /** Why the address must not be mailed. */
  suppress: z.string().optional(),
  /** When they joined; now if it is not known. */
  since: z.string().optional(),
  /** Where they agreed to be mailed, at that time: kept as a proof. */
  consent: z.string().optional(),
  /** The keyed hashes of their address, to look for among the erased ones. */
  hashes: z.array(z.string()).readonly().optional(),
});
export type SubscriberEntry = z.output<typeof subscriberEntry>;

/** The language of a new reader. */
export const languageOf = ({ language, fallback }: SubscriberEntry): string => language ?? fallback ?? 'und';

/** What an entry did. No import changes readers who unsubscribed or were erased. */
export type EntryOutcome = 'added' | 'updated' | 'unchanged' | 'unsubscribed' | 'erased';

/** An address that must not be mailed, and why. */
export const suppressionEntry = z.object({ addressKey: z.string(), reason: z.string() });
export type SuppressionEntry = z.output<typeof suppressionEntry>;
