import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Draft, ImportProblem } from '../../import/draft.ts';
import { type FeedItem, looksLikeFeed } from '../../import/feed.ts';
import { decodePage, fetchPage } from '../../import/fetch-page.ts';
import { insertDraft } from '../../import/insert-draft.ts';
import { parseApart } from '../../import/parse-apart.ts';
import { issuePath, namedWeek } from '../../issue/load.ts';
import type { Publication } from '../../publication/schema.ts';
import { type Checked, problemIn } from '../../source/problem.ts';
import { readSource } from '../../source/read-source.ts';
import { parseYaml } from '../../source/yaml/parse-yaml.ts';
import { loadIssues, loadNewsletter, type Newsletter } from '../compile/newsletter.ts';

export type ImportOptions = {
  /** The issue to add to; the newest draft if none is named. */
  issue?: string;
  /** Where a saved page or pasted text comes from. */
  url?: string;
  /** Of a feed: items of the last `12h`, `7d`, `2w`. */
  since?: string;
  /** Chooses among the items of a feed. @throws ImportProblem if none is chosen */
  choose(items: FeedItem[]): Promise<FeedItem[]> | FeedItem[];
};

/** Articles that were added to an issue as drafts. */
export type ImportedArticles = { issue: string; added: { id: string; title: string; language: string }[] };

/**
 * Adds a page, a saved page, its pasted text or items of a feed to an issue, as drafts of articles.
 * @param from a web address, or a file
 */
export async function importArticles(
  folder: string,
  from: string,
  options: ImportOptions,
  now: Date,
): Promise<Checked<ImportedArticles>> {
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return { problems: newsletter.problems };
  const { publication } = newsletter.value;
  const week = (options.issue && namedWeek(options.issue)) ?? (await newestDraft(newsletter.value));
  const refused = (message: string, hint: string) => ({
    problems: [problemIn(from, { rule: 'import', severity: 'error' as const, message, hint })],
  });
  if (week === undefined)
    return refused('There is no draft to add it to.', 'Make one with `hebdo new`, or name an issue with --issue.');
  const path = issuePath(week);
  const source = await readSource(folder, path);
  const parsed = source.value === undefined ? source : parseYaml(source.value);
  if (source.value === undefined || parsed.value === undefined)
    return { problems: [...source.problems, ...parsed.problems] };
  try {
    const drafts = await draftsFrom(from, publication, options, now);
    let { text } = source.value;
    const added: ImportedArticles['added'] = [];
    for (const draft of drafts) {
      const inserted = insertDraft(text, draft, publication);
      text = inserted.text;
      added.push({ id: inserted.id, title: draft.title, language: draft.language });
    }
    if (parseYaml({ path, text }).value === undefined) throw new Error(`adding to ${path} would break it`);
    // Beside it first: a file cut off in the middle of writing would be lost.
    await writeFile(join(folder, `${path}.hebdo-new`), text);
    await rename(join(folder, `${path}.hebdo-new`), join(folder, path));
    return { value: { issue: week, added }, problems: [] };
  } catch (cause) {
    if (cause instanceof ImportProblem) return refused(cause.message, cause.hint);
    throw cause;
  }
}

async function draftsFrom(from: string, publication: Publication, options: ImportOptions, now: Date): Promise<Draft[]> {
  const isAddress = /^https?:\/\//i.test(from);
  const page = isAddress ? await fetchPage(from, 'typed') : await readPage(from);
  if (looksLikeFeed(page.text, page.contentType)) {
    const items = await options.choose(recentItems(await parseApart('feed', [page.text]), options.since, now));
    const drafts: Draft[] = [];
    for (const item of items) drafts.push(await fromItem(item, publication));
    return drafts;
  }
  if (!isAddress && !/<(html|body|article|p|div)\b/i.test(page.text)) {
    const names = Object.entries(publication.categories).flatMap(([key, text]) => [
      key,
      ...(typeof text === 'string' ? [text] : Object.values(text)),
    ]);
    return [await inALanguage(await parseApart('text', [page.text, names, options.url]), publication)];
  }
  return [
    await inALanguage(await parseApart('page', [page.text, options.url ?? (page.url || undefined)]), publication),
  ];
}

async function readPage(file: string): Promise<{ url: string; text: string; contentType: string }> {
  const bytes = await readFile(resolve(file)).catch(() => {
    throw new ImportProblem(
      `${file} is neither a web address nor a file that can be read.`,
      'Write the address in full: https://…',
    );
  });
  if (bytes.length > 8 * 1024 * 1024)
    throw new ImportProblem(`${file} is larger than 8 MB.`, 'Save the article alone.');
  return { url: '', text: decodePage(bytes, ''), contentType: '' };
}

/** A feed's article: what it carries, where that is enough, else its page, which must not lie in a private network. */
async function fromItem({ title, url, html = '' }: FeedItem, publication: Publication): Promise<Draft> {
  if (html.length > 1_500) {
    const page = `<!doctype html><html><head><title>x</title></head><body><article><h1></h1>${html}</article></body></html>`;
    return inALanguage({ ...(await parseApart('page', [page, url])), title, url }, publication);
  }
  const page = await fetchPage(url, 'feed');
  return inALanguage(await parseApart('page', [page.text, page.url]), publication);
}

/** The draft with a language of the publication: the one it names, else the one it is written in, else the first. */
async function inALanguage(draft: Draft, { languages }: Publication): Promise<Draft> {
  const base = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? tag;
  const named = languages.find(tag => base(tag) === base(draft.language));
  if (named !== undefined) return { ...draft, language: named };
  const { detect } = await import('tinyld');
  const written = detect(`${draft.title}. ${draft.body ?? ''}`.slice(0, 2_000));
  return { ...draft, language: languages.find(tag => base(tag) === written) ?? languages[0] ?? 'en' };
}

const spansMs = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The items of a feed that are no older than a span. @throws ImportProblem if there is none, or `since` is not a span */
function recentItems(items: FeedItem[], since: string | undefined, now: Date): FeedItem[] {
  if (since === undefined) return items;
  const [, count, unit] = /^(\d{1,4})([hdw])$/.exec(since) ?? [];
  if (count === undefined)
    throw new ImportProblem(`--since ${since} is no span of time.`, 'Write it as 12h, 7d or 2w.');
  const from = now.getTime() - Number(count) * spansMs[unit === 'h' || unit === 'd' ? unit : 'w'];
  const recent = items.filter(({ date }) => (date?.getTime() ?? 0) >= from);
  if (recent.length === 0) throw new ImportProblem('The feed has no item of that time.', 'Widen --since.');
  return recent;
}

async function newestDraft(newsletter: Newsletter): Promise<string | undefined> {
  const issues = await loadIssues(newsletter);
  return issues.find(({ issue }) => (issue.value ?? issue.salvaged)?.status === 'draft')?.week;
}
