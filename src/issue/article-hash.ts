import { createHash } from 'node:crypto';
import type { Article } from './schema.ts';

/**
 * A hash (SHA-256, hex) of what makes an article known again to who has read it: its title, link and texts in all languages.
 * Its id, place, picture and categories do not count.
 */
export const articleHash = ({ title, url, standfirst, body }: Article): string =>
  createHash('sha256')
    .update(JSON.stringify([title, url, standfirst, body].map(canonical)))
    .digest('hex');

/** A hash of where an article leads to, in all languages, by which it is known again though its words were mended. */
export const linkHash = ({ url }: Pick<Article, 'url'>): string =>
  createHash('sha256')
    .update(JSON.stringify(['url', canonical(url)]))
    .digest('hex');

/** A text of an issue: languages in one order, spaces and Unicode in one form. */
const canonical = (text: Article['body']): unknown =>
  typeof text === 'string'
    ? tidy(text)
    : text === undefined
      ? null
      : Object.entries(text)
          .map(([language, words]) => [language, tidy(words)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1));

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
