import { describe, expect, it } from 'vitest';
import { issuePath, namedWeek } from '../../src/issue/issue-files.ts';

const now = new Date('2026-11-24T10:00:00Z');

describe('the week of an issue', () => {
  it.each([
    ['2026-W48', '2026-W48'],
    ['issues/2026-W48.yaml', '2026-W48'],
    ['issues\\2026-W48.yaml', '2026-W48'],
    ['W48', '2026-W48'],
    ['w48', '2026-W48'],
    ['50', '2026-W50'],
    ['1', '2027-W01'],
    ['W53', '2026-W53'],
    ['30', '2026-W30'],
    ['notes', 'notes'],
    ['99', '99'],
  ])('that a user types as %s is %s', (typed, week) => {
    expect(namedWeek(typed, now)).toBe(week);
  });

  it('names the file', () => {
    expect(issuePath('issues/2026-W48.yaml')).toBe('issues/2026-W48.yaml');
    expect(issuePath('.\\issues\\2026-W48.yaml')).toBe('issues/2026-W48.yaml');
    expect(issuePath('2026-W48')).toBe('issues/2026-W48.yaml');
  });
});
