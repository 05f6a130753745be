import { languageName, said, t } from '../../../wording/wording.ts';
import { beginningOf, blocksOf } from '../../language/blocks.ts';
import { functionWordsIn, wordCount } from '../../language/function-words.ts';
import { type Translation, translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Words of a line from which on its language can be told. */
const minLineWords = 5;
/** Function words of the other language that tell it. */
const minLineVotes = 3;
const minBlockVotes = 4;
/** Each text of a pair that was swapped tells so. */
const minSwapVotes = 2;

/** A line without quotations and titles of works, which may be in any language. */
const unquoted = (text: string): string => text.replace(/«[^«»]{0,300}»|“[^“”]{0,300}”|"[^"]{0,300}"/g, ' ');

/** How sure it is that a text is in `other` instead of `own`: function words of `other`, if there are next to none of `own`. */
function votesFor(text: string, own: string, other: string): number {
  const [ours = 0, theirs = 0] = [functionWordsIn(text, own), functionWordsIn(text, other)];
  return theirs > ours * 4 ? theirs : 0;
}

/** Reports texts, or single paragraphs, that were left in the other language. */
export const untranslated: Rule = {
  id: 'untranslated',
  severity: 'warning',
  doc: {
    finds:
      'a title, an alternative text or a paragraph that was left in the other language, or two texts that were swapped',
    why: 'Readers of one language meet a text of another.',
    wrong: 'title: { fr: La banque ouvre la nuit, en: La banque ouvre la nuit }',
    right: 'title: { fr: La banque ouvre la nuit, en: The bank opens at night }',
  },
  find({ issue, publication }) {
    return translationsOf(issue, publication.languages, 'line', 'markdown').flatMap(translation =>
      translation.kind === 'line' ? lineFindings(translation) : blockFindings(translation),
    );
  },
};

function lineFindings({ path, from, source, to, text }: Translation): Finding[] {
  const hint = t('Write it in %{language}.', { language: languageName(to) });
  if (wordCount(text) < minLineWords) return [];
  if (text === source) {
    // A name of people, works or products is the same in all languages.
    const isFrom = votesFor(text, to, from) >= minLineVotes;
    const isTo = votesFor(text, from, to) >= minLineVotes;
    if (!isFrom && !isTo) return [];
    const [at, language] = isFrom ? [path, to] : [[...path.slice(0, -1), from], from];
    return [
      {
        path: at,
        ...said('The text is the same in `%{from}` and `%{to}`.', { from, to }),
        hint: t('Write it in %{language}.', { language: languageName(language) }),
      },
    ];
  }
  const [votes, sourceVotes] = [votesFor(unquoted(text), to, from), votesFor(unquoted(source), from, to)];
  const [isForeign, isSourceForeign] = [votes >= minLineVotes, sourceVotes >= minLineVotes];
  const sourcePath = [...path.slice(0, -1), from];
  if (votes >= minSwapVotes && sourceVotes >= minSwapVotes)
    return [
      {
        path: sourcePath,
        ...said('The texts in `%{from}` and `%{to}` are swapped.', { from, to }),
        hint: t('Put each under its own language.'),
      },
    ];
  const foreign = (at: Finding['path'], language: string, other: string): Finding => ({
    path: at,
    ...said('This text is in %{detected}, not in %{expected}.', {
      detected: languageName(other),
      expected: languageName(language),
    }),
    hint,
  });
  return [...(isForeign ? [foreign(path, to, from)] : []), ...(isSourceForeign ? [foreign(sourcePath, from, to)] : [])];
}

function blockFindings({ path, from, source, to, text }: Translation): Finding[] {
  const find = (at: Finding['path'], markdown: string, own: string, other: string): Finding[] => {
    const blocks = blocksOf(markdown);
    const foreign = blocks.filter(block => block.kind !== 'quote' && votesFor(block.text, own, other) >= minBlockVotes);
    // The rule `wrong-language` reports a whole text.
    if (foreign.length === blocks.length) return [];
    return foreign.map(block => ({
      path: at,
      words: beginningOf(block),
      ...said('This paragraph is in %{detected}, not in %{expected}.', {
        detected: languageName(other),
        expected: languageName(own),
      }),
      hint: t('Write it in %{language}.', { language: languageName(own) }),
    }));
  };
  return [...find(path, text, to, from), ...find([...path.slice(0, -1), from], source, from, to)];
}
