import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';

/** An event as a calendar takes it. */
export type CalendarEvent = {
  title: string;
  starts: Temporal.Instant;
  ends: Temporal.Instant;
  place?: string;
  url?: string;
};

/** A file for calendar programs. Its name changes with its content, so that it can be cached for ever. */
export type CalendarFile = { filename: string; content: string };

/** Octets of a line (RFC 5545 section 3.1), without its end. */
const maxLineBytes = 75;

/**
 * The file of an event (RFC 5545), the same for the same event.
 * @param domain the right side of the event's id
 */
export function calendarFile({ title, starts, ends, place, url }: CalendarEvent, domain: string): CalendarFile {
  const properties = [
    `DTSTART:${utc(starts)}`,
    `DTEND:${utc(ends)}`,
    `SUMMARY:${escaped(title)}`,
    ...(place === undefined ? [] : [`LOCATION:${escaped(place)}`]),
    ...(url === undefined ? [] : [`URL:${url.replace(/[\r\n]/g, '')}`]),
  ];
  const id = createHash('sha256').update(properties.join('\n')).digest('hex').slice(0, 16);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//hebdo//EN',
    'BEGIN:VEVENT',
    `UID:${id}@${domain}`,
    // When the event was written: its beginning, so that the file stays the same.
    `DTSTAMP:${utc(starts)}`,
    ...properties,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return { filename: `${id}.ics`, content: lines.map(line => `${folded(line)}\r\n`).join('') };
}

const utc = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');

/** A text value (RFC 5545 section 3.3.11). */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r?\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ');

/** A line in parts of at most 75 octets, which never split a character. */
function folded(line: string): string {
  let out = '';
  let bytes = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (bytes + size > maxLineBytes) {
      out += '\r\n ';
      bytes = 1;
    }
    out += char;
    bytes += size;
  }
  return out;
}
