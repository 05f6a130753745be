import { type Options, parse } from 'csv-parse';
import { parse as parseAll } from 'csv-parse/sync';
import { z } from 'zod';
import { t } from '../../wording/wording.ts';
import { roleOf } from './columns.ts';
import { textStream } from './encoding.ts';
import { type Table, UnreadableList } from './line.ts';

const maxRecordCharacters = 100_000;
const sampleCharacters = 64_000;
const sampleLines = 40;
const delimiters = [',', ';', '\t', '|'];

/** A quote inside a cell without quotes is a quote; line ends may be of any system, or mixed. */
const options: Options = {
  bom: true,
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
  trim: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: maxRecordCharacters,
};

const csvRecord = z.object({ info: z.object({ lines: z.number(), bytes: z.number() }), record: z.array(z.string()) });
const csvError = z.object({ code: z.string().startsWith('CSV_'), lines: z.number().optional() });

/** Opens a list in CSV. @throws UnreadableList if it is empty */
export async function openCsv(path: string, encoding: string): Promise<Table> {
  const sample = await beginningOf(path, encoding);
  // Spreadsheets read the delimiter from such a first line.
  const said = /^"?sep=(.)"?(?:\r\n?|\n|$)/i.exec(sample)?.[1];
  const delimiter = said ?? likelyDelimiter(sample);
  const from = said === undefined ? 1 : 2;
  async function* records(skipped: number): AsyncGenerator<{ line: number; bytes: number; cells: string[] }> {
    let number = 0;
    const source = textStream(path, encoding);
    const parser = source.pipe(parse({ ...options, delimiter, from_line: from, info: true }));
    source.on('error', cause => parser.destroy(cause));
    try {
      for await (const item of parser) {
        if (++number <= skipped) continue;
        const { info, record } = csvRecord.parse(item);
        yield { line: info.lines, bytes: info.bytes, cells: record };
      }
    } catch (cause) {
      throw unreadable(path, cause);
    } finally {
      source.destroy();
    }
  }
  let headers: string[] | undefined;
  for await (const { cells } of records(0)) {
    headers = cells;
    break;
  }
  if (headers === undefined)
    throw new UnreadableList(
      path,
      t('The file is empty.'),
      t('The first line names the columns: email, name, language.'),
    );
  return { headers, lines: () => records(1) };
}

async function beginningOf(path: string, encoding: string): Promise<string> {
  const decoder = new TextDecoder('utf-8');
  let text = '';
  for await (const chunk of textStream(path, encoding)) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(z.instanceof(Buffer).parse(chunk), { stream: true });
    if (text.length >= sampleCharacters) break;
  }
  return text.slice(0, sampleCharacters).replace(/^\ufeff/, '');
}

/** The delimiter with which the beginning of a file is most like a table: a column of addresses, and lines of one length. */
function likelyDelimiter(sample: string): string {
  const scored = delimiters.map(delimiter => {
    const records = recordsOf(sample, delimiter);
    const [header = []] = records;
    const hasAddress = header.some(name => roleOf(name)?.kind === 'address');
    const alike = records.filter(({ length }) => length === header.length).length / Math.max(1, records.length);
    return { delimiter, score: header.length < 2 ? 0 : (hasAddress ? 1_000 : 0) + alike * 100 + header.length };
  });
  return scored.sort((a, b) => b.score - a.score)[0]?.delimiter ?? ',';
}

/** The first records of a text that may be cut off: as many lines as can be parsed. */
function recordsOf(sample: string, delimiter: string): string[][] {
  for (const lines of [sampleLines, 1])
    try {
      return z.array(z.array(z.string())).parse(parseAll(sample, { ...options, delimiter, to_line: lines }));
    } catch {
      // A quote that does not close within these lines.
    }
  return [];
}

const remedies: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: t('Look at the quotes near this line: each one that opens must close.'),
  CSV_MAX_RECORD_SIZE: t(
    'The cells of one line have more than 100,000 characters: is there a quote that does not close?',
  ),
};

/** An error of the parser as a problem with its line; any other error as it is. */
function unreadable(path: string, cause: unknown): unknown {
  const error = csvError.safeParse(cause);
  if (!error.success) return cause;
  const { code, lines } = error.data;
  const hint = remedies[code] ?? t('Open it in a spreadsheet and save it as CSV again.');
  return new UnreadableList(path, t('The file cannot be read as CSV from here on.'), hint, lines);
}
