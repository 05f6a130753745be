import { z } from 'zod';
import { t } from '../../wording/wording.ts';
import { addressKey } from '../address.ts';
import { type DeliveryState, openStates, subscriberStatuses } from '../schema.ts';
import { readDeclared } from '../subscribers/declared-values.ts';
import type { Addressee, Settlement } from './delivery.ts';

/** One step of one delivery. `token` is the fencing token of the sender's lease. */
export type Step =
  | { kind: 'begin' | 'commit'; id: number; token: number; now: Date }
  | { kind: 'settle'; id: number; token: number; settlement: Settlement; now: Date };

/** `begin`: the recipient, or why there is none; `commit`: whether the dot may be sent, or why not; `settle`: whether it was written. */
export type StepAnswer = Addressee | boolean | undefined;

/** Writes steps of deliveries to the database. */
export type StepWriter = {
  /** Writes the steps in one transaction, all or none. @returns their answers, in the order of the steps */
  write(steps: readonly Step[]): Promise<readonly StepAnswer[]>;
  /** How many calls of `write` may run at the same time; one without it. */
  maxParallel?: number;
  close(): Promise<void>;
};

/** A subscriber and the reason of their suppression, at the moment of a step; null columns if they were erased. */
export const subscriberNow = z.object({
  id: z.number().nullable(),
  address: z.string().nullable(),
  name: z.string().nullable(),
  fields: z.string().nullable(),
  status: z.enum(subscriberStatuses).nullable(),
  paused_until: z.string().nullable(),
  reason: z.string().nullable(),
});

/** The recipient of a delivery, if the subscriber may be mailed now; else why the delivery is skipped. */
export function addresseeOf(subscriber: z.infer<typeof subscriberNow> | undefined, now: Date): Addressee {
  const { id = null, address = null, name = null, fields = null, status = null, reason = null } = subscriber ?? {};
  if (id === null || address === null || status === null) return { skip: 'erased' };
  if (status !== 'active') return { skip: status };
  const until = subscriber?.paused_until ?? '';
  if (until > now.toISOString()) return { skip: t('paused until %{day}', { day: until.slice(0, 10) }) };
  if (reason !== null) return { skip: t('suppressed: %{reason}', { reason }) };
  return { id, address, name: name ?? undefined, fields: readDeclared(fields) };
}

/** Characters of a reply that are kept. */
const maxReplyCharacters = 500;

/** The states that a settlement may follow. An acceptance has happened: it follows any state but itself. */
const mayFollow: Record<Settlement['state'], readonly DeliveryState[]> = {
  accepted: [],
  skipped: ['sending'],
  // A reply after the dot may also say that a quota is used up.
  queued: ['sending', 'committing'],
  deferred: ['sending', 'committing'],
  failed: ['sending', 'committing'],
  uncertain: ['committing'],
};

/** The values that a settlement writes, the same in every database. */
export function settlementRow({ id, token, settlement, now }: Extract<Step, { kind: 'settle' }>) {
  const { state, code = null, words } = settlement;
  const suppress = settlement.state === 'failed' ? settlement.suppress : undefined;
  return {
    id,
    token,
    state,
    is_open: openStates.includes(state) ? 1 : 0,
    code,
    words: words?.slice(0, maxReplyCharacters) ?? null,
    due_at: settlement.state === 'deferred' ? settlement.dueAt.toISOString() : null,
    updated_at: now.toISOString(),
    /** A delivery that was begun and not tried has not used up an attempt. */
    attempts_back: state === 'queued' ? 1 : 0,
    from_sending: mayFollow[state].includes('sending'),
    from_committing: mayFollow[state].includes('committing'),
    suppress: suppress === undefined ? null : addressKey(suppress.address),
    reason: suppress?.reason ?? null,
  };
}
