import type { PendingImport } from '../../store/imports/imports.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';

/** The sentence about an import that was interrupted, or that another process applies now. */
export const pendingWords = ({ kind, startedAt, entries, applied }: PendingImport): string =>
  `The import of ${kind} begun at ${startedAt} is not finished: ${applied.toLocaleString('en')} of ${entries.toLocaleString('en')} lines are applied`;

/** Finishes imports before something that needs the whole list, and says so. */
export async function finishImports({ tell }: AppContext, { imports }: Pick<Store, 'imports'>): Promise<void> {
  for (const pending of await imports.pending())
    await tell({ kind: 'notice', words: `${pendingWords(pending)}. It is finished first.` });
  await imports.finish();
}
