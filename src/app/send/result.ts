import type { RunEnd } from '../../delivery/run/run-job.ts';
import type { Plan } from '../../delivery/run/run-plan.ts';
import type { Problem } from '../../source/problem.ts';
import type { ListedDelivery } from '../../store/ledger/ledger-views.ts';

/** How the sending of an issue ended. */
export type SendResult =
  /** Nothing was sent, or no more: `consequence` says which, where it is not plain. */
  | { kind: 'refused'; problems: readonly Problem[]; consequence?: string }
  /** Another process has the run, or workers have its chunks. `until`: the end of that process's lease. */
  | { kind: 'elsewhere'; week: string; by: 'workers' }
  | { kind: 'elsewhere'; week: string; by: 'process'; until: string }
  /** Workers send it. `after`: how far they were when the `handed-out` event was handled. */
  | { kind: 'handed-out'; week: string; after: Plan; isInterrupted: boolean }
  | {
      kind: 'ended';
      week: string;
      end: RunEnd;
      /** What was due before and after. */
      before: Plan;
      after: Plan;
      seconds: number;
      /** The first deliveries that failed, wait or are uncertain, with the servers' words. */
      troubled: readonly ListedDelivery[];
    };

/** The states of deliveries that did not go well. */
export const troubledStates = ['failed', 'uncertain', 'deferred', 'skipped'] as const;

/** Deliveries in a result's `troubled`, at most. */
export const maxTroubled = 50;
