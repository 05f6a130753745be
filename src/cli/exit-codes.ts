import type { SendResult } from '../app/send/result.ts';
import { totalDue } from '../delivery/run/run-plan.ts';

/** The exit codes of section 3 of the design. */
export const exit = { done: 0, problems: 1, usage: 2, partly: 3, world: 4, interrupted: 130 } as const;
export type ExitCode = (typeof exit)[keyof typeof exit];

/**
 * What to end with when an issue was sent.
 * @param onTime whether a scheduler sent it: that readers wait for their local time, or that another process sends it, is no failure then
 */
export function exitCodeOf(result: SendResult, onTime = false): ExitCode {
  if (result.kind === 'refused') return exit.problems;
  if (result.kind === 'elsewhere') return onTime ? exit.done : exit.world;
  const { after } = result;
  const isUncertain = after.editions.some(({ states }) => (states.uncertain ?? 0) > 0);
  if (result.kind === 'handed-out') {
    if (result.isInterrupted) return exit.interrupted;
    return isUncertain && after.waiting === 0 ? exit.partly : exit.done;
  }
  switch (result.end.kind) {
    case 'interrupted':
      return exit.interrupted;
    case 'unreachable':
    case 'rejected':
    case 'lost-run':
      return exit.world;
    case 'waiting':
      return onTime && after.waiting === totalDue(after) ? exit.done : exit.partly;
    case 'spent':
      return exit.partly;
    case 'done':
      return isUncertain ? exit.partly : exit.done;
  }
}
