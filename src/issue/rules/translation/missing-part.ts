import { said, t } from '../../../wording/wording.ts';
import { alignBlocks } from '../../language/align-blocks.ts';
import { type Block, beginningOf, blocksOf } from '../../language/blocks.ts';
import { missingSentences } from '../../language/missing-sentences.ts';
import { type Translation, translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Quotations of a text that are compared. */
const maxQuotes = 300;
/** Words between quotation marks from which on they are a sentence, not a term. */
const minQuotedWords = 4;
/** Characters of an English text for one of its French original, or the other way round, at most. */
const maxRatio = 1.3;
/**
 * A single quote ends before what is no letter: an apostrophe stands before one. A straight one may end on a further line of its paragraph.
 */
const quoted =
  /«[^«»]{1,600}»|“[^“”]{1,600}”|(?<![\p{L}\p{N}])‘[^‘“”]{1,600}?’(?![\p{L}\p{N}])|"(?:[^"\n]|\n(?![ \t>]*\n)){1,600}"/gu;

/** Reports paragraphs, list items, quotations and sentences that one language lacks. */
export const missingPart: Rule = {
  id: 'missing-part',
  severity: 'warning',
  doc: {
    finds:
      'a paragraph, a list item, a quotation or a sentence that one language lacks. A sentence is missed where its paragraph is much shorter than in the other language, too',
    why: 'Readers of one language get less of the article.',
    wrong: 'body:\n  fr: |\n    Un.\n\n    Deux.\n  en: |\n    One.',
    right: 'body:\n  fr: |\n    Un.\n\n    Deux.\n  en: |\n    One.\n\n    Two.',
  },
  find({ issue, publication }) {
    return translationsOf(issue, publication.languages, 'markdown').flatMap(missingParts);
  },
};

/** The parts that a text or its translation lacks. */
export function missingParts(translation: Translation): Finding[] {
  const { path, from, source, to, text } = translation;
  const [sourceBlocks, textBlocks] = [blocksOf(source), blocksOf(text)];
  const sourcePath = [...path.slice(0, -1), from];
  const { first, second } = alignBlocks(sourceBlocks, textBlocks);
  const missing = [
    ...first.map(block =>
      lacking(sourcePath, block, path, block.kind, besideIn(textBlocks, sourceBlocks.indexOf(block))),
    ),
    ...second.map(block =>
      lacking(path, block, sourcePath, block.kind, besideIn(sourceBlocks, textBlocks.indexOf(block))),
    ),
  ];
  if (missing.length > 0) return missing;
  if (sourceBlocks.length !== textBlocks.length) return [];
  const quotes = missingQuotes(translation, sourceBlocks, textBlocks);
  if (quotes.length > 0) return quotes;
  return sourceBlocks.flatMap((block, i) => {
    const other = textBlocks[i];
    if (other === undefined) return [];
    const sentences = missingSentences(block, other, [from, to]);
    return [
      ...sentences.first.map(sentence => lacking(sourcePath, sentence, path, 'sentence', other)),
      ...sentences.second.map(sentence => lacking(path, sentence, sourcePath, 'sentence', block)),
    ];
  });
}

/** The block that stands in the place of one that is missing, or the last one. */
const besideIn = (blocks: readonly Block[], i: number): Block | undefined => blocks[i] ?? blocks.at(-1);

/** The quoted sentences that a text or its translation lacks. @param sourceBlocks as many as `textBlocks` */
function missingQuotes(
  { path, from, source, text }: Translation,
  sourceBlocks: readonly Block[],
  textBlocks: readonly Block[],
): Finding[] {
  if (quotesIn(source).length === quotesIn(text).length) return [];
  // What is in brackets may be a gloss, such as the meaning of a foreign title.
  const [sourceQuotes, textQuotes] = [quotesIn(source, false), quotesIn(text, false)];
  // Direct speech may become indirect; a quotation that stands alone is missed.
  if (sourceQuotes.length === textQuotes.length || Math.max(sourceQuotes.length, textQuotes.length) > maxQuotes)
    return [];
  const [more, less, at, other, ratio] =
    sourceQuotes.length > textQuotes.length
      ? [sourceQuotes, textQuotes, [...path.slice(0, -1), from], path, text.length / source.length]
      : [textQuotes, sourceQuotes, path, [...path.slice(0, -1), from], source.length / text.length];
  // What one text lacks makes it shorter, too.
  return alignBlocks(more, less, Math.min(maxRatio, Math.max(1 / maxRatio, ratio)))
    .first.filter(isSentence)
    .map(quote => {
      const [own, others] = other === path ? [sourceBlocks, textBlocks] : [textBlocks, sourceBlocks];
      const beside = others[own.findIndex(block => block.text.includes(quote.text))];
      return lacking(at, quote, other, 'quoted', beside);
    });
}

/** @param there the path of the text that lacks the block, and where in it the block should stand, if that is known */
const lacking = (
  path: Finding['path'],
  block: Block,
  there: Finding['path'],
  kind: Block['kind'] | 'sentence' | 'quoted',
  beside?: Block,
): Finding => {
  const values = { language: String(there.at(-1)) };
  const what = {
    paragraph: () => said('This paragraph is missing in `%{language}`.', values),
    item: () => said('This list item is missing in `%{language}`.', values),
    quote: () => said('This quotation is missing in `%{language}`.', values),
    quoted: () => said('This quoted sentence is missing in `%{language}`.', values),
    sentence: () => said('This sentence is missing in `%{language}`.', values),
  };
  const other = { path: there, words: beside && beginningOf(beside) };
  return { path, words: beginningOf(block), other, ...what[kind](), hint: t('Translate it, or remove it here.') };
};

/** All that is quoted, terms too: a sentence in one language may be a few words in the other. */
const quotesIn = (text: string, areGlossesIn = true): Block[] =>
  [...text.matchAll(quoted)]
    .filter(({ index }) => areGlossesIn || text[index - 1] !== '(')
    .map(([words]): Block => ({ kind: 'quote', text: words.slice(1, -1).trim() }));

const isSentence = ({ text }: Block): boolean => text.split(/\s/).length >= minQuotedWords;
