import type { Problem } from '../source/problem.ts';
import type { OpenDelivery, Settlement } from '../store/ledger/delivery.ts';
import type { SendResult } from './send/result.ts';

/** What happens while the work goes on. A face shows it, or drops it. */
export type AppEvent =
  /** Errors that keep one thing from being done while the work goes on. */
  | { kind: 'problems'; problems: readonly Problem[]; consequence?: string }
  /** A sentence for a person: what the work waits for, or does first. */
  | { kind: 'notice'; words: string }
  /** A run begins or goes on. `open`: deliveries that it will try; `due`: those that are due, by language. */
  | { kind: 'run-begins'; week: string; open: number; due: ReadonlyMap<string, number> }
  | { kind: 'settled'; week: string; delivery: OpenDelivery; settlement: Settlement }
  /** The next deliveries are due only then; the run waits for them. */
  | { kind: 'run-waits'; week: string; until: Date }
  /** Nothing more of the run is tried. */
  | { kind: 'run-ends'; week: string }
  /** A run is cut into chunks, which workers send from now on. A face may wait here and show how they get on. */
  | { kind: 'handed-out'; week: string; chunks: number }
  /** One of several issues is done with. */
  | { kind: 'issue-ended'; result: SendResult };
