import { escapeHtml } from '../../edition/rich-text.ts';
import { type Draft, ImportProblem } from '../../import/draft.ts';
import type { FeedItem, FeedItems } from '../../import/feed/feed.ts';
import { fetchPage } from '../../import/fetch-page.ts';
import { parseApart } from '../../import/parse-apart.ts';
import { t } from '../../wording/wording.ts';

/** Which items of a feed are imported. */
export type ItemChoice = {
  /** Those of the last `12h`, `7d`, `2w`. */
  since?: string;
  /** Chooses among them. @throws ImportProblem if none is chosen */
  choose(items: FeedItem[]): Promise<FeedItem[]> | FeedItem[];
};

/** Drafts, and what the editor should know of them. */
export type Found = { drafts: Draft[]; told: string[] };

type FeedOptions = ItemChoice & {
  now: Date;
  /** Files a draft under a language. */
  filed(draft: Draft): Promise<Found>;
};

/** The drafts of a feed's items that are chosen. @throws ImportProblem if there are none */
export async function draftsOfFeed(
  { items, isCut }: FeedItems,
  { since, choose, now, filed }: FeedOptions,
): Promise<Found> {
  const chosen = await choose(recentItems(items, since, now));
  const { drafts, told } = await fromItems(chosen, item => fromItem(item, filed));
  return { drafts, told: isCut ? [t('The feed breaks off: these are the items before that.'), ...told] : told };
}

/** Pages that are fetched at the same time, at most; of each host one after another. */
const maxHosts = 4;

/** Runs work for all, several hosts at a time. */
async function forEachOfHosts<One extends { url?: string }>(
  all: readonly One[],
  work: (one: One) => Promise<void>,
): Promise<void> {
  const queues = [...Map.groupBy(all, ({ url = '' }) => URL.parse(url)?.host).values()];
  const empty = async (): Promise<void> => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift())
      for (const one of queue) await work(one);
  };
  await Promise.all(Array.from({ length: maxHosts }, empty));
}

/** The drafts with the addresses of their translations, which their pages name. A page that cannot be read names none. */
export async function withAlternates(drafts: readonly Draft[]): Promise<Draft[]> {
  const found = new Map<Draft, Draft>();
  await forEachOfHosts(drafts, async draft => {
    if (draft.url === undefined) return;
    const alternates = await fetchPage(draft.url, 'feed')
      .then(page => parseApart('page', [page.text, page.url]))
      .then(page => page.alternates)
      .catch((cause: unknown) => {
        if (!(cause instanceof ImportProblem)) throw cause;
        return undefined;
      });
    if (alternates !== undefined) found.set(draft, { ...draft, alternates });
  });
  return drafts.map(draft => found.get(draft) ?? draft);
}

/** The drafts of a feed's items, in their order. An item that cannot be imported is told, and the others are imported. */
async function fromItems(items: readonly FeedItem[], fromItem: (item: FeedItem) => Promise<Found>): Promise<Found> {
  const found = new Map<FeedItem, Found>();
  await forEachOfHosts(items, async item => {
    const drafts = await fromItem(item).catch((cause: unknown) => {
      if (!(cause instanceof ImportProblem)) throw cause;
      return { drafts: [], told: [`${item.title}: ${cause.message} ${cause.hint}`] };
    });
    found.set(item, drafts);
  });
  const all = items.flatMap(item => found.get(item) ?? []);
  const told = all.flatMap(one => one.told);
  const drafts = all.flatMap(one => one.drafts);
  if (drafts.length === 0 && items.length > 0)
    throw new ImportProblem(
      t('None of the items can be imported. %{why}', { why: told[0] ?? '' }),
      t('Import the pages by their own addresses.'),
    );
  return { drafts, told };
}

/** Characters of a feed's HTML that are an article; less is a summary. */
const minArticleChars = 1_500;

/** A feed's article: what it carries, where that is enough, else its page, which must not lie in a private network. */
async function fromItem(item: FeedItem, filed: FeedOptions['filed']): Promise<Found> {
  const { title, url, date, html = '', language = '', author, categories, image } = item;
  const withMore = (draft: Draft): Draft => ({
    ...draft,
    date,
    categories: [...new Set([...categories, ...draft.categories])],
    language: draft.language || language,
    author: draft.author ?? author,
    image: draft.image ?? (image === undefined ? undefined : { src: image, alt: '' }),
  });
  if (html.length <= minArticleChars) {
    const page = await fetchPage(url, 'feed');
    return filed(withMore(await parseApart('page', [page.text, page.url])));
  }
  const page = `<!doctype html><html><head><title></title></head><body><article><h1>${escapeHtml(title)}</h1>${html}</article></body></html>`;
  const draft = await parseApart('page', [page, url]);
  // Of the page itself nothing is known yet.
  return filed({ ...withMore(draft), title, url, alternates: undefined });
}

const spansMs = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The items of a feed that are no older than a span. @throws ImportProblem if there is none, or `since` is not a span */
function recentItems(items: FeedItem[], since: string | undefined, now: Date): FeedItem[] {
  if (since === undefined) return items;
  const [, count, unit] = /^(\d{1,4})([hdw])$/.exec(since) ?? [];
  if (count === undefined)
    throw new ImportProblem(t('--since %{since} is no span of time.', { since }), t('Write it as 12h, 7d or 2w.'));
  const from = now.getTime() - Number(count) * spansMs[unit === 'h' || unit === 'd' ? unit : 'w'];
  const recent = items.filter(({ date }) => (date?.getTime() ?? 0) >= from);
  if (recent.length === 0) throw new ImportProblem(t('The feed has no item of that time.'), t('Widen --since.'));
  return recent;
}
