import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { parseJson } from '../source/json.ts';
import { type Problem, problemIn } from '../source/problem.ts';
import { addressHeaders, type FieldName, fields, recordOf } from '../store/subscribers/fields.ts';
import type { RawEntry } from './check-entry.ts';
import { type Origin, origins } from './origins.ts';

/** A line of a subscriber file: what it holds, or why it cannot be read. `line` counts from 1; `bytes` were read so far. */
type FileEntry = { line: number; bytes: number } & ({ raw: RawEntry } | { raw?: undefined; why: string });

/** The file is no list of subscribers, for the reason in `problem`. */
export class UnreadableList extends Error {
  readonly problem: Problem;
  constructor(file: string, message: string, hint: string, line = 1) {
    super(message);
    const span = { line, column: 1, endLine: line, endColumn: 1 };
    this.problem = problemIn(file, { rule: 'subscriber-file', severity: 'error', message, hint, span });
  }
}

/** The column of CSV to the field it holds. */
const columns = new Map<string, 'email' | FieldName>([
  ...addressHeaders.map(header => [header, 'email'] as const),
  ...fields.flatMap(({ name, label, headers }) => [label, ...headers].map(header => [header, name] as const)),
]);

/**
 * Reads a file of subscribers as a stream: CSV (comma, semicolon or tab, quotes, byte order mark, a line of column
 * names) or JSON Lines (`.jsonl`, `.ndjson`).
 * @param from the program whose export it is, if it is not a plain list
 * @throws UnreadableList if the file is not UTF-8, has no column of addresses, or has a quote that does not close
 */
export async function* readList(path: string, from?: Origin): AsyncGenerator<FileEntry> {
  await refuseOtherEncodings(path);
  if (from !== undefined) {
    const { columns: wanted, read } = origins[from];
    const header = (names: string[]) => exportHeader(path, from, names, wanted);
    for await (const { line, bytes, record } of readRecords(path, header)) yield { line, bytes, raw: read(record) };
  } else if (/\.(jsonl|ndjson)$/i.test(path)) yield* readJsonLines(path);
  else
    for await (const { line, bytes, record } of readRecords(path, names => headerOf(path, names)))
      yield {
        line,
        bytes,
        raw: { email: record.email ?? '', ...recordOf(fields, ({ name }) => [name, record[name]]) },
      };
}

/**
 * Reads a file of suppressed addresses: CSV with a column of addresses and, optionally, one of reasons.
 * @throws UnreadableList as `readList` does
 */
export async function* readSuppressions(
  path: string,
): AsyncGenerator<{ line: number; email: string; reason?: string }> {
  await refuseOtherEncodings(path);
  const reasons = ['reason', 'raison', 'why'];
  const header = (names: string[]) =>
    headerOf(path, names).map((column, i) =>
      reasons.includes(names[i]?.trim().toLowerCase() ?? '') ? 'reason' : column,
    );
  for await (const { line, record } of readRecords(path, header))
    yield { line, email: record.email ?? '', reason: record.reason };
}

type FileRecord = { line: number; bytes: number; record: Partial<Record<string, string>> };

const maxRecordCharacters = 100_000;

/** Reads a CSV file line by line. @param header gives the name of each column, or false for one that is ignored */
async function* readRecords(path: string, header: (names: string[]) => (string | false)[]): AsyncGenerator<FileRecord> {
  const parser = createReadStream(path).pipe(
    parse({
      bom: true,
      delimiter: await delimiterOf(path),
      columns: names => header(z.array(z.string()).parse(names)),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      max_record_size: maxRecordCharacters,
    }),
  );
  try {
    for await (const item of parser) {
      const { info, record } = csvRecord.parse(item);
      yield { line: info.lines, bytes: info.bytes, record };
    }
  } catch (cause) {
    if (cause instanceof UnreadableList) throw cause;
    const error = csvError.safeParse(cause);
    if (!error.success) throw cause;
    const hint = 'Look at the quotes near this line: each one that opens must close.';
    throw new UnreadableList(path, 'The file cannot be read as CSV from here on.', hint, error.data.lines);
  }
}

/** Removes the quote mark that keeps a spreadsheet from running a cell (see export.ts). */
const cell = z.string().transform(text => text.replace(/^'(?='*[=+\-@\t])/, ''));

const csvRecord = z.object({
  info: z.object({ lines: z.number(), bytes: z.number() }),
  record: z.record(z.string(), cell),
});
const csvError = z.object({ code: z.string().startsWith('CSV_'), lines: z.number().optional() });

