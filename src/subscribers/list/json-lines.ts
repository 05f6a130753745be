import { createInterface } from 'node:readline';
import { z } from 'zod';
import { parseJson } from '../../source/json.ts';
import { textStream } from './encoding.ts';
import { type Line, type Table, UnreadableList } from './line.ts';

/** More keys than this are no fields of people. */
const maxKeys = 1_000;

const jsonObject = z.record(z.string(), z.unknown());

/** A value as a cell. A list is written with commas. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(cellOf).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The values of an object by key; those of an object within as `outer.inner`, besides the whole. */
function cellsOf(values: Record<string, unknown>): Map<string, string> {
  const cells = new Map<string, string>();
  for (const [key, value] of Object.entries(values)) {
    cells.set(key, cellOf(value));
    const inner = jsonObject.safeParse(Array.isArray(value) ? undefined : value);
    if (inner.success) for (const [name, one] of Object.entries(inner.data)) cells.set(`${key}.${name}`, cellOf(one));
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
        'The lines have more than 1,000 different keys.',
        'Is this a list of people?',
        line,
      );
  }
  if (keys.size === 0)
    throw new UnreadableList(
      path,
      'No line is a JSON object.',
      'JSON Lines has one object on each line, such as {"email": "ann@example.com"}, and no brackets around them.',
    );
  const headers = [...keys];
  return {
    headers,
    async *lines(): AsyncGenerator<Line> {
      for await (const { line, bytes, cells } of records())
        if (cells === undefined) yield { line, bytes, why: 'the line is no JSON object' };
        else yield { line, bytes, cells: headers.map(key => cells.get(key) ?? '') };
    },
  };
}
