import { describe, expect, it } from 'vitest';
import { checkTimeZone } from '../../src/store/subscribers/field-checks.ts';

describe('a time zone in a list', () => {
  it.each([
    ['America/New_York', 'America/New_York'],
    [' europe/paris ', 'Europe/Paris'],
    ['America/New York', 'America/New_York'],
    ['america_slash_los_angeles', 'America/Los_Angeles'],
    ['(GMT-05:00) Eastern Time (US & Canada)', 'America/New_York'],
    ['(UTC+01:00) Paris', 'Europe/Paris'],
    ['Romance Standard Time', 'Europe/Paris'],
    ['Montreal', undefined],
    ['São Paulo', undefined],
    ['Sao Paulo', 'America/Sao_Paulo'],
    ['US/Eastern', 'US/Eastern'],
    ['UTC', 'UTC'],
    ['', ''],
  ])('`%s` is %s', (text, zone) => {
    const { part, why } = checkTimeZone(text);
    expect(part?.timeZone ?? (why === undefined ? '' : undefined)).toBe(zone);
  });

  it.each(['+01:00', 'GMT+1', '(GMT+01:00)', 'constructor', 'x'.repeat(500)])('`%s` names none', text => {
    expect(checkTimeZone(text).why).toContain('is not a time zone');
  });
});
