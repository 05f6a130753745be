import { createHash } from 'node:crypto';
import type { Article } from './schema.ts';

/**
 * A hash (SHA-256, hex) of an article's title, link and texts in all languages, which shows whether an article was sent
 * before. Its id, position, image and categories are not included.
 */
export const articleHash = ({ title, url, standfirst, body }: Article): string =>
  createHash('sha256')
    .update(JSON.stringify([title, url, standfirst, body].map(canonical)))
    .digest('hex');

/** A hash (SHA-256, hex) of an article's link in all languages. It finds an article again after its texts were corrected. */
export const linkHash = ({ url }: Pick<Article, 'url'>): string =>
  createHash('sha256')
    .update(JSON.stringify(['url', canonical(url)]))
    .digest('hex');

/** A text of an issue in canonical form: languages sorted, white space and Unicode normalised. */
const canonical = (text: Article['body']): unknown =>
  typeof text === 'string'
    ? tidy(text)
    : text === undefined
      ? null
      : Object.entries(text)
          .map(([language, words]) => [language, tidy(words)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1));

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
