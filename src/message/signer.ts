import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { DkimJob, DkimKey } from './dkim.ts';

/** Signs messages away from the thread that talks to servers; gives the `DKIM-Signature` fields. */
export type Signer = (job: DkimJob) => Promise<string>;

type Waiting = { resolve(fields: string): void; reject(cause: Error): void };
type Thread = { worker: Worker; waiting: Map<number, Waiting> };

const answer = z.tuple([z.number(), z.string()]);
const most = Math.min(4, availableParallelism());

/**
 * Signs on threads that start as they are needed, as many as there are cores but four at most. They end with the
 * process, and keep it alive only while something waits for them. Rejects if a thread fails.
 */
export function threadedSigner(keys: readonly DkimKey[]): Signer {
  const threads = new Set<Thread>();
  let next = 0;
  return job =>
    new Promise((resolve, reject) => {
      const leastBusy = [...threads].sort((a, b) => a.waiting.size - b.waiting.size)[0];
      const isFree = leastBusy !== undefined && (leastBusy.waiting.size === 0 || threads.size >= most);
      const { worker, waiting } = isFree ? leastBusy : startThread(keys, threads);
      const id = next++;
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, ...job });
    });
}

/** Adds a thread; it takes itself out when it ends. */
function startThread(keys: readonly DkimKey[], threads: Set<Thread>): Thread {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./sign-worker.${extension}`, import.meta.url), { workerData: keys });
  const waiting = new Map<number, Waiting>();
  const thread = { worker, waiting };
  const fail = (cause: Error): void => {
    threads.delete(thread);
    for (const { reject } of waiting.values()) reject(cause);
    waiting.clear();
  };
  worker.on('message', (message: unknown) => {
    const [id, fields] = answer.parse(message);
    waiting.get(id)?.resolve(fields);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the thread that signs has ended')));
  threads.add(thread);
  return thread;
}
