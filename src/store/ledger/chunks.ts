/** A range of a run's deliveries, leased to one worker under a fencing token. `retryCount` identifies the attempt of its job. */
export type Chunk = {
  week: string;
  number: number;
  first: number;
  last: number;
  token: number;
  job: { id: string; retryCount: number };
};

/** A chunk that is worked on, its holder, its deliveries, and how many of them are open. */
export type HeldChunk = { number: number; holder: string; total: number; open: number };

/**
 * A run cut into chunks, which many processes work on. Jobs (chunk-jobs.ts) decide which worker gets which chunk, and when. The
 * ledger decides what is sent: a chunk is leased under a fencing token, and its former worker can take no further step. A job
 * that runs twice or late does no harm, and a chunk without a job is found and given one.
 *
 * @example
 * await chunks.cut('2026-W48', 5_000);
 * const chunk = await chunks.take(['2026-W48'], holder, now);
 * // … the worker delivers chunk.first to chunk.last under chunk.token, and renews the lease meanwhile …
 * if (chunk !== undefined && (await chunks.renew(chunk))) await chunks.release(chunk, now);
 */
export type Chunks = {
  /** Cuts a run's open deliveries into chunks of `size`, unless it is cut already. @returns how many chunks are not done */
  cut(week: string, size: number): Promise<number>;
  /** Makes all waiting chunks of a run available at once, and also those set aside after too many dead workers. */
  wake(week: string): Promise<void>;
  /** The runs that have chunks, the oldest first. */
  weeks(): Promise<string[]>;
  /** How many chunks of a run are not done. */
  left(week: string): Promise<number>;
  /**
   * Leases a chunk of one of the weeks that has no worker, or whose worker is silent. Its interrupted deliveries are recovered:
   * see recover-interrupted.ts.
   */
  take(weeks: readonly string[], holder: string, now: Date): Promise<Chunk | undefined>;
  /** Repairs what a dead process leaves: chunks without a job, jobs of silent or dead workers, runs whose last chunk is done. */
  recover(isDead: (holder: string) => boolean, now: Date): Promise<void>;
  /** Renews the lease of a chunk. @returns false if another worker has it */
  renew(chunk: Chunk): Promise<boolean>;
  /**
   * Gives a chunk back until its next delivery is due. A chunk without open deliveries is done; with the last one its run is
   * finished. @param notBefore when it may be taken again, if that is later
   */
  release(chunk: Chunk, now: Date, notBefore?: Date): Promise<void>;
  /** The chunks of a run that are worked on, and their progress. */
  held(week: string): Promise<HeldChunk[]>;
};

/**
 * The number of deliveries in a chunk of a run: some seconds of work, so that a dead worker delays few; fewer in a small run, so that
 * every worker gets some.
 * @param due deliveries of the run
 */
export const chunkSize = (due: number): number => Math.min(500, Math.max(20, Math.ceil(due / 20)));
