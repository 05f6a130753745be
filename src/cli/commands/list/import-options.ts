import type { DeclaredFields } from '../../../publication/declared-fields.ts';
import { type DateOrder, dateOrders } from '../../../source/read-date.ts';
import { mappable } from '../../../subscribers/list/columns.ts';
import { isEncoding } from '../../../subscribers/list/encoding.ts';
import type { ListOptions } from '../../../subscribers/list/plan.ts';
import { isProgram, programNames } from '../../../subscribers/list/programs/programs.ts';
import { t } from '../../../wording/wording.ts';

/** The flags of `hebdo subscribers import`, as they are typed. */
export type ImportFlags = {
  from?: string;
  map?: string[];
  ignore?: string[];
  encoding?: string;
  dates?: string;
  left?: boolean;
  language?: string;
  dryRun?: boolean;
  yes?: boolean;
};

/** The options that the flags mean, or what is wrong with a flag. @param fields those that hebdo.yaml declares */
export function listOptions(
  flags: ImportFlags,
  fields: DeclaredFields,
): { options: ListOptions; why?: undefined } | { options?: undefined; why: string } {
  const { from, map = [], ignore, encoding, dates, left } = flags;
  if (from !== undefined && !isProgram(from))
    return { why: t('--from takes %{programs}.', { programs: programNames.join(', ') }) };
  if (encoding !== undefined && !isEncoding(encoding))
    return { why: t('--encoding takes a name such as utf-8, windows-1252 or utf-16le.') };
  const order = dateOrders.find(one => one === dates);
  if (dates !== undefined && order === undefined)
    return { why: t('--dates takes %{orders}: the order of day, month and year.', { orders: dateOrders.join(', ') }) };
  const known = [...Object.keys(mappable), ...Object.keys(fields)];
  const mapped: Record<string, string> = {};
  for (const text of map) {
    const at = text.lastIndexOf('=');
    const [column, field] = [text.slice(0, at), text.slice(at + 1)];
    if (at < 1 || !known.includes(field))
      return { why: t('--map takes COLUMN=FIELD. The fields are %{fields}.', { fields: known.join(', ') }) };
    mapped[column] = field;
  }
  const options: { dates?: DateOrder } & ListOptions = {
    from,
    map: mapped,
    ignore,
    encoding,
    dates: order,
    areLeft: left,
    fields,
  };
  return { options };
}
