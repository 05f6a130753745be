import { z } from 'zod';
import { plainWords } from '../../publication/plain-words.ts';
import { parseJson } from '../../source/json.ts';
import { readDate } from '../../source/read-date.ts';
import { t } from '../../wording/wording.ts';
import type { RawEntry } from '../check-entry.ts';
import { declaredRoles, roleOf } from './columns.ts';
import { cellsOf } from './json-lines.ts';
import type { Line, Table } from './line.ts';
import { type Column, columnsFor, type ListOptions, type Plan, planOf } from './plan.ts';
import { programs } from './programs/programs.ts';
import { graveCell, gravest, type Standing, standingIn, suppressedFor } from './standing.ts';
import { type Survey, surveyOf } from './survey.ts';
import { openTable } from './table.ts';

/** A person of a list: what the line gives of them, or why it cannot be used. */
type Listed = { line: number; bytes: number } & (
  | { standing: Standing; raw: RawEntry; unreadDate?: string; unescaped: number; why?: undefined }
  | { standing?: Standing; raw?: undefined; why: string }
);

/** A list of people that was looked at and can be read, several times: its lines, and the person of a line. */
export type List = {
  plan: Plan;
  passedOver: Survey['passedOver'];
  lines(): AsyncGenerator<Line>;
  person(line: Line): Listed;
};

/**
 * Opens a list of people and looks at all of it.
 * @throws UnreadableList if it cannot be read, or does not clearly say who may be mailed
 */
export async function openList(path: string, options: ListOptions): Promise<List> {
  const table = await openTable(path, options.encoding);
  const plan = planOf(path, table.headers, options);
  const survey = await surveyOf(path, table, plan);
  const read = reader(plan, survey);
  return {
    plan,
    passedOver: survey.passedOver,
    lines: () => table.lines(),
    person: line => (line.cells === undefined ? line : read(line)),
  };
}

/**
 * Opens a list of addresses that must not be mailed: a column of addresses and, optionally, one of reasons.
 * @throws UnreadableList as `openList` does
 */
export async function* readSuppressions(
  path: string,
): AsyncGenerator<{ line: number; email: string; reason?: string } | { line: number; email?: undefined; why: string }> {
  const table: Table = await openTable(path);
  const plan = planOf(path, table.headers, {});
  const reasons = plan.columns.filter(({ header }) =>
    ['reason', 'raison', 'why'].includes(header.trim().toLowerCase()),
  );
  for await (const { line, cells, why } of table.lines())
    if (cells === undefined) yield { line, why };
    else yield { line, email: first(columnsFor(plan, 'address'), cells) ?? '', reason: first(reasons, cells) };
}

/** The first cell that is filled. */
const first = (columns: readonly Column[], cells: readonly string[]): string | undefined =>
  columns.map(({ at }) => cells[at]?.trim()).find(cell => cell !== undefined && cell !== '');

const dayMs = 86_400_000;

/** The quote mark that keeps a spreadsheet from running a cell; export.ts writes it. */
const formulaQuote = /^'(?='*[=+\-@\t])/;

/** Makes the function that reads a line. */
function reader(plan: Plan, { standings }: Survey): (line: Line & { cells: readonly string[] }) => Listed {
  const kinds = [
    'address',
    'name',
    'given name',
    'family name',
    'language',
    'tags',
    'time zone',
    'date',
    'attributes',
  ] as const;
  const columns = Object.fromEntries(kinds.map(kind => [kind, columnsFor(plan, kind)]));
  const declared = columnsFor(plan, 'declared');
  const readAttributes = attributesReader(plan);
  const { program, from, options } = plan;
  const title = from === undefined ? t('the imported list') : programs[from].title;
  const consents = standings.filter(
    ({ role }) => role?.kind === 'standing' && ['active', 'confirmed'].includes(role.as),
  );
  const latest = Date.now() + dayMs;
  return ({ line, bytes, cells: written }) => {
    const cells = from === 'hebdo' ? written.map(cell => cell.replace(formulaQuote, '')) : written;
    const unescaped = from === 'hebdo' ? cells.filter((cell, i) => cell !== written[i]).length : 0;
    const get = (kind: (typeof kinds)[number]): string | undefined => first(columns[kind] ?? [], cells);
    const within = readAttributes(get('attributes'));
    const said = standings.map(source => ({ source, standing: source.read(cells[source.at] ?? '') }));
    const standing = gravest([
      ...(options.areLeft === true ? (['left'] as const) : []),
      ...said.flatMap(({ standing: one }) => (one === undefined ? [] : [one])),
      ...within.standings,
      // `unsubscribed` as a tag: in doubt, a person is not mailed.
      ...(get('tags')
        ?.split(/[,;|]/)
        .some(tag => graveCell.test(plainWords(tag)))
        ? (['left'] as const)
        : []),
    ]);
    if (standing === 'unknown' || standing === 'pending') {
      const { source } = said.find(one => one.standing === standing) ?? {};
      return { line, bytes, standing, why: whyNot(standing, source?.header, source && cells[source.at]) };
    }
    // The date at which somebody confirmed or subscribed may stand where others say yes.
    const confirmedAt = consents.map(({ at }) => cells[at]?.trim() ?? '').filter(cell => /\d{2}/.test(cell));
    const dates = [...(columns.date ?? []).map(({ at }) => cells[at]?.trim() ?? ''), ...confirmedAt].filter(
      cell => cell !== '',
    );
    const [date] = dates;
    const since = dates
      .map(cell => readDate(cell, options.dates))
      .find(at => at !== undefined && at.getTime() <= latest);
    return {
      line,
      bytes,
      standing,
      unescaped,
      unreadDate: since === undefined ? date : undefined,
      raw: {
        email: get('address') ?? '',
        name: wholeName(get('name'), get('given name'), get('family name')),
        language: get('language') ?? within.language,
        // Mailchimp writes each tag in quotes within the cell.
        tags: [get('tags')?.replaceAll('"', ''), within.tags].filter(Boolean).join(','),
        timeZone: get('time zone') ?? within.timeZone,
        since: since?.toISOString(),
        status: standing === 'active' ? undefined : 'unsubscribed',
        ...declaredTexts(declared, cells, within.fields),
        suppress: suppressedFor(standing, program === undefined ? title : program.title),
      },
    };
  };
}

