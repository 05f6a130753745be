/**
 * Joins simultaneous calls into batches. Calls that arrive while batches are written form the next one.
 * @param write writes a batch, and returns the answers in its order
 * @param maxParallel how many batches may be written at the same time
 * @example const step = batched(writeSteps); await Promise.all([step(a), step(b)]); // one call: writeSteps([a, b])
 */
export function batched<Call, Answer>(
  write: (calls: readonly Call[]) => Promise<readonly Answer[]>,
  maxParallel = 1,
): (call: Call) => Promise<Answer> {
  type Waiting = { call: Call; resolve(answer: Answer): void; reject(cause: unknown): void };
  let waiting: Waiting[] = [];
  let running = 0;

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const answers = (await write(batch.map(({ call }) => call))).values();
        for (const { resolve, reject } of batch) {
          const answer = answers.next();
          if (answer.done === true) reject(new Error('a batch came back short'));
          else resolve(answer.value);
        }
      } catch (cause) {
        for (const { reject } of batch) reject(cause);
      }
    }
    running--;
  };

  return call =>
    new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject });
      if (running >= maxParallel) return;
      running++;
      // Two turns of the event loop: all answers that have arrived are read first, so that connections whose answers arrive
      // together write together. In an idle process this takes no time.
      setImmediate(() => setImmediate(run));
    });
}
