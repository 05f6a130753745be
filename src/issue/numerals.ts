/** The way a language writes numbers. */
export type Numerals = {
  decimal: ',' | '.';
  /** The characters that may separate groups of three digits. */
  group: string;
  multipliers: Record<string, number>;
  /** Numbers in letters, as far as translations use them where another language has digits. */
  letters: Record<string, number>;
  percent: string;
};

const french: Numerals = {
  decimal: ',',
  group: ' \u00a0\u202f.',
  // The long scale: a French billion is a million millions.
  multipliers: {
    ...scale({ mille: 1e3, million: 1e6, milliard: 1e9, Md: 1e9, billion: 1e12, trillion: 1e18 }),
    ...{ k: 1e3, 'k€': 1e3, M: 1e6, 'M€': 1e6, M$: 1e6, 'Md€': 1e9, Md$: 1e9 },
  },
  letters: {
    ...list('deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize', 2),
    ...tens('vingt trente quarante cinquante soixante'),
    cent: 100,
    mille: 1_000,
    ...scale({ dizaine: 10, douzaine: 12, quinzaine: 15, vingtaine: 20, trentaine: 30, quarantaine: 40 }),
    ...scale({ cinquantaine: 50, centaine: 100, millier: 1_000 }),
  },
  percent: 'pour ?cent',
};

const english: Numerals = {
  decimal: '.',
  group: ',',
  multipliers: scale({ thousand: 1e3, k: 1e3, million: 1e6, m: 1e6, billion: 1e9, bn: 1e9, trillion: 1e12 }),
  letters: {
    ...list('two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen', 2),
    ...list('seventeen eighteen nineteen', 17),
    ...tens('twenty thirty forty fifty sixty seventy eighty ninety'),
    ...scale({ dozen: 12, hundred: 100, thousand: 1_000 }),
  },
  percent: 'per ?cent',
};

/** The numerals of a language: French or English; other languages are read like English. */
export const numeralsOf = (language: string): Numerals => (language.startsWith('fr') ? french : english);

/** Adds the plural of each word. */
function scale(words: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([word, n]) => [[word, n], ...(word.length > 1 ? [[`${word}s`, n]] : [])]),
  );
}

function list(words: string, from: number): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word, i) => [word, from + i]));
}

function tens(words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word, i) => [word, 20 + 10 * i]));
}
