import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, mondayOf } from '../../src/publication/schedule.ts';

describe('send_at', () => {
  it('is in the time zone of the publication unless it bears an offset', () => {
    expect(String(instantOf('2026-11-27 08:00', 'Europe/Paris'))).toBe('2026-11-27T07:00:00Z');
    expect(String(instantOf('2026-07-03 08:00', 'Europe/Paris'))).toBe('2026-07-03T06:00:00Z');
    expect(String(instantOf('2026-11-27 08:00+05:30', 'Europe/Paris'))).toBe('2026-11-27T02:30:00Z');
    expect(String(instantOf('2026-11-27T08:00Z', 'Europe/Paris'))).toBe('2026-11-27T08:00:00Z');
  });

  it('does not exist in the hour that summer time skips', () => {
    expect(instantOf('2026-03-29 02:30', 'Europe/Paris')).toBeUndefined();
  });

  it('is the earlier of two in the hour that comes twice', () => {
    expect(String(instantOf('2026-10-25 02:30', 'Europe/Paris'))).toBe('2026-10-25T00:30:00Z');
  });

  it.each(['2026-02-30 08:00', '2026-11-27', '27/11/2026 08:00', '2026-11-27 25:00', ''])('refuses %j', text => {
    expect(instantOf(text, 'Europe/Paris')).toBeUndefined();
  });
});

describe('ISO weeks', () => {
  it.each([
    ['2026-W01', '2025-12-29'],
    ['2026-W48', '2026-11-23'],
    ['2026-W53', '2026-12-28'],
    ['2027-W01', '2027-01-04'],
  ])('%s begins on %s', (week, monday) => expect(String(mondayOf(week))).toBe(monday));

  it.each(['2025-W53', '2026-W00', '2026-W54', '2026-48', 'x'])('%s is none', week => {
    expect(mondayOf(week)).toBeUndefined();
  });

  it('always begin on a Monday', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1970, max: 2200 }), fc.integer({ min: 1, max: 52 }), (year, number) => {
        const monday = mondayOf(`${year}-W${String(number).padStart(2, '0')}`);
        expect(monday?.dayOfWeek).toBe(1);
        expect(monday?.weekOfYear).toBe(number);
      }),
    );
  });
});
