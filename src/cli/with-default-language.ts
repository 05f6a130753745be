import { loadNewsletter } from '../app/compile/newsletter.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { withStore } from './with-store.ts';

/** A command's work with the store, and the language of those who name none: the newsletter's first. */
export async function withDefaultLanguage(
  context: Context,
  use: (store: Store, language: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const newsletter = await loadNewsletter(context.folder);
  if (newsletter.value === undefined) return context.refuse(newsletter.problems);
  const [language = 'en'] = newsletter.value.publication.languages;
  return withStore(context, store => use(store, language));
}
