import { describe, expect, it } from 'vitest';
import { equalAmounts } from './equal-amounts.ts';
import { siblings } from './equal-siblings.ts';
import { equalTimes } from './equal-times.ts';
import { differ, sentences } from './helpers.ts';

const equal = { ...equalAmounts, ...equalTimes, siblings };

describe.each(Object.entries(equal))('equal %s', (_, pairs) => {
  it.each(pairs)('%s = %s', (french, english) => {
    for (const [inFrench, inEnglish] of sentences) {
      expect(differ(inFrench(french), 'fr', inEnglish(english), 'en')).toEqual([]);
      expect(differ(inEnglish(english), 'en', inFrench(french), 'fr')).toEqual([]);
    }
  });
});

describe('lists', () => {
  it('are equal whether they are ordered or not', () => {
    expect(differ('1. la soupe\n2. le pain\n\n3) le vin', 'fr', '- soup\n- bread\n- wine', 'en')).toEqual([]);
  });
});

describe('languages whose words are not known', () => {
  it.each([
    ['830 milliards de dollars', 'de', '830 Milliarden Dollar'],
    ['3,5 %', 'de', '3,5 %'],
    ['12 lecteurs', 'de', 'zwölf Leser'],
    ['le 3 octobre', 'de', 'am 3. Oktober'],
    ['1 234,5', 'de', '1.234,5'],
    ['20 h 30', 'es', '20:30'],
  ])('%s = (%s) %s', (french, language, text) => {
    const found = differ(french, 'fr', text, language).filter(difference => difference !== '12 | -');
    expect(found).toEqual([]);
  });
});
