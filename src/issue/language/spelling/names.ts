import { linksOf } from '../../links.ts';
import type { Issue } from '../../schema.ts';
import { wordingsOf } from '../../texts.ts';
import type { Word } from './words.ts';

/** A word without an elided word before it and a possessive after it: `OpenAI` of `d’OpenAI` and of `OpenAI's`. */
export const nameOf = (word: string): string =>
  word
    .replaceAll('’', "'")
    .replace(/^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\p{L})/iu, '')
    .replace(/'s?$/, '');

/**
 * The names of an issue: words with a capital inside a sentence, sources and authors, and the sites that it links to.
 * @param words all words of its texts
 */
export function namesIn(issue: Issue, words: readonly Word[]): ReadonlySet<string> {
  const names = new Set(
    words
      .filter(({ isInsideSentence }) => isInsideSentence)
      .map(({ text }) => nameOf(text))
      .filter(name => /^\p{Lu}/u.test(name)),
  );
  for (const { text } of wordingsOf(issue, 'name'))
    for (const [name] of text.matchAll(/[\p{L}’'-]{2,40}/gu)) names.add(nameOf(name));
  for (const { href } of linksOf(issue))
    for (const part of URL.parse(href)?.hostname.split(/[.-]/) ?? []) {
      names.add(part);
      names.add(part.charAt(0).toUpperCase() + part.slice(1));
    }
  // Parts of double names stand alone too.
  for (const name of [...names]) for (const part of name.split('-')) if (/^\p{Lu}/u.test(part)) names.add(part);
  return names;
}
