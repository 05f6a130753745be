/** The names of months and weekdays of a language. Months are 1 to 12, weekdays 1 (Monday) to 7. */
export type CalendarNames = {
  months: ReadonlyMap<string, number>;
  weekdays: ReadonlyMap<string, number>;
  /** The names of both that are not abbreviated. */
  whole: ReadonlySet<string>;
};

const known = new Map<string, CalendarNames>();

/** The names of a language in small letters, in the forms used in dates, and their abbreviations without points. */
export function calendarNames(language: string): CalendarNames {
  const names = known.get(language) ?? readNames(language);
  known.set(language, names);
  return names;
}

function readNames(language: string): CalendarNames {
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', month: 'long', day: 'numeric', timeZone: 'UTC' });
  const nameOf = (type: 'month' | 'weekday', date: number): string =>
    format
      .formatToParts(date)
      .find(part => part.type === type)
      ?.value.toLowerCase() ?? '';
  const months = Array.from({ length: 12 }, (_, i) => nameOf('month', Date.UTC(2026, i, 2)));
  // 1 June 2026 is a Monday.
  const weekdays = Array.from({ length: 7 }, (_, i) => nameOf('weekday', Date.UTC(2026, 5, i + 1)));
  return {
    months: withAbbreviations(months),
    weekdays: withAbbreviations(weekdays),
    whole: new Set([...months, ...weekdays]),
  };
}

/** Numbers names from 1. An abbreviation has the first three to five letters, if no other name begins with them. */
function withAbbreviations(names: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  names.forEach((name, i) => {
    numbers.set(name, i + 1);
    for (let length = 3; length <= Math.min(5, name.length - 2); length++) {
      const short = name.slice(0, length);
      if (names.filter(other => other.startsWith(short)).length === 1) numbers.set(short, i + 1);
    }
  });
  return numbers;
}
