import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';

/** A command's work with the store, which is closed when it ends. */
export async function withStore(context: Context, use: (store: Store) => Promise<ExitCode>): Promise<ExitCode> {
  const store = await context.openStore();
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
