import { tidy } from '../../src/import/draft.ts';
import type { Case } from './cases.ts';
import type { Extract, Extractor } from './extractors.ts';

/** How well one page was read. What was not judged is undefined. */
export type Score = {
  name: string;
  precision: number;
  recall: number;
  f1: number;
  title?: boolean;
  standfirst?: boolean;
  language?: boolean;
  image?: boolean;
  /** An image where the page has none. */
  inventedImage: boolean;
  /** How many phrases from beside the article are in its text. */
  leftovers: number;
  /** A notice that an AI wrote the article, where the page has none, or the other way round. */
  falseNotice: boolean;
  crash?: string;
  ms: number;
  found?: Extract;
};

/** Words; in scripts that are written without spaces, characters. */
const token = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;
const tokensOf = (text: string): string[] => text.normalize('NFC').toLowerCase().match(token) ?? [];

/** Precision, recall and F1 of the words of `found` beside those of `expected`; a word counts as often as it occurs. */
export function compareTexts(found: string, expected: string): { precision: number; recall: number; f1: number } {
  const [ours, theirs] = [tokensOf(found), tokensOf(expected)];
  const left = new Map<string, number>();
  for (const word of theirs) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of ours) {
    const count = left.get(word) ?? 0;
    if (count > 0) common++;
    left.set(word, count - 1);
  }
  const precision = ours.length === 0 ? 0 : common / ours.length;
  const recall = theirs.length === 0 ? 0 : common / theirs.length;
  return { precision, recall, f1: common === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** The name of an image's file, by which two addresses of one image are recognised. */
const fileName = (address: string): string => address.split(/[?#]/)[0]?.split('/').at(-1) ?? '';

const straight = (text: string): string => tidy(text).replace(/[‘’]/g, "'").replace(/[“”]/g, '"');

/** The found text, after the standfirst if that is expected there: some pages have it in the text, some only in their metadata. */
function wholeText({ text, standfirst = '' }: Extract, page: Case): string {
  const isInText = tokensOf(page.text).join(' ').startsWith(tokensOf(standfirst).join(' '));
  return isInText ? `${standfirst}\n\n${text}` : text;
}

/** Runs an extractor over a page and compares what it found with what was expected. */
export async function scorePage(page: Case, extract: Extractor): Promise<Score> {
  const start = performance.now();
  try {
    const found = await extract(page.html, page.url);
    const ms = performance.now() - start;
    const { title, language, image, standfirst } = page;
    return {
      name: page.name,
      ...compareTexts(wholeText(found, page), page.text),
      title: title === undefined ? undefined : straight(found.title) === straight(title),
      standfirst:
        standfirst === undefined || found.standfirst === undefined
          ? undefined
          : straight(found.standfirst) === straight(standfirst ?? ''),
      language:
        language === undefined ? undefined : found.language.split('-')[0]?.toLowerCase() === language.split('-')[0],
      image:
        image === undefined || found.image === undefined ? undefined : fileName(found.image) === fileName(image ?? ''),
      inventedImage: image === null && (found.image ?? '') !== '',
      leftovers: page.leftovers.filter(phrase => tidy(found.text).includes(phrase)).length,
      falseNotice: found.aiNotice !== undefined && found.aiNotice !== page.aiNotice,
      ms,
      found,
    };
  } catch (cause) {
    const nothing = { precision: 0, recall: 0, f1: 0, inventedImage: false, leftovers: 0, falseNotice: false };
    const failed = (expected: unknown): false | undefined => (expected === undefined ? undefined : false);
    return {
      ...nothing,
      name: page.name,
      title: failed(page.title),
      standfirst: failed(page.standfirst),
      language: failed(page.language),
      image: failed(page.image),
      crash: String(cause),
      ms: performance.now() - start,
    };
  }
}

/** The mean over pages; undefined if none was judged. */
export function mean(values: readonly (number | boolean | undefined)[]): number | undefined {
  const judged = values.filter(value => value !== undefined);
  return judged.length === 0
    ? undefined
    : judged.reduce((sum: number, value) => sum + Number(value), 0) / judged.length;
}
