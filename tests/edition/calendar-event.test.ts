import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { calendarFile } from '../../src/edition/calendar-event.ts';
import { compileWebVersion } from '../../src/email/compile.ts';
import { compiled, edition, first, issueYaml, newsletterWith, problemsOf } from '../helpers/newsletter.ts';

const week = '2026-W40';
const starts = Temporal.Instant.from('2026-12-04T17:30:00Z');
const ends = starts.add({ minutes: 90 });

describe('the file of an event', () => {
  it('has what RFC 5545 asks for, in UTC', () => {
    const { content, filename } = calendarFile(
      { title: 'Soirée; entrée, vin', starts, ends, place: 'Lyon\n3e' },
      'a.example',
    );
    expect(content.split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//hebdo//EN',
      'BEGIN:VEVENT',
      expect.stringMatching(/^UID:[0-9a-f]{16}@a\.example$/),
      'DTSTAMP:20261204T173000Z',
      'DTSTART:20261204T173000Z',
      'DTEND:20261204T190000Z',
      'SUMMARY:Soirée\\; entrée\\, vin',
      'LOCATION:Lyon\\n3e',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
    expect(filename).toMatch(/^[0-9a-f]{16}\.ics$/);
  });

  it('has lines of at most 75 octets, which unfold to what was written, and no property that a text could forge', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), title => {
        const { content } = calendarFile({ title, starts, ends }, 'a.example');
        const lines = content.split('\r\n');
        for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        const unfolded = content.replaceAll('\r\n ', '').split('\r\n');
        expect(unfolded).toHaveLength(12);
        const written = title.replace(/\r?\n/g, '\n').replace(/[^\P{Cc}\n]/gu, ' ');
        const read = unfolded[8]?.replace(/\\([\\;,n])/g, (_, char) => (char === 'n' ? '\n' : char));
        expect(read).toBe(`SUMMARY:${written}`);
      }),
    );
  });
});

describe('an event of an issue', () => {
  const withEvent = (event: string) => newsletterWith({ [`issues/${week}.yaml`]: issueYaml(week, `event: ${event}`) });

  it('is in HTML and plain text, with a link to its file beside the web version', async () => {
    const folder = await withEvent(
      '{ title: { fr: Le café des lecteurs, en: Readers’ café }, starts: 2026-12-04 18:30, place: Lyon, url: https://cafe.example.com }',
    );
    const { compileContext } = await compiled(folder, week);
    const { edition: french, email, locale } = await edition(folder, 'fr', week);
    const { value } = await compileWebVersion(compileContext, french, locale);
    const file = value?.images.find(({ contentType }) => contentType === 'text/calendar');
    const link = `https://news.example.com/${week}/images/${file?.filename}`;
    expect(email.html).toContain(`href="${link}"`);
    expect(email.text).toContain(link);
    expect(email.text).toMatch(/vendredi 4\u00a0décembre 2026.*18:30 · Lyon/);
    expect(value?.html).toContain(`href="../images/${file?.filename}"`);
    expect(file?.bytes.toString()).toContain('DTSTART:20261204T173000Z');
    expect(email.images).toEqual([]);
    expect(first(french.event === undefined ? [] : [french.event]).title.text).toBe('Le café des lecteurs');
  });

  it.each(['7:30', '2026-12-04', '2026-02-30 10:00', '04/12/2026 18:30'])('cannot begin at %s', async time => {
    const problems = await problemsOf(await withEvent(`{ title: Un café, starts: "${time}" }`), week);
    expect(problems.map(({ message }) => message)).toContain('This is not a date and time.');
  });
});
