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
import type { RetryPolicy } from './retry-policy.ts';

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

/** SMTP connections of a run, unless `hebdo.yaml` or an option says otherwise. */
export const defaultConnections = 5;

/**
 * Why a run ended. `unreachable`: no connection can be opened; `rejected`: the server refuses us, and all sending is stopped until
 * a moment. `spent`: the budget of messages until a moment is used up. `waiting`: what is left is due later. `lost-run`: another
 * process holds the run.
 */
export type RunEnd =
  | { kind: 'done' | 'interrupted' }
  | { kind: 'waiting' | 'spent'; until: Date }
  | { kind: 'unreachable'; words: string }
  | { kind: 'rejected'; words: string; until: Date }
  | { kind: 'lost-run' };
