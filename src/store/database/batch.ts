/**
 * Gathers calls that come together into one: whoever asks while batches are being written is in the next one.
 * @param write takes a batch and gives the answers in its order
 * @param atOnce how many batches may be written at the same time
 */
export function batched<Call, Answer>(
  write: (calls: readonly Call[]) => Promise<readonly Answer[]>,
  atOnce = 1,
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
      if (running >= atOnce) return;
      running++;
      // After what is ready now has been heard, and what it brings with it: connections whose answers arrive together write
      // together. Where nothing else is to be done this takes no time.
      setImmediate(() => setImmediate(run));
    });
}
