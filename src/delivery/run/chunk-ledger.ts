import type { Chunk } from '../../store/ledger/chunk-lease.ts';
import type { Chunks } from '../../store/ledger/chunks.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';

/** The ledger as far as a chunk of a run goes: a worker's run is one over this. */
export function chunkLedger(ledger: Ledger, chunks: Chunks, chunk: Chunk): Ledger {
  return {
    ...ledger,
    open: (week, now, after, limit) => ledger.open(week, now, after, limit, chunk),
    nextDue: (week, now) => ledger.nextDue(week, now, chunk),
    renew: () => chunks.renew(chunk),
    release: (_week, _token, now, notBefore) => chunks.release(chunk, now, notBefore),
  };
}
