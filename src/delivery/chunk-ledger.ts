import type { Chunk, Chunks } from '../store/chunks.ts';
import type { Ledger } from '../store/ledger.ts';

/** The ledger as far as a piece of a run goes: a worker's run is one over this. */
export function chunkLedger(ledger: Ledger, chunks: Chunks, chunk: Chunk): Ledger {
  return {
    ...ledger,
    async open(week, now, after, limit) {
      const rows = await ledger.open(week, now, Math.max(after, chunk.first - 1), limit);
      return rows.filter(({ id }) => id <= chunk.last);
    },
    nextDue: () => chunks.nextDue(chunk),
    renew: (_week, holder, until) => chunks.renew(chunk, holder, until),
    release: (_week, holder, now) => chunks.release(chunk, holder, now),
  };
}
