import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';

/**
 * Asks V8 to keep the heap small: thousands of messages a second, each forgotten at once, would let it grow to twice what a
 * run needs. Costs 5% of speed (docs/decisions/0005-one-thread.md); to be called before there is much in it.
 */
export const spareMemory = (): void => setFlagsFromString('--optimize-for-size');

/** Bytes of the heap above which garbage is collected; milliseconds between two looks at it. */
const maxHeapBytes = 60 * 1024 * 1024;
const lookEveryMs = 10;

const collector = z.custom<(options: { type: 'major'; flavor: 'last-resort' }) => void>(
  value => typeof value === 'function',
);

/**
 * Collects garbage as soon as the heap has grown above 60 MB or half as much again as is in use. Left to itself, V8 lets a list of a million
 * people grow to 200 MB: the limits of its heap can be set before it starts only. Costs 5 to 10% of the time of an import.
 */
export function keepHeapSmall(): void {
  spareMemory();
  setFlagsFromString('--expose-gc');
  const collect = collector.parse(runInNewContext('gc'));
  let maxBytes = maxHeapBytes;
  const timer = setInterval(() => {
    if (getHeapStatistics().total_heap_size <= maxBytes) return;
    collect({ type: 'major', flavor: 'last-resort' });
    maxBytes = Math.max(maxHeapBytes, getHeapStatistics().total_heap_size * 1.5);
  }, lookEveryMs);
  timer.unref();
}
