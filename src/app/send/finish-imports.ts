import type { PendingImport } from '../../store/imports/imports.ts';
import type { Store } from '../../store/store.ts';
import { number, t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';

/** The sentence about an import that was interrupted, or that another process applies now. */
export const pendingWords = ({ kind, startedAt, entries, applied }: PendingImport): string =>
  t('The import of %{kind} begun at %{startedAt} is not finished: %{applied} of %{entries} lines are applied', {
    kind,
    startedAt,
    applied: number(applied),
    entries: number(entries),
  });

/** Finishes imports before something that needs the whole list, and says so. */
export async function finishImports({ tell }: AppContext, { imports }: Pick<Store, 'imports'>): Promise<void> {
  for (const pending of await imports.pending())
    await tell({ kind: 'notice', words: t('%{pending}. It is finished first.', { pending: pendingWords(pending) }) });
  await imports.finish();
}
