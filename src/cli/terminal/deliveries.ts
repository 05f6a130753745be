import { styleText } from 'node:util';
import { type Plan, totalDue } from '../../delivery/run/run-plan.ts';
import { localMoment, localTime } from '../../publication/local-time.ts';
import type { Audience } from '../../store/ledger/claim.ts';
import type { ListedDelivery } from '../../store/ledger/ledger-views.ts';
import type { Stop } from '../../store/ledger/stops.ts';
import type { DeliveryState } from '../../store/schema.ts';
import { counted, listed, number, t } from '../../wording/wording.ts';
import { nameOf } from '../names.ts';
import { perSecond } from './progress.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { waitingWords } from './waves.ts';

/** Failed deliveries shown under the table; `status --format json` has them all. */
const maxShownFailures = 10;

/** The articles of an edition: how many it has, and the ids of those that it leaves out because they have no title in its language. */
export type EditionArticles = { language: string; articles: number; leftOut: readonly string[] };

/** Who is due the issue, in which language. @param shown whether `send_at` is still to come; the articles, of a run that has not begun; the zone of times */
export function showPlan(
  terminal: Terminal,
  { week, send_at, audience }: { week: string; send_at?: string; audience?: Audience },
  plan: Plan,
  {
    isFuture = false,
    articles = [],
    timeZone = 'UTC',
  }: { isFuture?: boolean; articles?: readonly EditionArticles[]; timeZone?: string } = {},
): void {
  const { begun, editions, suppressed } = plan;
  terminal.say(
    `${styleText('bold', week, { stream: terminal.stream })}${begun === undefined ? '' : t(', begun %{startedAt}', { startedAt: localTime(begun.startedAt, timeZone) })}${begun?.finishedAt === undefined ? '' : t(', finished %{finishedAt}', { finishedAt: localTime(begun.finishedAt, timeZone) })}`,
  );
  const columns = [
    { heading: t('language'), cells: editions.map(({ language }) => language) },
    { heading: t('articles'), cells: articles.map(one => number(one.articles)), numeric: true },
    { heading: t('due'), cells: editions.map(({ due }) => number(due)), numeric: true },
    {
      heading: t('accepted'),
      cells: begun === undefined ? [] : editions.map(({ states }) => number(states.accepted ?? 0)),
      numeric: true,
    },
  ].filter(({ cells }) => cells.length > 0);
  const rows = editions.map((_, i) => columns.map(({ cells }) => cells[i] ?? ''));
  terminal.say(table(terminal, columns, rows));
  for (const { language, leftOut } of articles)
    if (leftOut.length > 0)
      terminal.say(
        t('  %{language}: left out, without a title: %{ids}.', { language, ids: listed(leftOut, 'conjunction') }),
      );
  if (begun === undefined && audience !== undefined) {
    const { tags, languages } = audience;
    const meant = [
      ...(tags.length > 0 ? [t('tagged %{tags}', { tags: listed(tags, 'disjunction') })] : []),
      ...(languages.length > 0 ? [t('reading %{languages}', { languages: listed(languages, 'disjunction') })] : []),
    ];
    if (meant.length > 0) terminal.say(t('  Only subscribers %{meant} (audience).', { meant: meant.join(', ') }));
  }
  if (suppressed > 0)
    terminal.say(
      t('  %{suppressed} suppressed: left out.', {
        suppressed: counted(suppressed, 'address', 'addresses'),
      }),
    );
  const due = totalDue(plan);
  const waiting =
    plan.waiting > 0 ? t('%{waiting} for it', { waiting: waitingWords(plan.waiting) }) : t('still to come');
  if (isFuture && due > 0)
    terminal.say(
      t('  Its send_at is %{sendAt}, %{waiting}: this sends it to all of them now.', {
        sendAt: send_at ?? '',
        waiting,
      }),
    );
}

/** That all sending has stopped, why, and how it goes on. @param timeZone of the times shown */
export const stopWords = ({ code, words, since, tryAt }: Stop, timeZone: string): string =>
  t(
    'All sending has stopped since %{since}: the server refuses us (%{code}%{words}). One message is tried after %{tryAt}; to go on at once: hebdo send ISSUE --lift-stop.',
    {
      since: localTime(since, timeZone),
      code: code === undefined ? '' : `${code} `,
      words,
      tryAt: localMoment(tryAt, timeZone),
    },
  );

/** What became of chunks that no worker takes any more, and what to do. */
export const setAsideWords = ({ week, setAside }: { week: string; setAside: number }): string =>
  t(
    'Set aside: %{chunks}. Worker after worker died with them, and no worker takes them any more. To give them out again: hebdo send %{week} --hand-out.',
    { week, chunks: counted(setAside, 'chunk', 'chunks') },
  );

/** What a run did: per language what was due, accepted and failed, and how fast. */
export function showOutcome(
  terminal: Terminal,
  week: string,
  {
    before,
    after,
    seconds,
    troubled,
  }: { before: Plan; after: Plan; seconds: number; troubled: readonly ListedDelivery[] },
): void {
  const rows = after.editions.map(({ language, states }) => {
    const was = before.editions.find(edition => edition.language === language);
    const gained = (state: DeliveryState): number => (states[state] ?? 0) - (was?.states[state] ?? 0);
    const sent = gained('accepted');
    const other = gained('skipped') + gained('uncertain') + (states.deferred ?? 0);
    return { language, due: was?.due ?? 0, sent, failed: gained('failed'), other };
  });
  const sum = (key: 'due' | 'sent' | 'failed' | 'other'): number => rows.reduce((total, row) => total + row[key], 0);
  const line = (language: string, due: number, sent: number, failed: number, other: number): string[] => [
    language,
    number(due),
    number(sent),
    number(failed),
    number(other),
    perSecond(sent / Math.max(seconds, 0.001)),
  ];
  const columns = [t('language'), t('due'), t('sent'), t('failed'), t('other'), t('messages/s')];
  terminal.say(
    table(
      terminal,
      columns.map((heading, i) => ({ heading, numeric: i > 0 })),
      [
        ...rows.map(({ language, due, sent, failed, other }) => line(language, due, sent, failed, other)),
        line(t('all'), sum('due'), sum('sent'), sum('failed'), sum('other')),
      ],
    ),
  );
  showFailures(terminal, week, troubled);
}

/** The deliveries that did not go well, with the server's words. */
export function showFailures(terminal: Terminal, week: string, rows: readonly ListedDelivery[]): void {
  if (rows.length === 0) return;
  terminal.say();
  const columns = [{ heading: t('address') }, { heading: t('state') }, { heading: t('the server said') }];
  terminal.say(
    table(
      terminal,
      columns,
      rows
        .slice(0, maxShownFailures)
        .map(({ address, state, code, words }) => [
          address,
          nameOf(state),
          [code, words].filter(part => part !== undefined).join(' '),
        ]),
    ),
  );
  if (rows.length > maxShownFailures)
    terminal.say(t('  … and more: hebdo status %{week} --format json lists all.', { week }));
}
