import { said, t } from '../../../wording/wording.ts';
import { blocksOf } from '../../language/blocks.ts';
import { calendarNames } from '../../quantities/calendar.ts';
import type { Translation } from '../../texts.ts';
import { placeAt, proseOf } from '../prose.ts';
import type { Finding } from '../rule.ts';

/** Weekdays of a paragraph that are compared. A paragraph with more is a programme. */
const maxWeekdays = 6;

/**
 * The weekday that differs between a paragraph and its translation: `samedi soir` and `Sunday night`. Both must name as many
 * days, and all but one must be equal, so that another order or another way of wording is no difference.
 */
export function differingDays({ path, from, source, to, text }: Translation): Finding[] {
  const [originals, blocks] = [blocksOf(source), blocksOf(text)];
  if (originals.length !== blocks.length) return [];
  return blocks.flatMap((block, i): Finding[] => {
    const ours = weekdaysIn(block.text, to);
    if (ours.length === 0 || ours.length > maxWeekdays) return [];
    const theirs = weekdaysIn(originals[i]?.text ?? '', from);
    const [first, ...more] = ours.flatMap((day, at) => (day.weekday === theirs[at]?.weekday ? [] : [at]));
    if (ours.length !== theirs.length || first === undefined || more.length > 0) return [];
    const [here, there] = [ours[first], theirs[first]];
    if (here === undefined || there === undefined) return [];
    const placeIn = (whole: string, part: string, { words, at }: Weekday) => ({
      words,
      ...placeAt(whole, Math.max(0, whole.indexOf(part.split('\n')[0] ?? '')) + at, words),
    });
    return [
      {
        path,
        ...placeIn(text, block.text, here),
        other: { path: [...path.slice(0, -1), from], ...placeIn(source, originals[i]?.text ?? '', there) },
        ...said('`%{here}` here, `%{there}` in `%{from}`.', { here: here.words, there: there.words, from }),
        hint: t('Make both say the same.'),
      },
    ];
  });
}

type Weekday = { weekday: number; words: string; at: number };

/** Days with a name of their own, and newspapers: the other language may name them otherwise. */
const named: Readonly<Record<string, RegExp>> = {
  fr: /(?:journal du |super |cyber |cyber-)(?:dimanche|mardi|lundi)|(?:vendredi (?:saint|noir|13|treize)|mardi gras|mercredi des cendres|jeudi (?:noir|de l'ascension)|(?:lundi|dimanche) de (?:pâques|pentecôte)|dimanche des rameaux)(?!\p{L})/giu,
  en: /(?:black|cyber|giving|good|ash|shrove|easter|palm|super|maundy|fat|bloody|whit) (?:mon|tues|wednes|thurs|fri|sun)day|(?:sunday (?:times|mirror|telegraph|roast)|friday (?:the 13th|night lights)|wednesday addams)/giu,
};

/** The weekdays that a text names, in order, by their full names. English ones have a capital; French ones only where a sentence begins. */
function weekdaysIn(text: string, language: string): Weekday[] {
  const primary = language.split('-')[0] ?? language;
  const own = named[primary];
  if (own === undefined) return [];
  const { weekdays, whole } = calendarNames(language);
  const prose = proseOf(text)
    .replaceAll('’', "'")
    .replace(own, hidden => '\u0000'.repeat(hidden.length));
  return [...prose.matchAll(/(?<![\p{L}\p{N}-])(?:\p{L}{3,6}(?:di|day)|dimanche)s?(?![\p{L}-])/giu)].flatMap(
    ({ 0: words, index: at }): Weekday[] => {
      const name = words.toLowerCase().replace(/s$/, '');
      const weekday = whole.has(name) ? weekdays.get(name) : undefined;
      const hasCapital = /^\p{Lu}/u.test(words);
      const isFirst = /(?:^|[.!?…:;«“"*(\n-])[\s\u00a0\u202f]{0,3}$/u.test(prose.slice(Math.max(0, at - 4), at));
      return weekday === undefined || (primary === 'en' ? !hasCapital : hasCapital && !isFirst)
        ? []
        : [{ weekday, words, at }];
    },
  );
}
