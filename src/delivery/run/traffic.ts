import type { Message } from '../../message/message.ts';
import type { OpenDelivery } from '../../store/ledger/delivery.ts';
import type { PolicyGuard } from '../pacing/policy-guard.ts';
import type { RelayPace } from '../pacing/relay-pace.ts';
import type { Outcome } from '../smtp/transport.ts';
import type { DeliveryQueue } from './queue.ts';

/** Since when the ledger cannot be written, by `performance.now()`. */
export type Trouble = { since?: number };

/** What the connections of a run share. */
export type Traffic = {
  queue: DeliveryQueue;
  /** Waits for the next message's rate slot. */
  waitForSlot(signal: AbortSignal): Promise<void>;
  /** What the relay's replies ask for. */
  relay: RelayPace;
  guard: PolicyGuard;
  /** Whether the relay has no more messages for us today. */
  readonly isSpent: boolean;
  /** A reader's message was refused for a quota. @returns whether it is the relay's quota by now */
  spend(delivery: OpenDelivery, words: string): boolean;
  signal: AbortSignal;
  trouble: Trouble;
  /** Takes note of how a message ended. @returns whether the server refused us, and not this reader */
  see(outcome: Outcome, domain: string): boolean;
};

/** A delivery that is begun in the ledger, and its message. `since`: when it was begun, by the relay's clock. */
export type Begun = { delivery: OpenDelivery; address: string; message: Message; since: number };

/** Another process holds the run now, or the delivery was decided otherwise: nothing more is ours to send. */
export class LostRun extends Error {}
