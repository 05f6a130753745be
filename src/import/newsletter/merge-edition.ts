import { isMap, isScalar, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Publication } from '../../publication/schema.ts';
import type { Draft } from '../draft.ts';
import { insertDraft } from '../insert-draft.ts';
import { lettersOf } from '../page-title.ts';
import { pairDrafts } from '../pair-drafts.ts';
import { fillText, fillValue } from './fill-texts.ts';
import { type IssueTexts, keyText } from './issue-text.ts';

/** What was written into an issue. */
export type MergedEdition = {
  text: string;
  added: { id: string; title: string; language: string }[];
  /** Of `added`: articles that the issue had in another language. */
  paired: number;
  /** Articles that the issue had already in this language. */
  repeated: number;
  /** Keys of the issue, such as its subject, whose text in this language was not taken. */
  kept: string[];
};

const texts = z.union([z.string(), z.record(z.string(), z.string().nullable())]).catch('');
const articles = z
  .array(
    z.object({
      id: z.string().catch(''),
      title: texts,
      url: texts,
      image: z.object({ src: z.string() }).optional().catch(undefined),
      source: z.object({ url: texts.optional() }).optional().catch(undefined),
      comments: z.object({ url: texts }).optional().catch(undefined),
    }),
  )
  .catch([]);

type Texts = z.output<typeof texts>;
const inLanguage = (text: Texts, language: string): string =>
  typeof text === 'string' ? text : (text[language] ?? '');
const any = (text: Texts | undefined): string =>
  text === undefined || typeof text === 'string' ? (text ?? '') : (Object.values(text).find(one => one !== '') ?? '');

/**
 * Writes the edition of a newsletter in one language into an issue file: articles that the file has in another language get their texts
 * in this one; the others are added at the end, in their order.
 * @param text the issue file, without syntax errors
 * @param drafts all in one language
 */
export function mergeEdition(
  text: string,
  ofIssue: Partial<IssueTexts>,
  drafts: readonly Draft[],
  language: string,
  publication: Publication,
): MergedEdition {
  const merged: MergedEdition = { text, added: [], paired: 0, repeated: 0, kept: [] };
  for (const [key, value] of Object.entries(ofIssue))
    if (value !== undefined) {
      const filled =
        fillText(merged.text, { path: [key], language, value, isMarkdown: true }) ??
        withKey(merged.text, key, keyText(key, value, language, publication.languages));
      if (filled === undefined && !hasText(merged.text, key, language, value)) merged.kept.push(key);
      merged.text = filled ?? merged.text;
    }
  const existing = articles.parse(parseDocument(text).toJS()?.articles).map((article, index) => ({
    index,
    id: article.id,
    title: inLanguage(article.title, language),
    isWritten: any(article.title) !== '',
    url: inLanguage(article.url, language) || any(article.url),
    image: article.image === undefined ? undefined : { src: article.image.src, alt: '' },
    source: article.source?.url === undefined ? undefined : { name: '', url: any(article.source.url) },
    comments: article.comments === undefined ? undefined : { url: any(article.comments.url), count: 0 },
  }));
  const known = new Set(existing.map(({ title }) => lettersOf(title)).filter(title => title !== ''));
  const fresh = drafts.filter(({ title }) => !known.has(lettersOf(title)));
  merged.repeated = drafts.length - fresh.length;
  const open = existing.filter(({ title, isWritten }) => isWritten && title === '');
  const { pairs } = pairDrafts(open, fresh, { byPosition: open.length === existing.length });
  const partners = new Map(pairs.map(([article, draft]) => [draft, article]));
  for (const draft of fresh) {
    const article = partners.get(draft);
    if (article === undefined) {
      const inserted = insertDraft(merged.text, draft, publication);
      merged.text = inserted.text;
      merged.added.push({ id: inserted.id, title: draft.title, language });
    } else {
      merged.text = fillArticle(merged.text, article.index, draft, language, publication.languages);
      merged.added.push({ id: article.id, title: draft.title, language });
      merged.paired++;
    }
  }
  return merged;
}

/** The issue file with one more key above its articles; undefined if it has the key. */
function withKey(text: string, key: string, written: string): string | undefined {
  const doc = parseDocument(text);
  if (doc.has(key) || !isMap(doc.contents)) return undefined;
  const articlesKey = doc.contents.items
    .map(({ key: one }) => one)
    .find(one => isScalar(one) && one.value === 'articles');
  const at = isScalar(articlesKey) ? articlesKey.range?.[0] : undefined;
  return at === undefined ? undefined : `${text.slice(0, at)}${written}${text.slice(at)}`;
}

/** Whether the issue has this very text already. */
const hasText = (text: string, key: string, language: string, value: string): boolean =>
  inLanguage(texts.parse(parseDocument(text).toJS()?.[key]), language).trim() === value.trim();

/** Writes the texts of a draft into the article of an issue that has none in its language. */
function fillArticle(
  text: string,
  index: number,
  draft: Draft,
  language: string,
  languages: readonly string[],
): string {
  const at = (...keys: string[]): (string | number)[] => ['articles', index, ...keys];
  const fillings = [
    { path: at('title'), value: draft.title },
    { path: at('standfirst'), value: draft.standfirst },
    { path: at('body'), value: draft.body, isMarkdown: true },
    { path: at('pull_quote'), value: draft.pullQuote },
    { path: at('image', 'alt'), value: draft.image?.alt },
  ];
  let filled = text;
  for (const { value, ...filling } of fillings)
    if (value !== undefined && value !== '') filled = fillText(filled, { ...filling, language, value }) ?? filled;
  const values = [
    { path: at('url'), value: draft.url },
    { path: at('source', 'name'), value: draft.source?.name },
    { path: at('source', 'url'), value: draft.source?.url },
    { path: at('comments', 'url'), value: draft.comments?.url },
  ];
  for (const { path, value } of values)
    if (value !== undefined) filled = fillValue(filled, path, language, value, languages) ?? filled;
  return filled;
}
