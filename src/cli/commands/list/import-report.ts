import { fields } from '../../../store/subscribers/fields.ts';
import type { ImportReport, ListContent } from '../../../subscribers/import.ts';
import type { List } from '../../../subscribers/list/read-list.ts';
import type { Standing } from '../../../subscribers/list/standing.ts';
import { counted, number, t } from '../../../wording/wording.ts';
import { table } from '../../terminal/table.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Lines and columns of each kind that are shown; JSON has up to 10,000. */
const maxShown = 20;

/** What is said of a list before it is imported: its program, what that leaves out, and the columns that are passed over. */
export function listNotes({ plan, passedOver }: List): string[] {
  const notes: string[] = [];
  if (plan.program !== undefined && plan.from !== 'hebdo')
    notes.push(t('  This is an export of %{title}.', { title: plan.program.title }));
  if (plan.program?.lacks !== undefined) notes.push(t('  Attention: %{lacks}', { lacks: plan.program.lacks }));
  const filled = passedOver.filter(({ lines }) => lines > 0);
  if (filled.length > 0)
    notes.push(
      t('  Passed over: %{filled}%{more}.', {
        filled: filled
          .slice(0, maxShown)
          .map(({ column, lines }) => `${column.slice(0, 40) || t('(no name)')} (${counted(lines, 'line', 'lines')})`)
          .join(', '),
        more: filled.length > maxShown ? t(', and %{count} more', { count: filled.length - maxShown }) : '',
      }),
    );
  return notes;
}

const standingWords: Record<Standing, string> = {
  active: t('subscribed'),
  left: t('unsubscribed: stored as such, never mailed'),
  blocked: t('blocklisted: suppressed'),
  bounced: t('bounced: suppressed'),
  complained: t('reported spam: suppressed'),
  pending: t('not confirmed: left out'),
  unknown: t('not clear: left out'),
};

/** The lines of a list by what would become of their people. */
export function contentTable(terminal: Terminal, { standings, rejectedLines, dated }: ListContent): string {
  const kinds = Object.entries(standingWords).flatMap(([standing, words]) => {
    const count = Object.entries(standings).find(([name]) => name === standing)?.[1] ?? 0;
    return count === 0 ? [] : [[words, number(count)]];
  });
  const leftOut = (standings.pending ?? 0) + (standings.unknown ?? 0);
  const invalid = rejectedLines - leftOut;
  if (invalid > 0) kinds.push([t('not valid: left out'), number(invalid)]);
  const columns = [{ heading: t('people who are') }, { heading: t('lines'), numeric: true }];
  return `${table(terminal, columns, kinds)}\n${t('  %{dated} with a date.', { dated: number(dated) })}`;
}

/** The outcomes of an import in one line. */
export function outcomeLine({ added, updated, unchanged, unsubscribed, erased, rejectedLines }: ImportReport): string {
  const left =
    unsubscribed === 0
      ? ''
      : t(', %{unsubscribed} left alone because they unsubscribed', { unsubscribed: number(unsubscribed) });
  const kept = erased === 0 ? '' : t(', %{erased} left out because they were erased', { erased: number(erased) });
  return t('  %{added} added, %{updated} updated, %{unchanged} unchanged, %{rejected} rejected%{left}%{kept}.', {
    added: number(added),
    updated: number(updated),
    unchanged: number(unchanged),
    rejected: number(rejectedLines),
    left,
    kept,
  });
}

/** The name of a field as lists write it; that of a declared field is its key. @example labelOf('timeZone') // 'time_zone' */
const labelOf = (field: string): string => fields.find(({ name }) => name === field)?.label ?? field;

/** The lines that were left out, the values that were dropped, and the dates that were not read. */
export function leftOutLines(
  { rejected, rejectedLines, dropped, droppedValues, unreadDates, unescaped }: Omit<ListContent, 'standings' | 'dated'>,
  { plan }: List,
): string[] {
  const lines = [
    ...rejected.map(({ line, why }) => t('  line %{line}: %{why}', { line, why })).slice(0, maxShown),
    ...more(rejectedLines),
    ...dropped
      .map(({ line, field, why }) =>
        t('  line %{line}: imported without this value (%{field}): %{why}', { line, field: labelOf(field), why }),
      )
      .slice(0, maxShown),
    ...more(droppedValues),
  ];
  const { lines: unread, first } = unreadDates;
  if (first !== undefined)
    lines.push(
      t(
        '  %{unread} not read, the first on line %{line}: `%{text}`. These people are imported without a date of consent.%{more}',
        {
          unread: counted(unread, 'date', 'dates'),
          line: first.line,
          text: first.text.slice(0, 40),
          more:
            plan.options.dates === undefined
              ? ` ${t('If it is the order of day and month: --dates dmy, mdy or ymd.')}`
              : '',
        },
      ),
    );
  if (unescaped > 0)
    lines.push(
      t('  %{unescaped} had a quote mark that kept spreadsheets from running them; it was removed.', {
        unescaped: counted(unescaped, 'cell', 'cells'),
      }),
    );
  return lines;
}

const more = (count: number): string[] =>
  count > maxShown
    ? [t('  … and %{count} more (--format json lists up to 10,000)', { count: number(count - maxShown) })]
    : [];
