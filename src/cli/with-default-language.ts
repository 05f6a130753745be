import { loadNewsletter } from '../app/compile/newsletter.ts';
import { matchLanguage } from '../edition/language-match.ts';
import type { Store } from '../store/store.ts';
import { checkLanguage } from '../store/subscribers/field-checks.ts';
import { listed, t } from '../wording/wording.ts';
import type { Context } from './context.ts';
import { type ExitCode, exit } from './exit-codes.ts';
import { withStore } from './with-store.ts';

/**
 * A command's work with the store, and the language of those who name none.
 * @param wanted that language; the newsletter's first by default. One that has no edition is refused
 */
export async function withDefaultLanguage(
  context: Context,
  use: (store: Store, language: string) => Promise<ExitCode>,
  wanted?: string,
): Promise<ExitCode> {
  const newsletter = await loadNewsletter(context.folder);
  if (newsletter.value === undefined) return context.refuse(newsletter.problems);
  const { languages } = newsletter.value.publication;
  const [first = 'en'] = languages;
  const language = wanted === undefined ? first : checkLanguage(wanted).part?.language;
  if (language === undefined || matchLanguage(language, languages) === undefined) {
    const list = listed(languages, 'disjunction');
    context.terminal.say(`  ${t('--language takes a language of hebdo.yaml: %{list}.', { list })}`);
    return exit.usage;
  }
  return withStore(context, store => use(store, language));
}
