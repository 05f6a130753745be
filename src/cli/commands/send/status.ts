import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { maxTroubled, troubledStates } from '../../../app/send/result.ts';
import { type RunStatus, runStatus } from '../../../app/send/run-status.ts';
import { namedWeek, noWeek } from '../../../issue/issue-files.ts';
import { localTime, timeZoneOf } from '../../../publication/local-time.ts';
import { mondayOf } from '../../../publication/send-time.ts';
import type { Stop } from '../../../store/ledger/stops.ts';
import { deliveryStates } from '../../../store/schema.ts';
import type { Store } from '../../../store/store.ts';
import { number, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { nameOf } from '../../names.ts';
import { setAsideWords, showFailures, stopWords } from '../../terminal/deliveries.ts';
import { table } from '../../terminal/table.ts';
import { timeline } from '../../terminal/timeline.ts';
import { waitingWords } from '../../terminal/waves.ts';

const maxShownDomains = 6;
const maxShownRefusals = 5;

export type StatusOptions = { format: 'text' | 'json' | 'html'; out?: string };

/** `hebdo status [ISSUE]`: shows all runs, or the deliveries of one issue. */
export async function status(
  context: Context,
  named: string | undefined,
  { format, out }: StatusOptions,
): Promise<ExitCode> {
  if (named !== undefined && mondayOf(namedWeek(named)) === undefined) return context.refuse([noWeek(named)]);
  const store = await context.openStore();
  try {
    const stop = await store.stops.current();
    const timeZone = await timeZoneOf(context.folder);
    if (stop !== undefined && format === 'text') context.terminal.say(`  ${stopWords(stop, timeZone)}`);
    if (named === undefined) return await allRuns(context, store, { stop, timeZone });
    const week = namedWeek(named);
    const report = await runStatus(store, week, context.now());
    if (format === 'json') {
      const troubled = await store.ledger.list(week, troubledStates, 1_000_000);
      const { plan, timeline: _, ...rest } = report ?? { plan: undefined, timeline: undefined };
      context.print('status ISSUE', {
        week,
        begun: plan?.begun ?? null,
        stop: stop ?? null,
        editions: plan?.editions ?? [],
        waiting: plan?.waiting ?? 0,
        ...rest,
        troubled,
      });
    } else if (report === undefined) context.terminal.say(t('  The sending of %{week} has not begun.', { week }));
    else if (format === 'html') await writePage(context, report, { out, timeZone });
    else await show(context, store, { report, timeZone });
    return exit.done;
  } finally {
    await store.close();
  }
}

async function allRuns(
  { terminal, json, print }: Context,
  store: Store,
  { stop, timeZone }: { stop: Stop | undefined; timeZone: string },
): Promise<ExitCode> {
  const runs = await store.ledger.runs();
  if (json) print('status', { runs, stop: stop ?? null });
  else if (runs.length === 0) terminal.say(t('  No issue has been sent yet.'));
  else {
    const rows = runs.map(({ week, startedAt, finishedAt }) => [
      week,
      localTime(startedAt, timeZone),
      finishedAt === undefined ? t('not finished') : localTime(finishedAt, timeZone),
    ]);
    terminal.say(table(terminal, [{ heading: t('issue') }, { heading: t('begun') }, { heading: t('finished') }], rows));
    terminal.say(t('  Times are those of %{timeZone}.', { timeZone }));
  }
  return exit.done;
}

async function writePage(
  { folder, terminal }: Context,
  report: RunStatus,
  { out, timeZone }: { out: string | undefined; timeZone: string },
): Promise<void> {
  const { statusPage } = await import('../../html/status-page.ts');
  const path = resolve(folder, out ?? join('dist', report.week, 'status.html'));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, statusPage(report, timeZone));
  terminal.say(t('  %{folder} is written: open it in a browser.', { folder: relative(folder, path) }));
}

async function show(
  { terminal }: Context,
  store: Store,
  { report, timeZone }: { report: RunStatus; timeZone: string },
): Promise<void> {
  const { week, plan, domains, refusals } = report;
  const { begun, editions } = plan;
  const ended =
    begun?.finishedAt === undefined
      ? t('not finished')
      : t('finished %{finishedAt}', { finishedAt: localTime(begun.finishedAt, timeZone) });
  const startedAt = begun === undefined ? '' : localTime(begun.startedAt, timeZone);
  terminal.say(
    t('  %{week}: begun %{startedAt}, %{ended} (times of %{timeZone})', { week, startedAt, ended, timeZone }),
  );
  const states = deliveryStates.filter(state => editions.some(edition => (edition.states[state] ?? 0) > 0));
  const columns = states.map(state => ({ heading: nameOf(state), numeric: true }));
  const cells = (counts: (typeof editions)[number]['states']) => states.map(state => number(counts[state] ?? 0));
  terminal.say(
    table(
      terminal,
      [{ heading: t('language') }, ...columns],
      editions.map(({ language, states: counts }) => [language, ...cells(counts)]),
    ),
  );
  if (plan.waiting > 0)
    terminal.say(t('  %{waiting} for their local time (send_at … local).', { waiting: waitingWords(plan.waiting) }));
  if (report.setAside > 0) terminal.say(`  ${setAsideWords(report)}`);
  if (report.timeline !== undefined) terminal.say(`\n${timeline(terminal, report.timeline, timeZone)}`);
  if (domains.length > 1)
    terminal.say(
      `\n${table(
        terminal,
        [{ heading: t('domain') }, ...columns],
        domains
          .slice(0, maxShownDomains)
          .map(({ domain, states: counts }) => [domain ?? t('all others'), ...cells(counts)]),
      )}`,
    );
  if (refusals.length > 0)
    terminal.say(
      `\n${table(
        terminal,
        [{ heading: t('deliveries'), numeric: true }, { heading: t('state') }, { heading: t('servers said') }],
        refusals
          .slice(0, maxShownRefusals)
          .map(({ state, code, words, count }) => [
            number(count),
            nameOf(state),
            [code, words].filter(part => part !== undefined).join(' '),
          ]),
      )}`,
    );
  showFailures(terminal, week, await store.ledger.list(week, troubledStates, maxTroubled));
  if (refusals.length > 0 || domains.length > maxShownDomains)
    terminal.say(t('  All of it, with charts: hebdo status %{week} --format html', { week }));
}
