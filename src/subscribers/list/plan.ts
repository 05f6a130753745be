import type { DeclaredFields } from '../../publication/declared-fields.ts';
import { plainWords } from '../../publication/plain-words.ts';
import { suggestion } from '../../source/nearest.ts';
import { ownValue } from '../../source/own.ts';
import type { DateOrder } from '../../source/read-date.ts';
import { listed, t } from '../../wording/wording.ts';
import { declaredRoles, mappable, type Role, rankOf, roleOf, standingRole } from './columns.ts';
import { UnreadableList } from './line.ts';
import type { Program } from './programs/program.ts';
import { isExportOf, type ProgramName, programOf, programs } from './programs/programs.ts';

/** What the user says about a list. */
export type ListOptions = {
  /** The program that exported it. */
  from?: ProgramName;
  /** What columns hold: a name of `mappable` or the key of a declared field, by header. */
  map?: Readonly<Record<string, string>>;
  /** Headers of columns that say nothing. */
  ignore?: readonly string[];
  encoding?: string;
  /** The order of day, month and year in dates of digits. */
  dates?: DateOrder;
  /** Whether all people of the list have left. */
  areLeft?: boolean;
  /** The fields that hebdo.yaml declares. */
  fields?: DeclaredFields;
};

/** A column, and what it holds. `isSaid`: the user or the program says so, also where it says that it holds nothing. */
export type Column = { at: number; header: string; role?: Role; isSaid: boolean; isIgnored?: boolean };

/** How a list is read. */
export type Plan = { from?: ProgramName; program?: Program; columns: readonly Column[]; options: ListOptions };

/** Headers that may as well be those of a postal address, or of something else. */
const maybePostal = new Set(['adresse', 'address', 'subscriber', 'mail']);

/**
 * Decides what the columns of a list hold, from their names.
 * @throws UnreadableList if it is not of the given program, has no column of addresses, or an option names no column
 */
export function planOf(path: string, headers: readonly string[], options: ListOptions): Plan {
  const garbled = headers.find(header => /Ã[\u0080-\u00bf©®«»]|\ufffd/.test(header));
  if (garbled !== undefined)
    throw new UnreadableList(
      path,
      t('The column `%{header}` was saved in the wrong encoding.', { header: garbled.slice(0, 60) }),
      t('Export the list again, as UTF-8: its accents are lost in this file.'),
    );
  const from = options.from ?? programOf(headers);
  if (options.from !== undefined && !isExportOf(options.from, headers)) throw notFrom(path, headers, options.from);
  const program: Program | undefined = from && programs[from];
  const said = saidRoles(path, headers, options);
  const declaredRole = declaredRoles(options.fields);
  const columns = headers.map((header, at): Column => {
    const words = plainWords(header);
    const own = program?.columns ?? {};
    if (said.has(at)) return { at, header, role: said.get(at), isSaid: true, isIgnored: said.get(at) === undefined };
    if (Object.hasOwn(own, words)) return { at, header, role: own[words], isSaid: true };
    const declared = declaredRole(header);
    // What hebdo exports under the key of a field is that field; in JSON Lines, which may lack some keys, it is `fields.city`.
    if (declared !== undefined && (from === 'hebdo' || header.startsWith('fields.')))
      return { at, header, role: declared, isSaid: true };
    return { at, header, role: roleOf(header) ?? declared, isSaid: false };
  });
  return { from, program, columns: withoutPostal(path, columns), options };
}

/** The roles that `--map` and `--ignore` give, by column. */
function saidRoles(path: string, headers: readonly string[], { map = {}, ignore = [], fields = {} }: ListOptions) {
  const said = new Map<number, Role | undefined>();
  const places = (name: string): number[] => {
    const found = headers.flatMap((header, at) => (plainWords(header) === plainWords(name) ? [at] : []));
    if (found.length > 0) return found;
    throw new UnreadableList(
      path,
      t('There is no column `%{name}`. %{suggestion}', { name, suggestion: suggestion(name, headers) }),
      t('The first line reads %{headers}.', { headers: shown(headers) }),
    );
  };
  for (const [name, field] of Object.entries(map))
    for (const at of places(name))
      said.set(at, Object.hasOwn(fields, field) ? { kind: 'declared', key: field } : ownValue(mappable, field));
  for (const name of ignore) for (const at of places(name)) said.set(at, undefined);
  return said;
}

/** The columns, those of postal addresses without a role. @throws UnreadableList if none holds e-mail addresses */
function withoutPostal(path: string, columns: readonly Column[]): Column[] {
  const isAddress = ({ role }: Column): boolean => role?.kind === 'address';
  const isSure = (column: Column): boolean => column.isSaid || !maybePostal.has(plainWords(column.header));
  const addresses = columns.filter(isAddress);
  if (addresses.length === 0)
    throw new UnreadableList(
      path,
      t('No column holds addresses: the first line reads %{columns}.', {
        columns: shown(columns.map(({ header }) => header)),
      }),
      t(
        'The first line names the columns: email, name (or nom), language (or langue). If one of them holds the addresses: --map COLUMN=email.',
      ),
    );
  const hasSure = addresses.some(isSure);
  return columns.map(column =>
    isAddress(column) && hasSure && !isSure(column)
      ? { ...column, role: standingRole(plainWords(column.header)) }
      : column,
  );
}

const maxShownHeaders = 20;
const shown = (headers: readonly string[]): string =>
  headers
    .slice(0, maxShownHeaders)
    .map(header => `\`${header.slice(0, 40)}\``)
    .join(', ');

function notFrom(path: string, headers: readonly string[], from: ProgramName): UnreadableList {
  const { title, tells } = programs[from];
  const wanted = tells.map(columns => columns.map(column => `\`${column.replaceAll(' ', '_')}\``));
  const real = programOf(headers);
  const instead =
    real === undefined
      ? t('leave --from out for a plain list')
      : t('it looks like one of %{title}: --from %{program}', { title: programs[real].title, program: real });
  return new UnreadableList(
    path,
    t('This is not what %{title} exports: it has no columns %{wanted}.', {
      title,
      wanted: listed(
        wanted.slice(0, 3).map(columns => listed(columns, 'conjunction')),
        'disjunction',
      ),
    }),
    t('Export the list there as CSV, and do not change its first line; or %{instead}.', { instead }),
  );
}

/** The columns with a role, the surest first. */
export const columnsFor = ({ columns }: Plan, kind: Role['kind']): Column[] =>
  columns
    .filter(({ role }) => role?.kind === kind)
    .sort((a, b) => rankOf(kind, a.header) - rankOf(kind, b.header) || a.at - b.at);
