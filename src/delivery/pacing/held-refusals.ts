/**
 * The refusals of a pass that may turn out to be about us. In the ledger their deliveries are queued again. An accepted message that was
 * begun after a refusal shows that it was about its reader.
 */
export type HeldRefusals<Refusal> = {
  hold(refusal: Refusal): void;
  /** Takes those that came before a moment; all by default. */
  take(before?: number): Refusal[];
};

/** No refusals. */
export function heldRefusals<Refusal extends { at: number }>(): HeldRefusals<Refusal> {
  let held: Refusal[] = [];
  return {
    hold: refusal => void held.push(refusal),
    take(before = Number.POSITIVE_INFINITY) {
      const taken = held.filter(({ at }) => at < before);
      held = held.filter(({ at }) => at >= before);
      return taken;
    },
  };
}
