import { createInterface } from 'node:readline';
import { z } from 'zod';
import { parseJson } from '../../source/json.ts';
import { t } from '../../wording/wording.ts';
import { textStream } from './encoding.ts';
import { type Line, type Table, UnreadableList } from './line.ts';

/** More keys than this are no fields of people. */
const maxKeys = 1_000;

const jsonObject = z.record(z.string(), z.unknown());

/** Levels of objects within objects that are read. */
const maxDepth = 5;
/** Keys of objects that hold further fields: see `Role`. */
const attributeKeys = /^(?:attributes|attribs|data|metadata)$/i;

/**
 * The values of an object as cells, by key; those of an object within as `outer.inner`. A list is written with commas; of a list of
 * objects, the values of each key.
 */
export function cellsOf(value: unknown, key = '', depth = 0, cells = new Map<string, string>()): Map<string, string> {
  if (depth > maxDepth) return cells;
  const inner = jsonObject.safeParse(typeof value === 'object' && !Array.isArray(value) ? value : undefined);
  if (inner.success) {
    if (attributeKeys.test(key)) cells.set(key, JSON.stringify(value));
    for (const [name, one] of Object.entries(inner.data))
      cellsOf(one, key === '' ? name : `${key}.${name}`, depth + 1, cells);
  } else if (Array.isArray(value)) for (const one of value) cellsOf(one, key, depth + 1, cells);
  else if (value !== null && value !== undefined) {
    const before = cells.get(key);
    cells.set(key, before === undefined ? String(value) : `${before},${value}`);
  }
  return cells;
}

/** Opens a list in JSON Lines: an object on each line. Its headers are the keys of all lines. */
export async function openJsonLines(path: string, encoding: string): Promise<Table> {
  async function* records(): AsyncGenerator<{ line: number; bytes: number; cells?: Map<string, string> }> {
    const input = textStream(path, encoding);
    let line = 0;
    let bytes = 0;
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      bytes += Buffer.byteLength(text) + 1;
      if (text.trim() === '') continue;
      const parsed = jsonObject.safeParse(parseJson(text.replace(/^\ufeff/, '')));
      yield { line, bytes, cells: parsed.success ? cellsOf(parsed.data) : undefined };
    }
  }
  const keys = new Set<string>();
  for await (const { line, cells } of records()) {
    for (const key of cells?.keys() ?? []) keys.add(key);
    if (keys.size > maxKeys)
      throw new UnreadableList(
        path,
        t('The lines have more than 1,000 different keys.'),
        t('Is this a list of people?'),
        line,
      );
  }
  if (keys.size === 0)
    throw new UnreadableList(
      path,
      t('No line is a JSON object.'),
      t('JSON Lines has one object on each line, such as {"email": "ann@example.com"}, and no brackets around them.'),
    );
  const headers = [...keys];
  return {
    headers,
    async *lines(): AsyncGenerator<Line> {
      for await (const { line, bytes, cells } of records())
        if (cells === undefined) yield { line, bytes, why: t('the line is not a JSON object') };
        else yield { line, bytes, cells: headers.map(key => cells.get(key) ?? '') };
    },
  };
}
