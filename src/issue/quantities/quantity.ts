/** A unit of measurement. Units of the same dimension can be converted. */
export type Unit = {
  dimension: string;
  /** How many base units of the dimension it has: a kilometre has 1000 metres. */
  factor: number;
  /** Conversions between two systems are rounded in texts: 10 km are 6 miles. */
  system?: 'imperial' | 'calendar';
};

/** A calendar date, as far as the text has it. `weekday` is 1 for Monday to 7 for Sunday. */
export type PartialDate = { day?: number; month?: number; year?: number; weekday?: number };

/** One meaning that a number in a text can have. */
export type Reading =
  /** `approximate`: the value is rounded, as `un tiers` for 33 %. `per`: what it is for, the kilo of `2 € le kilo`. */
  | { kind: 'amount'; value: number; unit?: Unit; approximate?: boolean; per?: readonly Unit[] }
  /** Minutes since midnight, in a time zone if the text names one. */
  | { kind: 'time'; value: number; zone?: string }
  | ({ kind: 'date' } & PartialDate)
  /** 1980 for `1980s`, 80 for `années 80`. */
  | { kind: 'decade'; value: number }
  | { kind: 'ordinal'; value: number }
  /** Two numbers of a result, the smaller first. */
  | { kind: 'score'; value: string }
  | { kind: 'phone'; value: string }
  /** A name with digits: `gpt5`. */
  | { kind: 'code'; value: string };

/** A number found in a text. It matches a number of the translation if one of its readings is equal to one of the other's. */
export type Quantity = {
  /** The words in the text. */
  words: string;
  /** The offset of the words in the text. */
  at: number;
  /** What it can mean, the likeliest first. */
  readings: Reading[];
  /** Further meanings that a number of the other text may match, but that need no match themselves. */
  also?: Reading[];
  /** It also matches where each of these has a match: `4/5` and `four of five`. */
  parts?: Reading[];
  /**
   * `digits` must have a match. Numbers in `letters` and what is often left out of a translation (`name`: scores,
   * phones, ordinals and codes) are reported only beside an unmatched number that is like them.
   */
  certainty: 'digits' | 'letters' | 'name';
  /** Whether it is a part of a whole: `trois quarts`, each number of `sept sur dix`. */
  isPart?: boolean;
  /** The number before its multiplier, and the word of the multiplier: 830 and `milliards`. */
  mantissa?: number;
  scale?: string;
  /** How the language of the text writes the number, if the decimal mark is that of another language. */
  ownForm?: string;
};
