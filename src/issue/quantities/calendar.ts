/** The names of months and weekdays of a language. Months are 1 to 12, weekdays 1 (Monday) to 7. */
export type CalendarNames = {
  months: ReadonlyMap<string, number>;
  /** The months that are not abbreviated. */
  longMonths: ReadonlySet<string>;
  weekdays: ReadonlyMap<string, number>;
};

/** Abbreviations that editors use and `Intl` does not. */
const furtherMonths: Record<string, Record<string, number>> = {
  fr: { jan: 1, fév: 2, févr: 2, avr: 4, juil: 7, sept: 9, sep: 9, aout: 8, fevrier: 2, decembre: 12, dec: 12 },
  en: { sept: 9 },
};

const known = new Map<string, CalendarNames>();

/** The names of a language in small letters, in the forms used in dates, long and short, without final points. */
export function calendarNames(language: string): CalendarNames {
  const names = known.get(language) ?? {
    months: new Map([
      ...namesOf(language, 'month', 'short'),
      ...Object.entries(furtherMonths[language.slice(0, 2)] ?? {}),
      ...namesOf(language, 'month', 'long'),
    ]),
    longMonths: new Set(namesOf(language, 'month', 'long').keys()),
    weekdays: new Map([...namesOf(language, 'weekday', 'short'), ...namesOf(language, 'weekday', 'long')]),
  };
  known.set(language, names);
  return names;
}

function namesOf(language: string, type: 'month' | 'weekday', form: 'short' | 'long'): Map<string, number> {
  const format = new Intl.DateTimeFormat(language, { [type]: form, day: 'numeric', timeZone: 'UTC' });
  return new Map(
    Array.from({ length: type === 'month' ? 12 : 7 }, (_, i) => {
      // 1 June 2026 is a Monday.
      const date = type === 'month' ? Date.UTC(2026, i, 2) : Date.UTC(2026, 5, i + 1);
      const name = format.formatToParts(date).find(part => part.type === type)?.value ?? '';
      return [name.toLowerCase().replace(/\.$/, ''), i + 1];
    }),
  );
}
