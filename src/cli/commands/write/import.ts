import { importArticles } from '../../../app/write/import-articles.ts';
import { importNewsletter } from '../../../app/write/import-newsletter.ts';
import { ImportProblem } from '../../../import/draft.ts';
import type { FeedItem } from '../../../import/feed.ts';
import { issuePath } from '../../../issue/load.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { plural } from '../../terminal/problems.ts';
import type { Terminal } from '../../terminal/terminal.ts';

export type ImportFlags = { issue?: string; url?: string; since?: string; newsletter?: boolean; all: boolean };

/** Items of a feed that are offered for choice, at most. */
const maxOffered = 50;

/** `hebdo import URL|FILE`: a page, a saved page, its pasted text, items of a feed or a past newsletter become drafts in an issue. */
export async function importFrom(context: Context, from: string, { all, ...options }: ImportFlags): Promise<ExitCode> {
  const { refuse, folder, terminal, json, print, now } = context;
  const choose = (items: FeedItem[]) => (all ? items : chooseItems(terminal, items));
  const { value, problems } =
    (await importNewsletter(folder, from, options)) ??
    (await importArticles(folder, from, { ...options, choose }, now()));
  if (value === undefined) return refuse(problems);
  if (json) print(value);
  else {
    const { issue, added, told } = value;
    for (const words of told) terminal.say(`  ! ${words}`);
    for (const { id, title, language } of added) terminal.say(`  + ${id} (${language}): ${title}`);
    terminal.say(
      `  ${plural(added.length, 'article')} added to ${issuePath(issue)}. \`hebdo check ${issue}\` says what is to be translated.`,
    );
  }
  return exit.done;
}

async function chooseItems(terminal: Terminal, items: FeedItem[]): Promise<FeedItem[]> {
  if (!terminal.interactive || process.stdin.isTTY !== true)
    throw new ImportProblem(
      'This is a feed; without a terminal, items cannot be chosen.',
      'Say --all, with --since 7d for the last week.',
    );
  const { multiselect } = await import('@clack/prompts');
  const chosen = await multiselect({
    message: 'Which articles?',
    options: items
      .slice(0, maxOffered)
      .map((item, i) => ({ value: i, label: item.title.slice(0, 100), hint: item.date?.toISOString().slice(0, 10) })),
  });
  if (!Array.isArray(chosen)) throw new ImportProblem('Nothing was chosen.', 'Mark articles with the space bar.');
  return items.filter((_, i) => chosen.includes(i));
}
