import type { Outcome } from '../smtp/transport.ts';
import type { Begun } from './traffic.ts';

/** A refusal that says nothing of its reader before it is known that the server still takes mail. */
export type HeldRefusal = { begun: Begun; outcome: Exclude<Outcome, { kind: 'withdrawn' }>; at: number };

/**
 * The refusals of a pass that may turn out to be about us. In the ledger their deliveries are queued again. An accepted message that was
 * begun after a refusal shows that it was about its reader.
 */
export type HeldRefusals = {
  hold(refusal: HeldRefusal): void;
  /** Takes those that came before a moment; all by default. */
  take(before?: number): HeldRefusal[];
};

/** No refusals. */
export function heldRefusals(): HeldRefusals {
  let held: HeldRefusal[] = [];
  return {
    hold: refusal => void held.push(refusal),
    take(before = Number.POSITIVE_INFINITY) {
      const taken = held.filter(({ at }) => at < before);
      held = held.filter(({ at }) => at >= before);
      return taken;
    },
  };
}
