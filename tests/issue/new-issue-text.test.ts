import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newIssue, nextFreeWeek, suggestSendAt, weekAfter } from '../../src/issue/new-issue-text.ts';
import { mondayOf } from '../../src/publication/send-time.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

describe('the next issue', () => {
  it.each([
    ['2026-W48', '2026-W49'],
    ['2026-W52', '2026-W53'],
    ['2026-W53', '2027-W01'],
    ['2025-W52', '2026-W01'],
  ])('after %s is %s', (week, next) => expect(weekAfter(week)).toBe(next));

  it('follows the newest, and is never before this week', () => {
    expect(nextFreeWeek(['2026-W47', '2026-W48'], day('2026-11-24'))).toBe('2026-W49');
    expect(nextFreeWeek(['2026-W10'], day('2026-11-24'))).toBe('2026-W48');
    expect(nextFreeWeek([], day('2027-01-01'))).toBe('2026-W53');
  });

  it('goes out on the usual weekday at the usual hour', () => {
    expect(suggestSendAt('2026-W49', [])).toBe('2026-12-04 08:00');
    expect(suggestSendAt('2026-W53', ['2026-11-26 18:30', '2026-11-19 18:30', '2026-11-13 08:00', 'nonsense'])).toBe(
      '2026-12-31 18:30',
    );
  });

  it('is in the week after, however far one goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), n => {
        const monday = day('2000-01-03').add({ weeks: n });
        const week = `${monday.yearOfWeek}-W${String(monday.weekOfYear).padStart(2, '0')}`;
        expect(String(mondayOf(weekAfter(week)))).toBe(String(monday.add({ days: 7 })));
      }),
    );
  });

  it('is a file with every field, those that are optional as comments', () => {
    const text = newIssue('2026-W49', '2026-12-04 08:00', ['fr', 'en', 'de']);
    expect(parse(text)).toMatchObject({ week: '2026-W49', status: 'draft', subject: { fr: '', en: '', de: '' } });
    const uncommented = text.replace(
      /^(\s*)# (?=(intro|outro|layout|categories|image|standfirst|body|pull_quote|source|comments|written_by| {2}\w\w):)/gm,
      '$1',
    );
    expect(Object.keys(parse(uncommented).articles[0])).toEqual([
      'id',
      'title',
      'url',
      'layout',
      'categories',
      'image',
      'standfirst',
      'body',
      'pull_quote',
      'source',
      'comments',
      'written_by',
    ]);
  });
});
