import type { DeliveryState } from '../../store/schema.ts';

/** How many recipients are due an issue, by edition. */
export type Plan = {
  /** Undefined if the run has not begun. */
  begun?: { startedAt: string; finishedAt?: string; contentHash: string };
  editions: { language: string; due: number; states: Partial<Record<DeliveryState, number>> }[];
  /** How many of those are due only later, at their local time. */
  waiting: number;
  /** Suppressed addresses. They are skipped at the moment of sending. */
  suppressed: number;
};

/** How many deliveries the plan would make. */
export const totalDue = (plan: Plan): number => plan.editions.reduce((sum, { due }) => sum + due, 0);
