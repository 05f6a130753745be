import { nameOf } from '../../../source/validate.ts';
import { type Localized, textIn } from '../../../source/values.ts';
import { type PlainWording, said, t } from '../../../wording/wording.ts';
import type { Issue } from '../../schema.ts';
import { textsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/**
 * Reports texts that lack a language of the publication. With `missing_translation: skip`, an article whose title lacks
 * the language is not reported, since that is how an article for the other languages is written; an article that is
 * partly translated is reported.
 */
export const missingTranslation: Rule = {
  id: 'missing-translation',
  severity: 'warning',
  doc: {
    finds: 'a text that lacks a language of the publication',
    why: 'The edition in that language leaves the text out, or shows it in another language. An article whose title lacks a language is for the other languages, and is not reported.',
    wrong: 'standfirst: { fr: Un chapeau }',
    right: 'standfirst: { fr: Un chapeau, en: A standfirst }',
  },
  find({ issue, publication }) {
    const mode = publication.missing_translation;
    return textsOf(issue).flatMap(({ path, value }): Finding[] => {
      const article = path[0] === 'articles' ? issue.articles[Number(path[1])] : undefined;
      const isSilent = (language: string): boolean =>
        path.at(-1) === 'title' && article !== undefined && mode === 'skip' && isWrittenIn(article, language);
      return publication.languages
        .filter(language => textIn(value, language) === undefined || isGap(value, language))
        .filter(
          language =>
            mode !== 'skip' || article === undefined || !isMissing(article.title, language) || isSilent(language),
        )
        .map(language => ({
          path,
          ...said('`%{key}` has no `%{language}`: %{effect}.', {
            key: nameOf(path, issue),
            language,
            effect: isSilent(language)
              ? t('the edition leaves out the article, whose other texts are written')
              : t(consequence(mode, path)),
          }),
          hint: t('Add `%{language}: …`, or write one text for all languages.', { language }),
          ...(mode === 'error' ? { severity: 'error' } : {}),
        }));
    });
  },
};

/** Whether an article without a title in a language has other texts in it: then the title was forgotten. */
const isWrittenIn = ({ standfirst, body, pull_quote }: Issue['articles'][number], language: string): boolean =>
  [standfirst, body, pull_quote].some(
    text => text !== undefined && typeof text !== 'string' && (text[language] ?? '') !== '',
  );

const isMissing = (text: Localized, language: string): boolean =>
  textIn(text, language) === undefined || textIn(text, language) === '';

/** Whether a text is empty in this language only. An alternative text that is empty in every language means “decorative”. */
const isGap = (value: Localized, language: string): boolean =>
  typeof value !== 'string' && value[language] === '' && Object.values(value).some(text => text !== '');

const consequence = (mode: 'skip' | 'fallback' | 'error', path: readonly PropertyKey[]): PlainWording => {
  if (mode === 'error') return 'hebdo.yaml requires all translations';
  if (mode === 'fallback') return 'the edition shows it in another language';
  if (path[0] === 'subject') return 'the edition takes the title of its first article';
  return path.at(-1) === 'url' || path.at(-1) === 'alt'
    ? 'the edition takes it from another language'
    : 'the edition leaves it out';
};
