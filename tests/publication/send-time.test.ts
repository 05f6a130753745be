import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mondayOf, sendTime } from '../../src/publication/send-time.ts';
import { isTimeZone } from '../../src/source/values.ts';

/** The moment of a `send_at` for the readers of a time zone. */
const instantOf = (send_at: string, timeZone: string, week = '2026-W48') =>
  sendTime({ send_at, week }, timeZone)?.in(timeZone);

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

describe('send_at by the clock of each reader', () => {
  const inZones = (send_at: string, zones: string[], week = '2026-W48') =>
    zones.map(zone => String(sendTime({ send_at, week }, 'Europe/Paris')?.in(zone)));

  it('is one moment a time zone, over the date line', () => {
    expect(
      inZones('2026-11-27 08:00 local', [
        'Europe/Paris',
        'America/Montreal',
        'Pacific/Kiritimati',
        'Pacific/Pago_Pago',
      ]),
    ).toEqual(['2026-11-27T07:00:00Z', '2026-11-27T13:00:00Z', '2026-11-26T18:00:00Z', '2026-11-27T19:00:00Z']);
  });

  it('is on the Monday of its week without a date, in a 53rd week too', () => {
    expect(inZones('08:00 local', ['Europe/Paris'])).toEqual(['2026-11-23T07:00:00Z']);
    expect(inZones('08:00 local', ['Europe/Paris', 'Pacific/Kiritimati'], '2026-W53')).toEqual([
      '2026-12-28T07:00:00Z',
      '2026-12-27T18:00:00Z',
    ]);
  });

  it('comes later where summer time skips it, and the first time where it comes twice', () => {
    expect(inZones('2026-03-29 02:30 local', ['Europe/Paris', 'Europe/London', 'Asia/Tokyo'])).toEqual([
      '2026-03-29T01:30:00Z',
      '2026-03-29T01:30:00Z',
      '2026-03-28T17:30:00Z',
    ]);
    expect(inZones('2026-10-25 02:30 local', ['Europe/Paris'])).toEqual(['2026-10-25T00:30:00Z']);
    // Lord Howe moves by half an hour.
    expect(inZones('2026-10-04 02:15 local', ['Australia/Lord_Howe'])).toEqual(['2026-10-03T15:45:00Z']);
  });

  it.each(['2026-11-27 08:00+01:00 local', '8:00 local', 'local', '2026-02-30 08:00 local', '25:00 local'])(
    'refuses %j',
    text => expect(instantOf(text, 'Europe/Paris')).toBeUndefined(),
  );

  it('is never more than 26 hours apart between two readers, and reads the same on every clock but in a gap', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const day = fc.date({
      min: new Date('2020-01-01T00:00Z'),
      max: new Date('2037-12-31T00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 23 }), fc.constantFrom(...zones), (date, hour, zone) => {
        const send_at = `${date.toISOString().slice(0, 10)} ${String(hour).padStart(2, '0')}:30 local`;
        const time = sendTime({ send_at, week: '2026-W48' }, 'Europe/Paris');
        const at = time?.in(zone).toZonedDateTimeISO(zone);
        const shown = at?.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
        // In a gap the clock shows up to an hour more.
        const hours =
          at === undefined ? 0 : Math.abs(at.epochMilliseconds - Number(time?.in('UTC').epochMilliseconds)) / 3_600_000;
        return hours <= 14 && (`${shown} local` === send_at || at?.startOfDay().hoursInDay !== 24);
      }),
    );
  });
});

describe('a time zone', () => {
  it('is a name of the IANA list, and no offset', () => {
    expect(['Europe/Paris', 'America/Montreal', 'Asia/Kolkata', 'UTC'].map(isTimeZone)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['+01:00', 'Mars/Olympus', '', 'Europe/Paris\r\n'].map(isTimeZone)).toEqual([false, false, false, false]);
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
