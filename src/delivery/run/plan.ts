import type { DeliveryState } from '../../store/schema.ts';

/** Who is due an issue, by edition. */
export type Plan = {
  /** Absent if its sending has not begun. */
  begun?: { startedAt: string; finishedAt?: string; contentHash: string };
  editions: { language: string; due: number; states: Partial<Record<DeliveryState, number>> }[];
  /** How many of those due are so only later, by their readers' clocks. */
  waiting: number;
  /** Addresses on the suppression list; they are passed over when their turn comes. */
  suppressed: number;
};

/** How many deliveries the plan would make. */
export const totalDue = (plan: Plan): number => plan.editions.reduce((sum, { due }) => sum + due, 0);
