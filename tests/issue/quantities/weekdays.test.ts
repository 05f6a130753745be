import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { quantitiesIn } from '../../../src/issue/quantities/read.ts';
import { weekdayFault } from '../../../src/issue/quantities/weekdays.ts';

/** Of 2026-W48. */
const monday = Temporal.PlainDate.from('2026-11-23');

/** The right date of a phrase whose weekday is wrong; `never` if no month near the week has it, `right` if it is right. */
function judge(phrase: string, language = 'fr', years: number[] = []): string {
  const dates = quantitiesIn(phrase, language).flatMap(({ readings: [first] }) =>
    first?.kind === 'date' ? [first] : [],
  );
  const [fault] = dates.flatMap(date => weekdayFault(date, monday, years) ?? []);
  return fault === undefined ? 'right' : (fault.date?.toString() ?? 'never');
}

describe('a weekday beside another year', () => {
  it('is wrong if the date is of this week and the year is to come', () => {
    expect(judge('samedi 27 novembre', 'fr', [2027])).toBe('2026-11-27');
  });

  it('is right if an anniversary names a year that is over', () => {
    expect(judge('samedi 27 novembre', 'fr', [2021])).toBe('right');
  });
});

describe('a weekday', () => {
  it.each([
    ['lundi 27 novembre 2026', '2026-11-27'],
    ['lundi 27 novembre', '2026-11-27'],
    ['vendredi 27 novembre 2025', '2025-11-27'],
    ['mardi 1er décembre 2027', '2027-12-01'],
    ['le mardi 30', 'never'],
    ['du jeudi 26 au samedi 27 novembre', '2026-11-27'],
    ['mardi 5 janvier 2026', '2026-01-05'],
    ['lundi 5 janvier', '2027-01-05'],
  ])('is wrong: %s', (phrase, date) => {
    expect(judge(phrase)).toBe(date);
  });

  it.each([
    ['Monday, November 27, 2026', '2026-11-27'],
    ['Monday 27 November', '2026-11-27'],
    ['Monday the 27th of November', '2026-11-27'],
    ['Mon 27 Nov 2026', '2026-11-27'],
    ['on Tuesday 30th', 'never'],
    ['on Tuesday 30.', 'never'],
  ])('is wrong: %s', (phrase, date) => {
    expect(judge(phrase, 'en')).toBe(date);
  });

  it.each([
    'vendredi 27 novembre 2026',
    'vendredi 27 novembre',
    'lundi 30',
    'jeudi 26 et vendredi 27',
    'mardi 5 janvier',
    'mardi 1er décembre',
    'mardi 14 juillet',
    'jeudi 9 novembre 1989',
    'vendredi 13',
    'lundi 30 lecteurs sont venus',
    'mardi 8 heures',
    'mardi 8 h 30',
    'mardi, 30 % des lecteurs',
    'lundi 31 novembre 2026',
    'le 27 novembre 2026',
  ])('is right, or cannot be judged: %s', phrase => {
    expect(judge(phrase)).toBe('right');
  });

  it.each([
    'Friday 27 November',
    'Monday 30 people came',
    'Friday the 13th',
    'Tuesday 8 pm',
    'sun 30',
    'Tuesday 30% came',
  ])('is right, or cannot be judged: %s', phrase => {
    expect(judge(phrase, 'en')).toBe('right');
  });

  it('may be of another year that the text names', () => {
    expect(judge('jeudi 9 novembre', 'fr', [])).toBe('2026-11-09');
    expect(judge('jeudi 9 novembre', 'fr', [1989])).toBe('right');
  });

  it('says in which year it would be right', () => {
    expect(weekdayFault({ weekday: 5, day: 27, month: 11, year: 2025 }, monday, [])?.fittingYear).toBe(2026);
    expect(weekdayFault({ weekday: 1, day: 27, month: 11, year: 2025 }, monday, [])?.fittingYear).toBeUndefined();
  });
});