const whyNot = (standing: 'unknown' | 'pending', header = '', cell = ''): string => {
  const where =
    header === ''
      ? ''
      : ` ${t('(`%{cell}` in `%{header}`)', { cell: cell.trim().slice(0, 60), header: header.slice(0, 60) })}`;
  return standing === 'pending'
    ? `${t('the person has not confirmed')}${where}`
    : `${t('it is not clear whether the person may be mailed')}${where}`;
};

/** A whole name of its parts. `name` may be the whole name, or the given or the family name alone. */
function wholeName(name?: string, given?: string, family?: string): string | undefined {
  if (given === undefined && family === undefined) return name;
  const parts = [given, name, family].filter(part => part !== undefined);
  const wordsIn = (text: string): string[] => text.split(/\s+/);
  const isWhole = name !== undefined && parts.every(part => wordsIn(part).every(word => wordsIn(name).includes(word)));
  const isMore = name !== undefined && given !== undefined && family !== undefined;
  return (isWhole || isMore ? name : parts.join(' ')) || undefined;
}

const attributes = z.record(z.string(), z.unknown()).catch({});

/** The filled cells of declared fields, by key, beside what the attributes have; of several columns of one field the first. */
function declaredTexts(
  columns: readonly Column[],
  cells: readonly string[],
  within: Record<string, string> = {},
): Pick<RawEntry, 'fields'> {
  const own: Record<string, string> = {};
  for (const { role, at } of columns) {
    const cell = cells[at]?.trim() ?? '';
    if (role?.kind === 'declared' && cell !== '') own[role.key] ??= cell;
  }
  const fields = { ...within, ...own };
  return Object.keys(fields).length === 0 ? {} : { fields };
}

/** What the attributes of a person say: a JSON object of an export. */
type Attributes = {
  language?: string;
  tags?: string;
  timeZone?: string;
  fields?: Record<string, string>;
  standings: Standing[];
};

/** Makes the function that reads attributes. */
function attributesReader({ options }: Plan): (text: string | undefined) => Attributes {
  const declaredRole = declaredRoles(options.fields);
  return text => (text === undefined || text === '' ? { standings: [] } : attributesOf(text, declaredRole));
}

function attributesOf(text: string, declaredRole: ReturnType<typeof declaredRoles>): Attributes {
  const standings: Standing[] = [];
  const found = new Map<string, string>();
  const fields: Record<string, string> = {};
  for (const [key, cell] of cellsOf(attributes.parse(parseJson(text) ?? {}))) {
    const role = roleOf(key) ?? declaredRole(key);
    if (role?.kind === 'standing') {
      const standing = standingIn(role.as, cell);
      // An attribute that is not understood says nothing: the list has a status of its own.
      if (standing !== undefined && standing !== 'unknown') standings.push(standing);
    } else if (role?.kind === 'declared' && cell.trim() !== '') fields[role.key] = cell;
    else if (role !== undefined && cell !== '') found.set(role.kind, cell);
  }
  return {
    language: found.get('language'),
    tags: found.get('tags'),
    timeZone: found.get('time zone'),
    fields,
    standings,
  };
}
