import type { Subscriber, Subscribers } from '../store/subscribers/subscribers.ts';

const formats = ['csv', 'jsonl'] as const;
export type ListFormat = (typeof formats)[number];
export const isListFormat = (text: string): text is ListFormat => formats.some(format => format === text);

/** Every subscriber as lines of CSV or JSON that `import` reads again, as a stream. */
export async function* exportSubscribers(subscribers: Subscribers, format: ListFormat): AsyncGenerator<string> {
  if (format === 'csv') yield 'email,name,language,status,since,tags,time_zone\n';
  for await (const subscriber of subscribers.all())
    yield format === 'csv' ? csvLine(subscriber) : `${JSON.stringify(jsonOf(subscriber))}\n`;
}

const jsonOf = ({ address, name, language, status, since, tags, timeZone }: Subscriber) => ({
  email: address,
  name,
  language,
  status,
  since,
  tags,
  time_zone: timeZone,
});

const csvLine = ({ address, name, language, status, since, tags, timeZone }: Subscriber): string =>
  csvRow([address, name ?? '', language, status, since, tags.join(';'), timeZone ?? '']);

/** A line of CSV. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`;

/**
 * A cell of CSV (RFC 4180). A spreadsheet would run a cell that begins with = + - @: a quote mark before it keeps it
 * text, and `import` takes the mark away again.
 */
function csvCell(text: string): string {
  const safe = /^'*[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n\r']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
