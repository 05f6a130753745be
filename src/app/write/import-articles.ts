import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { matchLanguage } from '../../edition/language-match.ts';
import { escapeHtml } from '../../edition/rich-text.ts';
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
export type ImportedArticles = {
  issue: string;
  added: { id: string; title: string; language: string }[];
  /** What the editor should know: items that could not be imported, languages that the publication does not have. */
  told: string[];
};

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
    const { drafts, told } = await draftsFrom(from, publication, options, now);
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
    return { value: { issue: week, added, told }, problems: [] };
  } catch (cause) {
    if (cause instanceof ImportProblem) return refused(cause.message, cause.hint);
    throw cause;
  }
}

/** Drafts, and what the editor should know of them. */
type Found = { drafts: Draft[]; told: string[] };

async function draftsFrom(from: string, publication: Publication, options: ImportOptions, now: Date): Promise<Found> {
  const isAddress = /^https?:\/\//i.test(from);
  const page = isAddress ? await fetchPage(from, 'typed') : await readPage(from);
  if (looksLikeFeed(page.text, page.contentType)) {
    const { items, isCut } = await parseApart('feed', [page.text, options.url ?? (page.url || undefined)]);
    const chosen = await options.choose(recentItems(items, options.since, now));
    const cut = isCut ? ['The feed breaks off: these are the items before that.'] : [];
    const { drafts, told } = await fromItems(chosen, publication);
    return { drafts, told: [...cut, ...told] };
  }
  if (!isAddress && !/<(html|body|article|p|div)\b/i.test(page.text)) {
    const names = Object.entries(publication.categories).flatMap(([key, text]) => [
      key,
      ...(typeof text === 'string' ? [text] : Object.values(text)),
    ]);
    return inALanguage(await parseApart('text', [page.text, names, options.url]), publication);
  }
  const draft = await parseApart('page', [page.text, options.url ?? (page.url || undefined)]);
  if (draft.url === undefined)
    throw new ImportProblem('The page does not say its address.', 'Give it: --url https://…');
  return inALanguage(draft, publication);
}

/** Pages that are fetched at the same time, at most; of each host one after another. */
const maxHosts = 4;

/** The drafts of a feed's items, in their order. An item that cannot be imported is told, and the others are imported. */
async function fromItems(items: readonly FeedItem[], publication: Publication): Promise<Found> {
  const found = new Map<FeedItem, Found>();
  const queues = [...Map.groupBy(items, ({ url }) => URL.parse(url)?.host).values()];
  const work = async (): Promise<void> => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift())
      for (const item of queue)
        found.set(
          item,
          await fromItem(item, publication).catch((cause: unknown) => {
            if (!(cause instanceof ImportProblem)) throw cause;
            return { drafts: [], told: [`${item.title}: ${cause.message} ${cause.hint}`] };
          }),
        );
  };
  await Promise.all(Array.from({ length: maxHosts }, work));
  const all = items.flatMap(item => found.get(item) ?? []);
  const told = all.flatMap(one => one.told);
  const drafts = all.flatMap(one => one.drafts);
  if (drafts.length === 0 && items.length > 0)
    throw new ImportProblem(
      `None of the items can be imported. ${told[0] ?? ''}`,
      'Import the pages by their own addresses.',
    );
  return { drafts, told };
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

/** Characters of a feed's HTML that are an article; less is a summary. */
const minArticleChars = 1_500;

/** A feed's article: what it carries, where that is enough, else its page, which must not lie in a private network. */
async function fromItem(item: FeedItem, publication: Publication): Promise<Found> {
  const { title, url, html = '', language = '', categories, image } = item;
  if (html.length <= minArticleChars) {
    const page = await fetchPage(url, 'feed');
    return inALanguage(await parseApart('page', [page.text, page.url]), publication);
  }
  const page = `<!doctype html><html><head><title></title></head><body><article><h1>${escapeHtml(title)}</h1>${html}</article></body></html>`;
  const draft = await parseApart('page', [page, url]);
  const more = { title, url, categories: [...new Set([...categories, ...draft.categories])] };
  return inALanguage(
    {
      ...draft,
      ...more,
      language: draft.language || language,
      image: draft.image ?? (image === undefined ? undefined : { src: image, alt: '' }),
    },
    publication,
  );
}

/**
 * The draft with a language of the publication: the one it names, else the one it is written in, else the first, which is told.
 */
export async function inALanguage(draft: Draft, { languages }: Publication): Promise<Found> {
  const named = draft.language === '' ? undefined : matchLanguage(draft.language, languages);
  if (named !== undefined) return { drafts: [{ ...draft, language: named }], told: [] };
  const { detect } = await import('tinyld');
  const written = detect(`${draft.title}. ${draft.body ?? ''}`.slice(0, 2_000));
  const found = written === '' ? undefined : matchLanguage(written, languages);
  if (found !== undefined) return { drafts: [{ ...draft, language: found }], told: [] };
  const first = languages[0] ?? 'en';
  const told = `“${draft.title}” seems to be in a language that this publication does not have (${draft.language || written || 'unknown'}). It is filed under ${first}: translate it.`;
  return { drafts: [{ ...draft, language: first }], told: [told] };
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
