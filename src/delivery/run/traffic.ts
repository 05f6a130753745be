import type { Message } from '../../message/message.ts';
import type { OpenDelivery } from '../../store/ledger/delivery.ts';
import type { HeldRefusals } from '../pacing/held-refusals.ts';
import type { PolicyGuard } from '../pacing/policy-guard.ts';
import type { RelayPace } from '../pacing/relay-pace.ts';
import type { Outcome } from '../smtp/transport.ts';
import type { DeliveryQueue } from './delivery-queue.ts';

/** Since when the ledger cannot be written, by `performance.now()`. */
export type Trouble = { since?: number };

/** What the connections of a pass share. */
export type Traffic = {
  queue: DeliveryQueue;
  /** Waits for the next message's rate slot. */
  waitForSlot(signal: AbortSignal): Promise<void>;
  /** The pace that the relay's replies ask for. */
  relay: RelayPace;
  guard: PolicyGuard;
  /** Records that a message was refused for a quota. @returns whether the quota is the relay's, and used up */
  recordQuotaRefusal(delivery: OpenDelivery, words: string): boolean;
  /** Aborts the connections. */
  signal: AbortSignal;
  /** Aborts when no further message is to be begun: with `signal`, or when the server refuses us or its quota is used up. */
  noMore: AbortSignal;
  trouble: Trouble;
  /** Records how a message ended. @returns whether the server refused us, and not this recipient */
  recordOutcome(outcome: Outcome, tried: { domain: string; isFirst: boolean }): boolean;
  /** Refusals that are settled once it is known whether they are about their readers. */
  held: HeldRefusals<HeldRefusal>;
};

/** A delivery that is begun in the ledger, and its message. `since`: when it was begun, by the relay's clock. */
export type Begun = { delivery: OpenDelivery; address: string; message: Message; since: number };

/** A refusal that says nothing of its reader before it is known that the server still takes mail. `at`: by the relay's clock. */
export type HeldRefusal = { begun: Begun; outcome: Exclude<Outcome, { kind: 'withdrawn' }>; at: number };

/** Another process holds the run or has settled the delivery: this process may send nothing more of it. */
export class LostRun extends Error {}
