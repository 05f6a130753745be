import type { ImportReport, ListContent } from '../../../subscribers/import.ts';
import type { List } from '../../../subscribers/list/read-list.ts';
import type { Standing } from '../../../subscribers/list/standing.ts';
import { t } from '../../../wording/wording.ts';
import { plural } from '../../terminal/problems.ts';
import { table } from '../../terminal/table.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Lines and columns of each kind that are shown; JSON has up to 10,000. */
const maxShown = 20;

const number = (n: number): string => n.toLocaleString('en');

/** What is said of a list before it is imported: its program, what that leaves out, and the columns that are passed over. */
export function listNotes({ plan, passedOver }: List): string[] {
  const notes: string[] = [];
  if (plan.program !== undefined && plan.from !== 'hebdo') notes.push(`  This is an export of ${plan.program.title}.`);
  if (plan.program?.lacks !== undefined) notes.push(`  Attention: ${plan.program.lacks}`);
  const filled = passedOver.filter(({ lines }) => lines > 0);
  if (filled.length > 0)
    notes.push(
      `  Passed over: ${filled
        .slice(0, maxShown)
        .map(({ column, lines }) => `${column.slice(0, 40) || '(no name)'} (${plural(lines, 'line')})`)
        .join(', ')}${filled.length > maxShown ? `, and ${filled.length - maxShown} more` : ''}.`,
    );
  return notes;
}

const standingWords: Record<Standing, string> = {
  active: 'subscribed',
  left: 'unsubscribed: stored as such, never mailed',
  blocked: 'blocklisted: suppressed',
  bounced: 'bounced: suppressed',
  complained: 'reported spam: suppressed',
  pending: 'not confirmed: left out',
  unknown: 'not clear: left out',
};

/** The lines of a list by what would become of their people. */
export function contentTable(terminal: Terminal, { standings, rejectedLines, dated }: ListContent): string {
  const kinds = Object.entries(standingWords).flatMap(([standing, words]) => {
    const count = Object.entries(standings).find(([name]) => name === standing)?.[1] ?? 0;
    return count === 0 ? [] : [[words, number(count)]];
  });
  const leftOut = (standings.pending ?? 0) + (standings.unknown ?? 0);
  const invalid = rejectedLines - leftOut;
  if (invalid > 0) kinds.push(['not valid: left out', number(invalid)]);
  const columns = [{ heading: t('people who are') }, { heading: t('lines'), numeric: true }];
  return `${table(terminal, columns, kinds)}\n  ${number(dated)} with a date.`;
}

/** The outcomes of an import in one line. */
export function outcomeLine({ added, updated, unchanged, unsubscribed, erased, rejectedLines }: ImportReport): string {
  const left = unsubscribed === 0 ? '' : `, ${number(unsubscribed)} left alone because they unsubscribed`;
  const kept = erased === 0 ? '' : `, ${number(erased)} left out because they were erased`;
  return `  ${number(added)} added, ${number(updated)} updated, ${number(unchanged)} unchanged, ${number(rejectedLines)} rejected${left}${kept}.`;
}

/** The lines that were left out, the values that were dropped, and the dates that were not read. */
export function leftOutLines(
  { rejected, rejectedLines, dropped, droppedValues, unreadDates, unescaped }: Omit<ListContent, 'standings' | 'dated'>,
  { plan }: List,
): string[] {
  const lines = [
    ...rejected.map(({ line, why }) => `  line ${line}: ${why}`).slice(0, maxShown),
    ...more(rejectedLines, 'line'),
    ...dropped
      .map(({ line, field, why }) => `  line ${line}: imported without this ${field}: ${why}`)
      .slice(0, maxShown),
    ...more(droppedValues, 'value'),
  ];
  const { lines: unread, first } = unreadDates;
  if (first !== undefined)
    lines.push(
      `  ${plural(unread, 'date')} not read, the first on line ${first.line}: \`${first.text.slice(0, 40)}\`. These people are imported without a date of consent.${
        plan.options.dates === undefined ? ' If it is the order of day and month: --dates dmy, mdy or ymd.' : ''
      }`,
    );
  if (unescaped > 0)
    lines.push(
      `  ${plural(unescaped, 'cell')} had a quote mark that kept spreadsheets from running them; it was removed.`,
    );
  return lines;
}

const more = (count: number, what: string): string[] =>
  count > maxShown ? [`  … and ${plural(count - maxShown, `more ${what}`)} (--format json lists up to 10,000)`] : [];
