import type { Unit } from '../quantity.ts';

/** The way a language writes numbers, dates and times. All words are in small letters. */
export type LanguageWords = {
  decimal: ',' | '.';
  /** Whether the language's numbers in letters are known. */
  isKnown: boolean;
  /** Numbers in letters that can be added to each other: `vingt`, `deux`. */
  letters: ReadonlyMap<string, number>;
  /** What multiplies the number before it: `cent`, `mille`, `dizaine`. */
  multipliers: ReadonlyMap<string, number>;
  /** Multipliers that can stand without a number: `cent`, `mille`. */
  bareMultipliers: ReadonlySet<string>;
  /** Multipliers after a number in digits or letters: `milliards`. */
  scales: ReadonlyMap<string, number>;
  /** Articles that can mean one: `un`, `a`. */
  articles: ReadonlySet<string>;
  /** The word between parts of a number: `vingt et un`. */
  and: string;
  /** `demi`, `half`. */
  halves: ReadonlySet<string>;
  /** The denominators of fractions: `tiers`, `quarts`. */
  fractions: ReadonlyMap<string, number>;
  /** Words that mean a number by themselves: `twice`, `moitié`. */
  values: ReadonlyMap<string, number>;
  /** Persons by the decade of their age: `octogénaire`. */
  ages: ReadonlyMap<string, number>;
  ordinals: ReadonlyMap<string, number>;
  ordinalSuffixes: ReadonlySet<string>;
  /** A word can have several units: `pounds`. Units of several words are joined by spaces. */
  units: ReadonlyMap<string, readonly Unit[]>;
  /** The words between a number and its unit: `2 millions de dollars`. */
  of: readonly string[];
  /** Words before a clock time without its unit: `vers 20`, `by 8`. */
  beforeTime: ReadonlySet<string>;
  /** Words between the two numbers of a range. */
  rangeWords: ReadonlySet<string>;
  /** Words between the two numbers of a part: `4 sur 5`. */
  ratioWords: ReadonlySet<string>;
  /** Parts of the day after a time, and of which half of the day their hours are. */
  partsOfDay: ReadonlyMap<string, 'am' | 'pm'>;
  /** Clock times with a name, in minutes since midnight. */
  middays: ReadonlyMap<string, number>;
  /** `eighties`, `quatre vingt` after `années`. */
  decades: ReadonlyMap<string, number>;
  /** Days with a name: their day and month. */
  holidays: ReadonlyMap<string, readonly [day: number, month: number]>;
  /** Other words that a quantity can begin with. */
  furtherStarters: readonly string[];
};

/** `zero one two` from 0: each word with its number. */
export const counted = (words: string, from: number, step = 1): [string, number][] =>
  words.split(' ').map((word, i) => [word, from + i * step]);

/** Each word of a list with the same value. */
export const each = <V>(words: string, value: V): [string, V][] => words.split(' ').map(word => [word, value]);