/** The field of each column; a column that is no field is ignored. */
function headerOf(path: string, names: string[]): (string | false)[] {
  const header = names.map(name => columns.get(name.trim().toLowerCase()) ?? false);
  if (!header.includes('email'))
    throw new UnreadableList(
      path,
      `No column holds addresses: the first line reads ${names.map(name => `\`${name.slice(0, 40)}\``).join(', ')}.`,
      'The first line names the columns: email, name (or nom), language (or langue).',
    );
  return header;
}

/** The columns of another program's export, in lower case. */
function exportHeader(path: string, from: Origin, names: string[], wanted: readonly string[]): string[] {
  const header = names.map(name => name.trim().toLowerCase());
  if (!wanted.some(name => header.includes(name)))
    throw new UnreadableList(
      path,
      `This is not what ${from} exports: it has no column ${wanted.map(name => `\`${name}\``).join(' or ')}.`,
      'Export the list there as CSV, and do not change its first line; or leave --from out for a plain list.',
    );
  return header;
}

const maxHeaderBytes = 4_096;

/** The delimiter of columns: the most frequent of `,`, `;` and tab in the first line. */
async function delimiterOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxHeaderBytes), 0, maxHeaderBytes, 0);
    const [names = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
    const count = (sign: string): number => names.split(sign).length;
    return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0] ?? ',';
  } finally {
    await file.close();
  }
}

const textOrList = z.union([z.array(z.string()).transform(texts => texts.join(',')), z.string()]);

const jsonTexts = z.object(
  Object.fromEntries(
    fields.flatMap(field => {
      const value = 'isList' in field ? textOrList : z.string();
      return [field.label, ...field.keys].map(key => [key, value.nullish()]);
    }),
  ),
);
const jsonEntry = z.object({ email: z.string() }).and(jsonTexts);

async function* readJsonLines(path: string): AsyncGenerator<FileEntry> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  let line = 0;
  let bytes = 0;
  for await (const text of lines) {
    line++;
    bytes += Buffer.byteLength(text) + 1;
    if (text.trim() === '') continue;
    const parsed = jsonEntry.safeParse(parseJson(text.replace(/^\uFEFF/, '')));
    if (!parsed.success) {
      yield { line, bytes, why: 'the line is no JSON object with an `email`' };
      continue;
    }
    const { email, ...values } = parsed.data;
    const textOf = (keys: readonly string[]) => keys.map(key => values[key]).find(value => value != null) ?? undefined;
    const texts = recordOf(fields, ({ name, label, keys }) => [name, textOf([label, ...keys])]);
    yield { line, bytes, raw: { email, ...texts } };
  }
}

/** Bytes of a line, at most. A longer one would have to be held in memory whole. */
const maxLineBytes = 1024 * 1024;

/**
 * Latin-1 read as UTF-8 silently loses every accent, and a line without an end fills the memory: the whole file is looked at before
 * a line of it is used.
 */
async function refuseOtherEncodings(path: string): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const wrongEncoding = (line: number): UnreadableList =>
    new UnreadableList(
      path,
      'The file is not encoded in UTF-8 here.',
      'Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”); its accents would be lost otherwise.',
      line,
    );
  let line = 1;
  let lineBytes = 0;
  for await (const chunk of createReadStream(path)) {
    const bytes = z.instanceof(Buffer).parse(chunk);
    try {
      if (bytes.includes(0)) throw new TypeError('a NUL byte');
      decoder.decode(bytes, { stream: true });
    } catch {
      throw wrongEncoding(line + lineEnds(bytes.subarray(0, firstInvalid(bytes))));
    }
    const end = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13));
    lineBytes = end === -1 ? lineBytes + bytes.length : bytes.length - end - 1;
    line += lineEnds(bytes);
    if (lineBytes > maxLineBytes)
      throw new UnreadableList(
        path,
        'This line is longer than 1 MB.',
        'A list has one person per line: is this another kind of file, or was it saved without line ends?',
        line,
      );
  }
  try {
    // The last character may be cut off.
    decoder.decode();
  } catch {
    throw wrongEncoding(line);
  }
}

const lineEnds = (bytes: Buffer): number => bytes.filter(byte => byte === 10).length;

/** The offset in a chunk at which it stops being UTF-8. */
function firstInvalid(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  const at = text.search(/[\uFFFD\0]/);
  return at === -1 ? 0 : Buffer.byteLength(text.slice(0, at));
}
