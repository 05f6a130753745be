import { AsyncLocalStorage } from 'node:async_hooks';
import { aroundEach, type TestContext } from 'vitest';

const running = new AsyncLocalStorage<TestContext>();
// Scripts and benches use the helpers too, without vitest.
if (process.env.VITEST !== undefined) aroundEach((runTest, context) => running.run(context, runTest));

/**
 * Does a step after the test that calls this, the last step first. `onTestFinished` of vitest takes the test that began
 * last for the one that calls it, which is wrong where tests run at the same time.
 */
export function afterTest(step: () => unknown): void {
  const test = running.getStore();
  if (test === undefined) throw new Error('afterTest is called outside a test');
  test.onTestFinished(async () => void (await step()));
}
