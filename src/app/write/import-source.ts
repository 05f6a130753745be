import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { matchLanguage } from '../../edition/language-match.ts';
import { type Draft, ImportProblem } from '../../import/draft.ts';
import { looksLikeFeed } from '../../import/feed/feed.ts';
import { decodePage, fetchPage } from '../../import/fetch-page.ts';
import { parseApart } from '../../import/parse-apart.ts';
import type { Publication } from '../../publication/schema.ts';
import { t } from '../../wording/wording.ts';
import { draftsOfFeed, type Found, type ItemChoice } from './import-feed.ts';

/** What is imported: a web address or a file, and the language of its articles where it is known. */
export type ImportSource = { from: string; language?: string };

export type SourceOptions = ItemChoice & {
  /** Where a saved page or pasted text comes from. */
  url?: string;
};

/** The drafts of a page, a saved page, its pasted text, or a feed. @throws ImportProblem if there are none */
export async function draftsFrom(
  { from, language }: ImportSource,
  publication: Publication,
  options: SourceOptions,
  now: Date,
): Promise<Found> {
  const filed = async (draft: Draft): Promise<Found> =>
    language === undefined ? inALanguage(draft, publication) : { drafts: [{ ...draft, language }], told: [] };
  const isAddress = /^https?:\/\//i.test(from);
  const page = isAddress ? await fetchPage(from, 'typed') : await readPage(from);
  if (looksLikeFeed(page.text, page.contentType)) {
    const items = await parseApart('feed', [page.text, options.url ?? (page.url || undefined)]);
    return draftsOfFeed(items, { ...options, now, filed });
  }
  if (!isAddress && !/<(html|body|article|p|div)\b/i.test(page.text)) {
    const names = Object.entries(publication.categories).flatMap(([key, text]) => [
      key,
      ...(typeof text === 'string' ? [text] : Object.values(text)),
    ]);
    return filed(await parseApart('text', [page.text, names, options.url]));
  }
  const draft = await parseApart('page', [page.text, options.url ?? (page.url || undefined)]);
  if (draft.url === undefined)
    throw new ImportProblem(t('The page does not say its address.'), t('Give it: --url https://…'));
  return filed(draft);
}

async function readPage(file: string): Promise<{ url: string; text: string; contentType: string }> {
  const bytes = await readFile(resolve(file)).catch(() => {
    throw new ImportProblem(
      t('%{file} is neither a web address nor a file that can be read.', { file }),
      t('Check its name and folder; write an address in full: https://….'),
    );
  });
  if (bytes.length > 8 * 1024 * 1024)
    throw new ImportProblem(t('%{file} is larger than 8 MB.', { file }), t('Save the article alone.'));
  return { url: '', text: decodePage(bytes, ''), contentType: '' };
}

/** Characters of a text whose language says more than what its page names, at least: templates often name another. */
const minTextChars = 200;
/** How many times likelier than the named language the found one is. */
const minLikelier = 3;

/** The certainty of the detector from which on a text is in a language that the publication does not have, whatever its page names. */
const minCertainty = 0.9;

/**
 * The draft with a language of the publication: the one it names, unless its text is clearly in another; else the one it is written
 * in; else the first, which is told.
 */
export async function inALanguage(draft: Draft, { languages }: Publication): Promise<Found> {
  const named = draft.language === '' ? undefined : matchLanguage(draft.language, languages);
  const { detectAll } = await import('tinyld');
  const text = `${draft.title}. ${draft.body ?? ''}`.slice(0, 2_000);
  const found = detectAll(text);
  const [{ lang: written, accuracy: certainty } = { lang: '', accuracy: 0 }] = found;
  const likelihood = found.find(({ lang }) => lang === draft.language.split('-')[0])?.accuracy ?? 0;
  const isOther = text.length >= minTextChars && certainty > likelihood * minLikelier;
  const inText = written === '' ? undefined : matchLanguage(written, languages);
  const isForeign = isOther && inText === undefined && certainty > minCertainty;
  const language = (isOther ? inText : undefined) ?? (isForeign ? undefined : named) ?? inText;
  if (language !== undefined) return { drafts: [{ ...draft, language }], told: [] };
  const first = languages[0] ?? 'en';
  const told = t(
    '“%{title}” seems to be in a language that this publication does not have (%{language}). It is filed under %{first}: translate it.',
    { title: draft.title, language: (isForeign ? written : draft.language) || written || '?', first },
  );
  return { drafts: [{ ...draft, language: first }], told: [told] };
}
