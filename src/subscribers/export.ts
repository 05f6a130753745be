import { ownValue } from '../source/own.ts';
import { addressHeaders, fields, recordOf } from '../store/subscribers/fields.ts';
import type { Subscriber, Subscribers } from '../store/subscribers/subscribers.ts';

const formats = ['csv', 'jsonl'] as const;
export type ListFormat = (typeof formats)[number];

/** Whether a text names a format that lists are exported in. */
export const isListFormat = (text: string): text is ListFormat => formats.some(format => format === text);

/**
 * Every subscriber as lines of CSV or JSON Lines, which `import` reads again. A stream: the list is never in memory.
 * @param declared the keys of the declared fields, which are columns of CSV; JSON has all that are stored
 */
export async function* exportSubscribers(
  subscribers: Subscribers,
  format: ListFormat,
  declared: readonly string[] = [],
): AsyncGenerator<string> {
  if (format === 'csv') yield csvRow([...addressHeaders.slice(0, 1), ...fields.map(({ label }) => label), ...declared]);
  for await (const subscriber of subscribers.all())
    yield format === 'csv' ? csvRow(cellsOf(subscriber, declared)) : `${JSON.stringify(jsonOf(subscriber))}\n`;
}

const jsonOf = (subscriber: Subscriber) => ({
  email: subscriber.address,
  ...recordOf(fields, ({ name, label }) => [label, subscriber[name]]),
  fields: subscriber.fields,
});

const cellsOf = (subscriber: Subscriber, declared: readonly string[]): string[] => [
  subscriber.address,
  ...fields.map(({ name }) => [subscriber[name] ?? ''].flat().join(';')),
  ...declared.map(key => ownValue(subscriber.fields ?? {}, key) ?? ''),
];

/** A line of CSV. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`;

const plainNumber = /^-?\d+(?:[.,]\d+)?$/;

/**
 * A cell of CSV (RFC 4180). A spreadsheet runs a cell that begins with = + - @, if it is no plain number: a quote mark before it
 * makes it text, and `import` removes the mark.
 */
function csvCell(text: string): string {
  const safe = /^'*[=+\-@\t]/.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\n\r']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
