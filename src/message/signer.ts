import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { DkimJob, DkimKey } from './dkim.ts';

/** Signs messages away from the thread that talks to servers; gives the `DKIM-Signature` fields. */
export type Signer = (job: DkimJob) => Promise<string>;

const answer = z.tuple([z.number(), z.string()]);

/**
 * Starts threads that sign, as many as there are cores but four at most. They end with the process, and keep it alive
 * only while something waits for them.
 */
export function startSigner(keys: readonly DkimKey[]): Signer {
  type Waiting = { resolve(fields: string): void; reject(cause: Error): void };
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const threads = new Set<{ worker: Worker; waiting: Map<number, Waiting> }>();
  const startThread = (): void => {
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
    worker.unref();
    threads.add(thread);
  };
  for (let count = Math.min(4, availableParallelism()); count > 0; count--) startThread();
  let next = 0;
  return job =>
    new Promise((resolve, reject) => {
      const [first, ...others] = threads;
      if (first === undefined) return reject(new Error('no thread signs'));
      // The one with the least to do.
      const { worker, waiting } = others.reduce(
        (least, one) => (one.waiting.size < least.waiting.size ? one : least),
        first,
      );
      const id = next++;
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, ...job });
      return undefined;
    });
}
