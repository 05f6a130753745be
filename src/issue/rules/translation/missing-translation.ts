import { nameOf } from '../../../source/validate.ts';
import { type Localized, textIn } from '../../../source/values.ts';
import { textsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/**
 * Texts that lack a language of the publication. What follows depends on `missing_translation`: an article whose
 * title lacks it is left out (`skip`) without a word, since that is how an article for one language is written;
 * one that is translated in part is worth a warning.
 */
export const missingTranslation: Rule = {
  id: 'missing-translation',
  severity: 'warning',
  doc: {
    finds: 'a text that lacks a language of the publication',
    why: 'The edition in that language shows less, or another language. An article whose title lacks a language is meant for the others, and is not reported.',
    wrong: 'standfirst: { fr: Un chapeau }',
    right: 'standfirst: { fr: Un chapeau, en: A standfirst }',
  },
  find({ issue, publication }) {
    const mode = publication.missing_translation;
    return textsOf(issue).flatMap(({ path, value }): Finding[] => {
      const article = path[0] === 'articles' ? issue.articles[Number(path[1])] : undefined;
      return publication.languages
        .filter(language => textIn(value, language) === undefined || isGap(value, language))
        .filter(language => mode !== 'skip' || article === undefined || textIn(article.title, language) !== undefined)
        .map(language => ({
          path,
          message: `\`${nameOf(path)}\` has no \`${language}\`: ${consequence(mode, path)}.`,
          hint: `Add \`${language}: …\`, or write one text for all languages.`,
          ...(mode === 'error' ? { severity: 'error' } : {}),
        }));
    });
  },
};

/** An empty alternative text says “decorative” only where it is empty in every language. */
const isGap = (value: Localized, language: string): boolean =>
  typeof value !== 'string' && value[language] === '' && Object.values(value).some(text => text !== '');

const consequence = (mode: 'skip' | 'fallback' | 'error', path: readonly PropertyKey[]): string => {
  if (mode === 'error') return 'hebdo.yaml asks for every translation';
  if (mode === 'fallback') return 'the edition shows it in another language';
  if (path[0] === 'subject') return 'the edition takes the title of its first article';
  return path.at(-1) === 'url' || path.at(-1) === 'alt'
    ? 'the edition takes it from another language'
    : 'the edition leaves it out';
};
