import { z } from 'zod';
import { addressKey } from '../address.ts';
import { type DeliveryState, openStates, subscriberStatuses } from '../schema.ts';
import type { Addressee, Settlement } from './delivery.ts';

/** One step of one delivery, as a connection asks for it. `token` is that of the asker's lease. */
export type Step =
  | { kind: 'begin' | 'commit'; id: number; token: number; now: Date }
  | { kind: 'settle'; id: number; token: number; settlement: Settlement; now: Date };

/** `begin`: whom it goes to; `commit`: whether the dot may go out, or why not; `settle`: whether it was still the asker's. */
export type StepAnswer = Addressee | boolean | undefined;

/** Who writes the steps of deliveries: all that come together in one transaction, or none of them. */
export type StepTaker = {
  take(steps: readonly Step[]): Promise<readonly StepAnswer[]>;
  /** How many transactions it takes at the same time; one unless it says so. */
  atOnce?: number;
  close(): Promise<void>;
};

/** A subscriber as a step finds them, and what suppresses them; nothing where they were erased. */
export const subscriberNow = z.object({
  id: z.number().nullable(),
  address: z.string().nullable(),
  name: z.string().nullable(),
  status: z.enum(subscriberStatuses).nullable(),
  paused_until: z.string().nullable(),
  reason: z.string().nullable(),
});

/** Whom a delivery goes to, as a subscriber and what suppresses them stand now; or why it goes nowhere. */
export function addresseeOf(subscriber: z.infer<typeof subscriberNow> | undefined, now: Date): Addressee {
  const { id = null, address = null, name = null, status = null, reason = null } = subscriber ?? {};
  if (id === null || address === null || status === null) return { skip: 'erased' };
  if (status !== 'active') return { skip: status };
  const until = subscriber?.paused_until ?? '';
  if (until > now.toISOString()) return { skip: `paused until ${until.slice(0, 10)}` };
  if (reason !== null) return { skip: `suppressed: ${reason}` };
  return { id, address, name: name ?? undefined };
}

/** Characters of a server's words that are kept. */
const maxWords = 500;

/** The states that a settlement may follow, of which only an acceptance may follow any other: it is what has happened. */
const mayFollow: Record<Settlement['state'], readonly DeliveryState[]> = {
  accepted: [],
  skipped: ['sending'],
  // A server that has no more for us today may say so after the dot, too.
  queued: ['sending', 'committing'],
  deferred: ['sending', 'committing'],
  failed: ['sending', 'committing'],
  uncertain: ['committing'],
};

/** What a settlement writes into its row, and where to; the same in every database. */
export function settlementRow({ id, token, settlement, now }: Extract<Step, { kind: 'settle' }>) {
  const { state, code = null, words } = settlement;
  const suppress = settlement.state === 'failed' ? settlement.suppress : undefined;
  return {
    id,
    token,
    state,
    is_open: openStates.includes(state) ? 1 : 0,
    code,
    words: words?.slice(0, maxWords) ?? null,
    due_at: settlement.state === 'deferred' ? settlement.dueAt.toISOString() : null,
    updated_at: now.toISOString(),
    /** One that was begun and not tried has used up no attempt. */
    attempts_back: state === 'queued' ? 1 : 0,
    from_sending: mayFollow[state].includes('sending'),
    from_committing: mayFollow[state].includes('committing'),
    suppress: suppress === undefined ? null : addressKey(suppress.address),
    reason: suppress?.reason ?? null,
  };
}
