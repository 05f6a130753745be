import { plainWords } from '../../publication/plain-words.ts';
import { readDate } from '../../source/read-date.ts';
import { t } from '../../wording/wording.ts';
import { isOfOtherChannel } from './columns.ts';
import type { Table } from './line.ts';
import { UnreadableList } from './line.ts';
import type { Column, Plan } from './plan.ts';
import { graveCell, graveIn, isAnswer, type Standing, standingIn } from './standing.ts';

/** A column that says whether people may be mailed, and what its empty cells mean. */
type StandingSource = Column & { read(cell: string): Standing | undefined };

/** What a look at all lines shows. `passedOver`: columns of no meaning here, and how many lines have something in them. */
export type Survey = { standings: readonly StandingSource[]; passedOver: { column: string; lines: number }[] };

type Seen = {
  filled: number;
  understood: number;
  active: number;
  strange?: { cell: string; line: number };
  grave?: { cell: string; line: number };
  /** A cell that answers yes or no. */
  answer?: { cell: string; line: number };
};

const nothingSeen = (): Seen => ({ filled: 0, understood: 0, active: 0 });

/**
 * Reads all lines once, to know which columns say whether a person may be mailed.
 * @throws UnreadableList if a column seems to say so and is not understood: the list could subscribe people who have left
 */
export async function surveyOf(path: string, table: Table, plan: Plan): Promise<Survey> {
  const seen: Seen[] = plan.columns.map(nothingSeen);
  for await (const { cells, line } of table.lines())
    if (cells !== undefined)
      for (const column of plan.columns) look(plan, column, cells[column.at] ?? '', line, seen[column.at]);
  const standings: StandingSource[] = [];
  const passedOver: Survey['passedOver'] = [];
  for (const column of plan.columns) {
    const { filled, understood, strange, grave, answer, active } = seen[column.at] ?? nothingSeen();
    const { role, header } = column;
    const isStanding = role?.kind === 'standing' && (role.isSure || answer !== undefined);
    if (isStanding && strange !== undefined && (understood === 0 || !role.isSure))
      throw notUnderstood(path, column, strange);
    if (isStanding) standings.push({ ...column, read: cell => readStanding(plan, column, cell, active > 0) });
    else if (isUnknown(column) || role?.kind === 'standing' || role?.kind === 'maybe') {
      const doubt = grave ?? (role?.kind === 'maybe' ? answer : undefined);
      if (doubt !== undefined && !column.isIgnored) throw notUnderstood(path, column, doubt);
      if (role?.kind !== 'declared' && (header.trim() !== '' || filled > 0))
        passedOver.push({ column: header, lines: filled });
    }
  }
  return { standings, passedOver };
}

/** Whether only the cells can show that a column is about who may be mailed: also one that has the name of a declared field. */
const isUnknown = ({ role, isSaid }: Column): boolean => role === undefined || (role.kind === 'declared' && !isSaid);

/** Headers of numbers: 0 and 1 are no answers there. */
const ofNumbers = /\b(?:count|number|nb|nombre|total|score|rate|taux|id)\b/;

function look(plan: Plan, column: Column, cell: string, line: number, seen: Seen | undefined): void {
  if (seen === undefined || cell.trim() === '') return;
  seen.filled++;
  const { role, header } = column;
  if (isUnknown(column) || role?.kind === 'maybe' || (role?.kind === 'standing' && !role.isSure)) {
    const words = plainWords(cell);
    if (graveCell.test(words) && !isOfOtherChannel(plainWords(header))) seen.grave ??= { cell, line };
    // `Newsletter: stop since May`: such words are an answer where the header asks.
    const isRefusal = role?.kind === 'standing' && graveIn(words) !== undefined;
    const isNumber = /^\s*\d+\s*$/.test(cell) && ofNumbers.test(plainWords(header));
    const isDated = role?.kind === 'maybe' && role.isTurned && readDate(cell, 'dmy') !== undefined;
    if ((isAnswer(cell) && !isNumber) || isDated || isRefusal) seen.answer ??= { cell, line };
  }
  if (role?.kind !== 'standing') return;
  const standing = readStanding(plan, column, cell, false);
  if (standing === 'unknown') seen.strange ??= { cell, line };
  // Whatever stands in a column of refusals is understood as one, except no.
  else seen.understood++;
  if (standing === 'active') seen.active++;
}

/** What a cell says. @param asksAll whether other lines say yes in this column: an empty cell is then no yes */
function readStanding({ program }: Plan, { role }: Column, cell: string, asksAll: boolean): Standing | undefined {
  if (role?.kind !== 'standing') return undefined;
  const own = program?.statuses ?? {};
  const words = plainWords(cell);
  if (role.as === 'status' && Object.hasOwn(own, words)) return own[words];
  const blanks: Partial<Record<string, Standing>> = { active: 'unknown', status: 'unknown', confirmed: 'pending' };
  return standingIn(role.as, cell, asksAll && role.isSure ? blanks[role.as] : undefined);
}

function notUnderstood(
  path: string,
  { header, role }: Column,
  { cell, line }: { cell: string; line: number },
): UnreadableList {
  const name = header.slice(0, 60);
  return new UnreadableList(
    path,
    t('The column `%{name}` seems to say who may be mailed, and `%{cell}` is not understood. Nothing was imported.', {
      name,
      cell: cell.trim().slice(0, 60),
    }),
    role?.kind === 'declared'
      ? t('If it is the field `%{key}`: --map "%{name}=%{key}".', { key: role.key, name })
      : t(
          'Say what the column holds: --map "%{name}=status" (or subscribed, unsubscribed, bounced, complained, blocked, confirmed: yes, no or a date). If it is about something else: --ignore "%{name}".',
          { name },
        ),
    line,
  );
}
