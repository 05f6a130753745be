import type { Chunk, Chunks } from '../../store/ledger/chunks.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';

/** The ledger restricted to one chunk of a run. A worker delivers its chunk as a run over this ledger. */
export function chunkLedger(ledger: Ledger, chunks: Chunks, chunk: Chunk): Ledger {
  return {
    ...ledger,
    open: (week, now, page) => ledger.open(week, now, { ...page, range: chunk }),
    nextDue: (week, now) => ledger.nextDue(week, now, chunk),
    renew: () => chunks.renew(chunk),
    release: (_week, _token, now, notBefore) => chunks.release(chunk, now, notBefore),
  };
}
