import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { RefusalsOfUs } from '../../../app/readers/refusals-of-us.ts';
import { statisticsOf } from '../../../app/readers/statistics.ts';
import { localTime, timeZoneOf } from '../../../publication/local-time.ts';
import { countedKinds, type IssueStatistics, type KindCounts } from '../../../subscribers/issue-statistics.ts';
import { number, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { nameOf } from '../../names.ts';
import { bars } from '../../terminal/bars.ts';
import { withEvents } from '../../terminal/events.ts';
import { showRefusalsOfUs } from '../../terminal/refusals-of-us.ts';
import { table } from '../../terminal/table.ts';
import { withStore } from '../../with-store.ts';

const maxShownLinks = 10;

type ReportedStatistics = IssueStatistics & { refusals: readonly RefusalsOfUs[] };

/** `hebdo report ISSUE`: the totals of an issue. They name no reader. */
export async function report(
  context: Context,
  named: string,
  { format, out }: { format: 'text' | 'json' | 'html'; out?: string },
): Promise<ExitCode> {
  const { folder, terminal, print, refuse } = context;
  return withStore(context, async store => {
    const { value, problems } = await statisticsOf(withEvents(context), store, named);
    if (value === undefined) return refuse(problems);
    const { week, statistics: numbers } = value;
    const timeZone = await timeZoneOf(folder);
    if (format === 'json') print('report ISSUE', numbers ?? { week, from: null });
    else if (numbers === undefined) terminal.say(t('  The sending of %{week} has not begun.', { week }));
    else if (format === 'html') {
      const { statisticsPage } = await import('../../html/statistics-page.ts');
      const path = resolve(folder, out ?? join('dist', week, 'report.html'));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, statisticsPage(numbers, timeZone));
      terminal.say(t('  %{folder} is written: open it in a browser.', { folder: relative(folder, path) }));
    } else show(context, numbers, timeZone);
    return exit.done;
  });
}

function show(
  { terminal }: Context,
  { week, from, until, languages, days, links, refusals }: ReportedStatistics,
  timeZone: string,
): void {
  const end =
    until === undefined ? t('until now') : t('until the next issue, %{until}', { until: localTime(until, timeZone) });
  terminal.say(
    t('  %{week}: from %{from} %{end} (times of %{timeZone})', {
      week,
      from: localTime(from, timeZone),
      end,
      timeZone,
    }),
  );
  const kinds = countedKinds.filter(kind => languages.some(row => row[kind] > 0));
  const columns = kinds.map(kind => ({ heading: nameOf(kind), numeric: true }));
  const cells = (row: KindCounts): string[] => kinds.map(kind => number(row[kind]));
  terminal.say(
    table(
      terminal,
      [{ heading: t('language') }, ...columns],
      languages.map(row => [row.language, ...cells(row)]),
    ),
  );
  if (days.length > 0) {
    terminal.say(
      `\n${table(
        terminal,
        [{ heading: t('day') }, ...columns],
        days.map(row => [row.day, ...cells(row)]),
      )}`,
    );
    const moved = days.map(row => ({ name: row.day, count: row.joined - row.left - row.hard - row.complaint }));
    terminal.say(`\n${t('  readers gained and lost')}\n${bars(terminal, moved)}`);
  }
  showRefusalsOfUs(terminal, refusals);
  if (links.length === 0) return;
  const rows = links.slice(0, maxShownLinks).map(({ url, count }) => ({ name: url, count }));
  terminal.say(`\n  ${t('clicks')}\n${bars(terminal, rows)}`);
}
