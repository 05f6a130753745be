import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';

/**
 * Asks V8 to keep the heap small: thousands of messages a second, each forgotten at once, would let it grow to twice what a
 * run needs. Costs 5% of speed (docs/decisions/0005-one-thread.md); to be called before there is much in it.
 */
export const spareMemory = (): void => setFlagsFromString('--optimize-for-size');

/** Bytes in use of the heap above which garbage is collected; milliseconds between two looks at it. */
const maxHeapBytes = 36 * 1024 * 1024;
const lookEveryMs = 10;

const collector = z.custom<(options: { type: 'major'; flavor: 'regular' | 'last-resort' }) => void>(
  value => typeof value === 'function',
);

/**
 * Keeps the heap small where a list of a million people is read: left to itself, V8 lets it grow to 300 MB. The space of young objects is
 * shrunk once and does not grow again (its limit can be set before V8 starts only). Garbage is collected as soon as 36 MB are in use, or
 * half as much again as after the last collection. An import takes two thirds of the CPU time that it takes with `--optimize-for-size`.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--expose-gc');
  const collect = collector.parse(runInNewContext('gc'));
  collect({ type: 'major', flavor: 'last-resort' });
  setFlagsFromString('--semi-space-growth-factor=1');
  let maxBytes = maxHeapBytes;
  const timer = setInterval(() => {
    if (getHeapStatistics().used_heap_size <= maxBytes) return;
    collect({ type: 'major', flavor: 'regular' });
    maxBytes = Math.max(maxHeapBytes, getHeapStatistics().used_heap_size * 1.5);
  }, lookEveryMs);
  timer.unref();
}
