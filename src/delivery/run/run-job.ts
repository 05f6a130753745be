import type { Message } from '../../message/message.ts';
import type { Recipient } from '../../message/recipient.ts';
import type { OpenDelivery, Settlement } from '../../store/ledger/delivery.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { Stops } from '../../store/ledger/stops.ts';
import type { DomainLimits } from '../pacing/domain-paces.ts';
import type { Shared } from '../pacing/pace.ts';
import type { PolicyGuard } from '../pacing/policy-guard.ts';
import type { Budget } from '../pacing/warm-up.ts';
import type { Transport } from '../smtp/transport.ts';
import { maxDueWaitMs } from './due-verdict.ts';

/** Everything a run needs. A run has no terminal, no file and no clock of its own. */
export type RunJob = {
  week: string;
  /** The fencing token of this process's lease of the run, or of a chunk of it. */
  token: number;
  ledger: Ledger;
  transport: Transport;
  connections: number;
  /** Messages a second over all connections, evenly; unlimited without it. */
  rate?: number;
  /** Limits by recipient domain. */
  domains?: DomainLimits;
  /** If other processes work on the same run: they share the rate and the limits by domain. */
  shared?: Shared;
  /** The stop of all senders, which a server sets that refuses us. */
  stops?: Stops;
  /** A guard for several runs; without it the run has its own. */
  guard?: PolicyGuard;
  /** How many messages may be sent before a moment; the run ends when they are. */
  budget?: Budget;
  /** Makes the message of an edition for one recipient. */
  compose(language: string, recipient: Recipient): Promise<Message>;
  now(): Date;
  /** Stops the run after the messages in transit. */
  signal: AbortSignal;
  retry: RetryPolicy;
  /** Called for every settled delivery. */
  settled?(delivery: OpenDelivery, settlement: Settlement): void;
  /** Called before the run waits for deliveries that come due. */
  waiting?(until: Date): void;
};

type RetryPolicy = {
  /** Before the second attempt of a delivery, the third, …; the last holds for all later ones. */
  pausesMs: readonly number[];
  /** How long a run waits, in all, for deliveries to come due; later ones are left to the next run. */
  maxWaitMs: number;
  /** The time from a delivery's first attempt after which it is given up. */
  giveUpAfterMs: number;
  /** Between attempts to settle a delivery while the ledger cannot be written; one attempt more than pauses. */
  ledgerMs: readonly number[];
  /** Between attempts to reach the server; one attempt more than pauses, then the run ends. */
  reconnectMs: readonly number[];
};

/** What a run uses unless `hebdo.yaml` says otherwise. */
export const defaultRetry: RetryPolicy = {
  pausesMs: [30_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000],
  // RFC 5321 section 4.5.4.1: at least four to five days.
  giveUpAfterMs: 432_000_000,
  maxWaitMs: maxDueWaitMs,
  ledgerMs: [500, 2_000, 5_000],
  reconnectMs: [1_000, 3_000, 8_000, 15_000],
};

/** SMTP connections of a run, unless `hebdo.yaml` or an option says otherwise. */
export const defaultConnections = 5;
