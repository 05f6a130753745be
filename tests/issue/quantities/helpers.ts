import { differences } from '../../../src/issue/quantities/differences.ts';
import { quantitiesIn } from '../../../src/issue/quantities/read.ts';

/** The differences between a text and its translation: `830 milliards | 380 billion`; `-` for a number that is missing. */
export const differ = (source: string, from: string, text: string, to: string): string[] =>
  differences(quantitiesIn(source, from), quantitiesIn(text, to)).map(
    difference => `${difference.source?.words ?? '-'} | ${difference.translation?.words ?? '-'}`,
  );

/** Sentences around a French and an English phrase. */
export const sentences: [french: (phrase: string) => string, english: (phrase: string) => string][] = [
  [phrase => phrase, phrase => phrase],
  [phrase => `Pour la rédaction : ${phrase}.`, phrase => `For the editors: ${phrase}.`],
  [phrase => `On note **${phrase}**, et voilà`, phrase => `Note **${phrase}**, and that is it`],
  [phrase => `Les mots (${phrase}) restent\nlà.`, phrase => `The words (${phrase}) stay\nthere.`],
];
