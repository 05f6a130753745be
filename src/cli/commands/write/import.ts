import { commandOn } from '../../../app/starter/origin.ts';
import { importArticles } from '../../../app/write/import-articles.ts';
import { importNewsletter } from '../../../app/write/import-newsletter.ts';
import type { ImportSource } from '../../../app/write/import-source.ts';
import { ImportProblem } from '../../../import/draft.ts';
import type { FeedItem } from '../../../import/feed/feed.ts';
import { issuePath, namedWeek } from '../../../issue/issue-files.ts';
import { mondayOf } from '../../../publication/send-time.ts';
import { problemIn } from '../../../source/problem.ts';
import { counted, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';

export type ImportFlags = {
  issue?: string;
  url?: string;
  since?: string;
  newsletter?: boolean;
  /** `LANGUAGE=URL` of each feed of a site in several languages. */
  feed?: string[];
  all: boolean;
};

/** Items of a feed that are offered for choice, at most. */
const maxOffered = 50;

/** `hebdo import URL|FILE`: a page, a saved page, its pasted text, items of a feed or a past newsletter become drafts in an issue. */
export async function importFrom(
  context: Context,
  from: string | undefined,
  { all, feed = [], ...options }: ImportFlags,
): Promise<ExitCode> {
  // With feeds, the only argument is the issue.
  if (from !== undefined && feed.length > 0 && mondayOf(namedWeek(from)) !== undefined)
    return importFrom(context, undefined, { ...options, all, feed, issue: from });
  const { refuse, folder, terminal, json, print, now } = context;
  const choose = (items: FeedItem[]) => (all ? items : chooseItems(terminal, items));
  const feeds = feed.map(one => /^([a-z]{2,3}(?:-[a-z0-9]{2,8})*)=(\S{1,2000})$/i.exec(one)?.slice(1) ?? [one]);
  const sources: ImportSource[] = [
    ...(from === undefined ? [] : [{ from }]),
    ...feeds.map(([language, url = '']) => ({ from: url, language })),
  ];
  const wrong = feeds.find(([, url]) => url === undefined);
  if (wrong !== undefined || sources.length === 0)
    return refuse([
      problemIn(wrong?.[0] ?? 'import', {
        rule: 'usage',
        severity: 'error',
        message: wrong === undefined ? t('Nothing is named to import.') : t('A feed is named with its language.'),
        hint:
          wrong === undefined
            ? t('Name an address, a file, or feeds: --feed fr=https://…')
            : t('Write it like --feed fr=https://…'),
      }),
    ]);
  const { value, problems } =
    (from === undefined ? undefined : await importNewsletter(folder, from, options)) ??
    (await importArticles(folder, sources, { ...options, choose }, now()));
  if (value === undefined) return refuse(problems);
  if (json) print('import', value);
  else {
    const { issue, added, told } = value;
    for (const words of told) terminal.say(`  ! ${words}`);
    for (const { id, title, language } of added) terminal.say(`  + ${id} (${language}): ${title}`);
    const articles = counted(new Set(added.map(({ id }) => id)).size, 'article', 'articles');
    terminal.say(
      t('  %{articles} added to %{path}. `%{command}` says what is to be translated.', {
        articles,
        path: issuePath(issue),
        command: commandOn(folder, `check ${issue}`),
      }),
    );
  }
  return exit.done;
}

async function chooseItems(terminal: Terminal, items: FeedItem[]): Promise<FeedItem[]> {
  if (!terminal.interactive || process.stdin.isTTY !== true)
    throw new ImportProblem(
      t('This is a feed; without a terminal, items cannot be chosen.'),
      t('Say --all, with --since 7d for the last week.'),
    );
  const { multiselect } = await import('@clack/prompts');
  const chosen = await multiselect({
    message: t('Which articles?'),
    options: items
      .slice(0, maxOffered)
      .map((item, i) => ({ value: i, label: item.title.slice(0, 100), hint: item.date?.toISOString().slice(0, 10) })),
  });
  if (!Array.isArray(chosen)) throw new ImportProblem(t('Nothing was chosen.'), t('Mark articles with the space bar.'));
  return items.filter((_, i) => chosen.includes(i));
}
