import { Temporal } from 'temporal-polyfill';
import { mondayOf } from '../../../publication/send-time.ts';
import { said, t } from '../../../wording/wording.ts';
import { pointAt } from '../../quantities/point-at.ts';
import type { Quantity } from '../../quantities/quantity.ts';
import { quantitiesOf } from '../../quantities/read.ts';
import { weekdayFault } from '../../quantities/weekdays.ts';
import type { Issue } from '../../schema.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

const copyright = /(?:©|\(c\)|copyright)[\s\u00a0]{0,3}(?:(?:19|20)\d{2}\s?[-–]\s?)?((?:19|20)\d{2})(?!\d)/giu;

/** The last year of each copyright notice in a text: 2026 of `© 2019-2026`. */
export const copyrightYears = (text: string): string[] =>
  [...text.matchAll(copyright)].flatMap(([, year]) => year ?? []);

/** Reports the year of a copyright notice that is over, and a date of these days with the year before. */
export const oldYear: Rule = {
  id: 'old-year',
  severity: 'warning',
  doc: {
    finds: 'a copyright notice of an earlier year, or a date around the issue with the number of the last year',
    why: 'The letter looks forgotten, or readers look for the wrong day.',
    wrong: 'outro: © 2025 Example Media   # in an issue of 2026',
    right: 'outro: © 2026 Example Media',
  },
  find({ issue }) {
    const year = issue.week.slice(0, 4);
    const notices = ['intro', 'outro'].flatMap(key =>
      wordingsOf(issue, 'markdown')
        .filter(({ path }) => path[0] === key)
        .flatMap(({ path, text }) =>
          [...text.matchAll(copyright)]
            .filter(([, found = year]) => found < year)
            .map(
              ([words, found = '']): Finding => ({
                path,
                words,
                ...said('The notice is of %{found}, and the issue of %{year}.', { found, year }),
                hint: t('Write the present year.'),
              }),
            ),
        ),
    );
    return [...notices, ...oldDatesIn(issue)];
  },
};

/** Days after the issue's Monday within which a deadline of the last year is a slip: `avant le 31 décembre 2025`. */
const maxDeadlineDays = 45;
const deadline =
  /(?:avant le|jusqu['’]au|d['’]ici(?: au| le)?|sauf le|à partir du|dès le|au plus tard le|before|by|until|till|from|except(?: on)?|no later than)[\s\u00a0]{1,12}$/i;

/** Days before and after the issue's Monday within which a date of the last year is more likely a slip than a memory. */
const maxDays = 16;
/** Words that say that the last year is meant. */
const memory =
  /an dernier|ann[ée]e derni[èe]re|an pass[ée]|il y a un an|un an plus t[ôo]t|anniversaire|last year|a year (?:ago|earlier|before)|one year|anniversary/i;

function oldDatesIn(issue: Issue): Finding[] {
  const monday = mondayOf(issue.week);
  if (monday === undefined) return [];
  const isOld = (text: string, { readings: [reading], at }: Quantity): boolean => {
    if (reading?.kind !== 'date' || reading.day === undefined || reading.month === undefined) return false;
    const { day, month, year, weekday } = reading;
    // The rule `weekday` reports a date whose weekday does not fit.
    if (year === undefined || (weekday !== undefined && weekdayFault(reading, monday, []) !== undefined)) return false;
    const nextYear = { year: year + 1, month, day };
    const days = monday.until(Temporal.PlainDate.from(nextYear, { overflow: 'constrain' }), { largestUnit: 'days' });
    return (
      Math.abs(days.days) <= maxDays ||
      (days.days > 0 && days.days <= maxDeadlineDays && deadline.test(text.slice(Math.max(0, at - 40), at)))
    );
  };
  const quantitiesIn = quantitiesOf(issue);
  return wordingsOf(issue, 'line', 'markdown').flatMap(({ path, text, language }): Finding[] =>
    language === undefined || memory.test(text)
      ? []
      : quantitiesIn(text, language)
          .filter(quantity => isOld(text, quantity))
          .map(quantity => ({
            path,
            ...pointAt(text, quantity),
            ...said('`%{words}` is about a year before this issue.', { words: quantity.words }),
            hint: t('Write the present year, or ignore this rule on the line.'),
          })),
  );
}
