import { mondayOf } from '../../../publication/send-time.ts';
import { said, t } from '../../../wording/wording.ts';
import { pointAt } from '../../quantities/point-at.ts';
import type { PartialDate, Quantity } from '../../quantities/quantity.ts';
import { quantitiesOf } from '../../quantities/read.ts';
import { isDay, type WeekdayFault, weekdayFault } from '../../quantities/weekdays.ts';
import type { Issue } from '../../schema.ts';
import { type Translation, translationsOf, wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';
import { differingDays } from './undated-weekdays.ts';

/** Reports weekdays that do not fit their date. */
export const weekday: Rule = {
  id: 'weekday',
  severity: 'warning',
  doc: {
    finds: 'a weekday that does not fit its date, or that differs between the languages, and a day that no month has',
    why: "Readers come on the wrong day. A date without a year is taken as the one nearest to the issue's week.",
    wrong: 'fr: lundi 27 novembre 2026   # it is a Friday',
    right: 'fr: vendredi 27 novembre 2026',
  },
  find({ issue, publication }) {
    const wrong = wrongWeekdays(issue);
    const isReported = (path: Finding['path']): boolean => wrong.some(finding => String(finding.path) === String(path));
    const differing = translationsOf(issue, publication.languages, 'line', 'markdown')
      .filter(({ path, from }) => !isReported(path) && !isReported([...path.slice(0, -1), from]))
      .flatMap(translation => {
        const dated = differingWeekdays(translation, quantitiesOf(issue));
        return dated.length > 0 ? dated : differingDays(translation);
      });
    return [...wrong, ...differing];
  },
};

function wrongWeekdays(issue: Issue): Finding[] {
  const monday = mondayOf(issue.week);
  if (monday === undefined) return [];
  const quantitiesIn = quantitiesOf(issue);
  return wordingsOf(issue, 'line', 'markdown').flatMap(({ path, language, text }) => {
    if (language === undefined) return [];
    const quantities = quantitiesIn(text, language);
    const years = quantities.flatMap(({ readings }) =>
      readings.flatMap(one => (one.kind === 'date' ? (one.year ?? []) : [])),
    );
    return quantities.flatMap((quantity): Finding[] => {
      const [reading] = quantity.readings;
      if (reading?.kind === 'date' && !isDay(reading))
        return [
          {
            path,
            ...pointAt(text, quantity),
            ...said('`%{words}`: there is no such day.', { words: inLine(quantity) }),
            hint: t('Correct the day or the month.'),
          },
        ];
      const date = weekdayDate(quantity);
      const fault = date && weekdayFault(date, monday, years);
      if (date === undefined || fault === undefined) return [];
      const hint =
        fault.fittingYear === undefined
          ? t('Correct the weekday or the date.')
          : t('In %{year} the weekday fits: correct the year or the weekday.', { year: String(fault.fittingYear) });
      return [{ path, ...pointAt(text, quantity), ...messageOf(quantity, date, fault), hint }];
    });
  });
}

function messageOf(quantity: Quantity, { weekday = 1, day = 1 }: PartialDate, { date }: WeekdayFault): Message {
  const words = inLine(quantity);
  return date === undefined
    ? said("`%{words}`: no %{weekday} near the issue's week falls on day %{day}.", {
        words,
        weekday: nameOf(weekday),
        day,
      })
    : said('`%{words}`: %{date} is a %{weekday}.', { words, date: String(date), weekday: nameOf(date.dayOfWeek) });
}

type Message = Pick<Finding, 'message' | 'values'>;

/** Equal days whose weekdays differ. */
function differingWeekdays(
  { path, from, source, to, text }: Translation,
  quantitiesIn: ReturnType<typeof quantitiesOf>,
): Finding[] {
  const originals = quantitiesIn(source, from).filter(weekdayDate);
  return quantitiesIn(text, to).flatMap((quantity): Finding[] => {
    const date = weekdayDate(quantity);
    const original = date && originals.find(other => isSameDay(weekdayDate(other), date));
    if (date === undefined || original === undefined) return [];
    if (originals.some(other => weekdayDate(other)?.weekday === date.weekday && isSameDay(weekdayDate(other), date)))
      return [];
    return [
      {
        path,
        ...pointAt(text, quantity),
        other: { path: [...path.slice(0, -1), from], ...pointAt(source, original) },
        ...said('`%{here}` here, `%{there}` in `%{from}`.', { here: inLine(quantity), there: inLine(original), from }),
        hint: t('Make both say the same.'),
      },
    ];
  });
}

/** The date of a quantity, if it has a weekday. */
const weekdayDate = ({ readings: [first] }: Quantity): PartialDate | undefined =>
  first?.kind === 'date' && first.weekday !== undefined && first.day !== undefined ? first : undefined;

const isSameDay = (a: PartialDate | undefined, b: PartialDate): boolean =>
  a?.day === b.day && (a?.month === undefined || b.month === undefined || a.month === b.month);

const nameOf = (day: number): string =>
  [t('Monday'), t('Tuesday'), t('Wednesday'), t('Thursday'), t('Friday'), t('Saturday'), t('Sunday')][day - 1] ?? '';

const inLine = ({ words }: Quantity): string => words.replace(/\s+/g, ' ');
