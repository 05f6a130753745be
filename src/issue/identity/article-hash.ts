import { createHash } from 'node:crypto';
import type { Article } from '../schema.ts';
import { pageOf } from './page-of.ts';

/** A text with fewer characters in all languages may be that of a regular section: its link says which one it is. */
const minTellingChars = 300;

/**
 * A hash (SHA-256, hex) of an article's title and texts in all languages, which shows whether an article was sent before. Links are
 * left out; of an article with hardly any text, which page it leads to is included.
 */
export function articleHash({ title, url, standfirst, body }: Article): string {
  const words = [title, standfirst, body].map(text => canonical(text, withoutLinks));
  const isTelling = JSON.stringify(words.slice(1)).length >= minTellingChars;
  return hashOf(['words', words, isTelling ? [] : pagesOf(url)]);
}

/** A hash (SHA-256, hex) of the pages an article links to. It finds an article again after its texts were corrected. */
export const pageHash = ({ url }: Pick<Article, 'url'>): string => hashOf(['pages', pagesOf(url)]);

/** The hashes that were kept of an article and its link before they were compared by words and pages. */
export const formerHash = {
  article: ({ title, url, standfirst, body }: Article): string =>
    hashOf([title, url, standfirst, body].map(text => canonical(text))),
  link: ({ url }: Pick<Article, 'url'>): string => hashOf(['url', canonical(url)]),
};

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

const pagesOf = (url: Article['url']): string[] =>
  [...new Set((typeof url === 'string' ? [url] : Object.values(url)).map(pageOf))].sort();

const withoutLinks = (text: string): string => text.replace(/https?:\/\/[^\s<>()]+/gi, '');

/** A text of an issue in canonical form: languages sorted, white space and Unicode normalised. */
const canonical = (text: Article['body'], clean = (words: string): string => words): unknown =>
  typeof text === 'string'
    ? tidy(clean(text))
    : text === undefined
      ? null
      : Object.entries(text)
          .map(([language, words]) => [language, tidy(clean(words))] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1));

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
