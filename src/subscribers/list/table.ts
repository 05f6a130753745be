import { extname } from 'node:path';
import { openCsv } from './csv.ts';
import { checkEncoding } from './encoding.ts';
import { openJsonLines } from './json-lines.ts';
import type { Table } from './line.ts';

/**
 * Opens a list: JSON Lines (`.jsonl`, `.ndjson`), else CSV with commas, semicolons, tabs or bars.
 * @param encoding that of the file, as `TextDecoder` names it; UTF-8 by default
 * @throws UnreadableList if it has another encoding, a line of more than a megabyte, or no columns
 */
export async function openTable(path: string, encoding = 'utf-8'): Promise<Table> {
  await checkEncoding(path, encoding);
  const isJson = ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase());
  return isJson ? openJsonLines(path, encoding) : openCsv(path, encoding);
}
