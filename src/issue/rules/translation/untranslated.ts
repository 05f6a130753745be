import { languageName, said, t } from '../../../wording/wording.ts';
import { type Block, beginningOf, blocksOf } from '../../language/blocks.ts';
import { foreignWordsIn } from '../../language/foreign-words.ts';
import { functionWordsIn, wordCount } from '../../language/function-words.ts';
import type { Speller } from '../../language/spelling/speller.ts';
import { spellersOf } from '../../language/spelling/spellers.ts';
import { type Translation, translationsOf, wordingsOf } from '../../texts.ts';
import { proseOf } from '../prose.ts';
import type { Finding, Rule } from '../rule.ts';
import { sameWords } from './same-words.ts';

/** Function words, or words of its dictionary only, that tell the other language: in a line, a paragraph, a sentence. */
const [minLineVotes, minBlockVotes, minSentenceVotes] = [3, 4, 4];
/** The two texts of a pair that are equal or swapped each tell their language. */
const minPairVotes = 2;
/** Characters from which on the rule `wrong-language` reports a whole text. */
const minDetectableChars = 80;

/** A text without code, addresses, quotations and titles of works, which may be in any language. */
const unquoted = (text: string): string =>
  proseOf(text).replace(/«[^«»]{0,600}»|“[^“”]{0,600}”|"[^"\n]{0,600}"|\*[^*\n]{1,200}\*/g, ' ');

type Spellers = ReadonlyMap<string, Speller>;

/** How sure it is that a text is in `other` instead of `own`: function words of `other` if there are next to none of `own`, or other words. */
function votesFor(text: string, own: string, other: string, spellers: Spellers): number {
  const prose = unquoted(text);
  const [ours = 0, theirs = 0] = [functionWordsIn(prose, own), functionWordsIn(prose, other)];
  const few = theirs > ours * 4 ? theirs : 0;
  // French takes terms from English, such as "deep learning": without a function word they are no sentence.
  return theirs === 0 ? few : Math.max(few, foreignWordsIn(prose, spellers.get(own), spellers.get(other)));
}

/** Reports texts, or single paragraphs and sentences, that were left in the other language. */
export const untranslated: Rule = {
  id: 'untranslated',
  severity: 'warning',
  doc: {
    finds:
      'a title, an alternative text, a paragraph or a sentence that was left in the other language, or two texts that were swapped',
    why: 'Readers of one language meet a text of another.',
    wrong: 'title: { fr: La banque ouvre la nuit, en: La banque ouvre la nuit }',
    right: 'title: { fr: La banque ouvre la nuit, en: The bank opens at night }',
  },
  async find({ issue, publication, folder }) {
    const { languages } = publication;
    const translations = translationsOf(issue, languages, 'line', 'markdown');
    const shared =
      languages.length < 2 ? [] : wordingsOf(issue, 'line').filter(({ language }) => language === undefined);
    if (translations.length + shared.length === 0) return [];
    const spellers = await spellersOf(folder, languages);
    const ofOneLanguage = shared.flatMap(({ path, text }) => languageOfShared(path, text, languages, spellers));
    return [
      ...ofOneLanguage,
      ...translations.flatMap(translation =>
        translation.kind === 'line' || blocksOf(translation.source).length === 1
          ? lineFindings(translation, spellers)
          : [...blockFindings(translation, spellers), ...sameBlocks(translation, spellers)],
      ),
    ];
  },
};

/** A title or another line for all languages that is surely in one of them. */
function languageOfShared(
  path: Finding['path'],
  text: string,
  languages: readonly string[],
  spellers: Spellers,
): Finding[] {
  if (wordCount(text) < minSentenceWords || isTitle(text)) return [];
  for (const own of languages)
    for (const other of languages)
      if (own !== other && votesFor(text, own, other, spellers) >= minLineVotes)
        return [
          {
            path,
            ...said('This text is in %{detected}, and all languages have it.', { detected: languageName(other) }),
            hint: t('Write one text for each language: { %{languages} }.', {
              languages: languages.map(one => `${one}: …`).join(', '),
            }),
          },
        ];
  return [];
}

const inOther = (path: Finding['path'], language: string, other: string): Finding => ({
  path,
  ...said('This text is in %{detected}, not in %{expected}.', {
    detected: languageName(other),
    expected: languageName(language),
  }),
  hint: t('Write it in %{language}.', { language: languageName(language) }),
});

