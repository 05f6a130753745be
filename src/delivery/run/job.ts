import type { Message } from '../../message/message.ts';
import type { Recipient } from '../../message/recipient.ts';
import type { OpenDelivery, Settlement } from '../../store/ledger/delivery.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { Stops } from '../../store/ledger/stops.ts';
import type { Shared } from '../pacing/pace.ts';
import type { PolicyGuard } from '../pacing/policy-guard.ts';
import type { Budget } from '../pacing/warm-up.ts';
import type { Transport } from '../smtp/transport.ts';
import { runPatience } from './due.ts';
import type { DomainLimits } from './queue.ts';

/** Everything a run needs; the run itself knows no terminal, no file and no clock of its own. */
export type RunJob = {
  week: string;
  /** The fencing token under which the ledger gave this process the run, or a chunk of it. */
  token: number;
  ledger: Ledger;
  transport: Transport;
  connections: number;
  /** Messages a second over all connections, evenly; as many as go without it. */
  rate?: number;
  /** Limits by recipient domain. */
  domains?: DomainLimits;
  /** Where other processes work on the same run: rates and limits by domain are for all of them together. */
  shared?: Shared;
  /** Where it stands that the server refuses us, for all senders. */
  stops?: Stops;
  /** Watches over several runs; one of the run's own without it. */
  guard?: PolicyGuard;
  /** How many messages may be sent before a moment; the run ends when they are. */
  budget?: Budget;
  /** Makes the message of an edition for one recipient. */
  compose(language: string, recipient: Recipient): Promise<Message>;
  now(): Date;
  /** Stops the run after what is on the wire. */
  signal: AbortSignal;
  retry: RetryPolicy;
  /** Is told of every delivery that was settled. */
  settled?(delivery: OpenDelivery, settlement: Settlement): void;
  /** Is told what the run waits for, between two attempts. */
  waiting?(until: Date): void;
};

export type RetryPolicy = {
  /** Milliseconds before the second attempt of a delivery, the third, …; the last holds for all that follow. */
  pauses: readonly number[];
  /** Milliseconds a run waits, in all, for deliveries to come due; after that the next run has them. */
  patience: number;
  /** Milliseconds from the first attempt of a delivery after which it is given up. */
  giveUpAfter: number;
  /** Milliseconds between attempts to write how a delivery ended, where the ledger cannot be written; as many attempts, and one. */
  ledger: readonly number[];
  /** Milliseconds between attempts to reach a server that cannot be reached; as many attempts, then the run ends. */
  reconnect: readonly number[];
};

export const usualRetry: RetryPolicy = {
  pauses: [30_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000],
  // RFC 5321 section 4.5.4.1: at least four to five days.
  giveUpAfter: 432_000_000,
  patience: runPatience,
  ledger: [500, 2_000, 5_000],
  reconnect: [1_000, 3_000, 8_000, 15_000],
};

/** SMTP connections at once, where nobody says how many. */
export const usualConnections = 5;
