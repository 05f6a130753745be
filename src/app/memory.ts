import { setFlagsFromString } from 'node:v8';

/**
 * Asks V8 to keep the heap small: thousands of messages a second, each forgotten at once, would let it grow to twice what a
 * run needs. Costs 5% of speed (docs/decisions/0005-one-thread.md); to be called before there is much in it.
 */
export const spareMemory = (): void => setFlagsFromString('--optimize-for-size');