function lineFindings(translation: Translation, spellers: Spellers): Finding[] {
  const { path, from, source, to, text } = translation;
  const sourcePath = [...path.slice(0, -1), from];
  const [votes, sourceVotes] = [votesFor(text, to, from, spellers), votesFor(source, from, to, spellers)];
  if (text === source) {
    // A name of people, works or products is the same in all languages.
    const isIn = (own: string, other: string, count: number): boolean =>
      foreignWordsIn(unquoted(text), spellers.get(own), spellers.get(other)) >=
        Math.min(minLineVotes, Math.max(minPairVotes, wordCount(text))) ||
      (wordCount(text) > minLineWords && count >= minLineVotes) ||
      (wordCount(text) >= minSentenceWords && count >= minPairVotes && !isTitle(text));
    const [isFrom, isTo] = [isIn(to, from, votes), isIn(from, to, sourceVotes)];
    if (!isFrom && !isTo) return [];
    const [at, language] = isFrom ? [path, to] : [sourcePath, from];
    return [
      {
        path: at,
        ...said('The text is the same in `%{from}` and `%{to}`.', { from, to }),
        hint: t('Write it in %{language}.', { language: languageName(language) }),
      },
    ];
  }
  if (votes >= minPairVotes && sourceVotes >= minPairVotes)
    return [
      {
        path: sourcePath,
        ...said('The texts in `%{from}` and `%{to}` are swapped.', { from, to }),
        hint: t('Put each under its own language.'),
      },
    ];
  const isForeign = (words: string, count: number): boolean =>
    count >= minLineVotes &&
    (translation.kind === 'line' ? wordCount(words) >= minLineWords : words.length < minDetectableChars);
  const whole = [
    ...(isForeign(text, votes) ? [inOther(path, to, from)] : []),
    ...(isForeign(source, sourceVotes) ? [inOther(sourcePath, from, to)] : []),
  ];
  return whole.length > 0 || translation.kind === 'line' ? whole : blockFindings(translation, spellers);
}

/** Words of a line from which on it is hardly a name or a phrase that the other language took over, as `déjà vu à la carte`. */
const minSentenceWords = 6;
/** Words of a line from which on its language can be told. */
const minLineWords = 4;

function blockFindings({ path, from, source, to, text }: Translation, spellers: Spellers): Finding[] {
  const find = (at: Finding['path'], markdown: string, own: string, other: string): Finding[] => {
    const votes = (words: string): number => votesFor(words, own, other, spellers);
    const blocks = blocksOf(markdown).filter(block => block.kind !== 'quote');
    const isForeign = ({ text: words, kind }: Block): boolean =>
      !(kind === 'item' && isTitle(words)) &&
      votes(words) >= (kind !== 'item' ? minBlockVotes : wordCount(words) < minLineWords ? minLineVotes : minPairVotes);
    const foreign = blocks.filter(isForeign);
    // The rule `wrong-language` reports a whole text.
    if (foreign.length === blocks.length) return [];
    const values = { detected: languageName(other), expected: languageName(own) };
    const hint = t('Write it in %{language}.', { language: languageName(own) });
    return [
      ...foreign.map(block => ({
        path: at,
        words: beginningOf(block),
        ...said('This paragraph is in %{detected}, not in %{expected}.', values),
        hint,
      })),
      ...blocks
        .filter(block => !foreign.includes(block))
        .flatMap(block => sentencesOf(block.text))
        .filter(sentence => votes(sentence) >= minSentenceVotes)
        .map(sentence => ({
          path: at,
          words: beginningOf({ text: sentence }),
          ...said('This sentence is in %{detected}, not in %{expected}.', values),
          hint,
        })),
    ];
  };
  return [...find(path, text, to, from), ...find([...path.slice(0, -1), from], source, from, to)];
}

/**
 * A list item or a quotation that is the same in both languages, and a text of one: too short to be told alone. A quotation in
 * emphasis or quotes may be in its own language on purpose.
 */
function sameBlocks({ path, from, source, to, text }: Translation, spellers: Spellers): Finding[] {
  const [originals, blocks] = [blocksOf(source), blocksOf(text)];
  if (originals.length !== blocks.length) return [];
  return blocks.flatMap((block, i): Finding[] => {
    const { text: words, kind } = block;
    if (
      kind === 'paragraph' ||
      !sameWords(words, originals[i]?.text ?? '') ||
      isTitle(words) ||
      wordCount(words) < minSameWords
    )
      return [];
    const votes = [votesFor(words, to, from, spellers), votesFor(words, from, to, spellers)];
    const [isFrom, isTo] = votes.map(one => one >= minPairVotes);
    // Items with more are reported alone.
    const isSure = kind === 'item' && (wordCount(words) >= minLineWords || votes.some(one => one >= minLineVotes));
    if (isFrom === isTo || isSure) return [];
    const [at, own, other] = isFrom === true ? [path, to, from] : [[...path.slice(0, -1), from], from, to];
    const values = { detected: languageName(other), expected: languageName(own) };
    return [
      {
        path: at,
        words: beginningOf(block),
        ...said('This paragraph is in %{detected}, not in %{expected}.', values),
        hint: t('Write it in %{language}.', { language: languageName(own) }),
      },
    ];
  });
}

/** Whether a text is the title of a work: all its longer words have a capital, as in `The Last of Us`. */
const isTitle = (text: string): boolean => {
  const longer = text.match(/(?<!\p{L})\p{L}{4,30}/gu) ?? [];
  return longer.length > 0 && longer.every(word => /^\p{Lu}/u.test(word));
};

/** Words from which on a list item or a quotation is no name. */
const minSameWords = 3;

/** The sentences of a paragraph; one with a quotation inside is left whole. */
const sentencesOf = (text: string): string[] =>
  /[«“"]/.test(text)
    ? []
    : text.split(/(?<=[.!?…])\s{1,3}/).filter(sentence => wordCount(sentence) >= minSentenceVotes);
