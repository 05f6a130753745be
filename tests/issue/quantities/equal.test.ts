import { describe, expect, it } from 'vitest';
import { equalAmounts } from './equal-amounts.ts';
import { idioms } from './equal-idioms.ts';
import { siblings } from './equal-siblings.ts';
import { equalTimes } from './equal-times.ts';
import { differ, sentences } from './helpers.ts';

const equal = { ...equalAmounts, ...equalTimes, siblings, idioms };

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

describe('links and addresses', () => {
  it('are not compared', () => {
    const french = 'Voir [12 pages](https://a.example/fr/2026), www.a.example/1, a.example/fr/34 ou jo12@a.example';
    const english = 'See [12 pages](https://a.example/en/2027), www.a.example/2, a.example/en/56 or jo13@a.example';
    expect(differ(french, 'fr', english, 'en')).toEqual([]);
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
    ['le 27 novembre à 20 h, 12,50 €', 'de', 'am 27. November um 20 Uhr, 12,50 €'],
    ['2 millions de lecteurs', 'es', '2 millones de lectores'],
  ])('%s = (%s) %s', (french, language, text) => {
    const found = differ(french, 'fr', text, language).filter(difference => difference !== '12 | -');
    expect(found).toEqual([]);
  });
});
