import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameQuantity } from '../../../src/issue/quantities/compare.ts';
import { quantitiesIn } from '../../../src/issue/quantities/read.ts';

/** The values of all readings: of a date its day. */
const values = (text: string, language: string) =>
  quantitiesIn(text, language).flatMap(({ readings }) =>
    readings.map(reading => (reading.kind === 'date' ? reading.day : reading.value)),
  );

it.each(['cherche', 'cherchait', 'chercher', 'ont cherché'])('%s midi à quatorze heures counts nothing', verb => {
  expect(quantitiesIn(`Il ${verb} midi à quatorze heures.`, 'fr')).toEqual([]);
  expect(values(`Il ${verb} un chat de midi à quatorze heures.`, 'fr')).toContain(14 * 60);
});

describe('numbers, in French and English', () => {
  it.each([
    ['830 milliards de dollars', '$830 billion', 830e9],
    ['3,5 millions', '3.5 million', 3.5e6],
    ['1 000 milliards', 'a trillion, or 1,000 billion', 1e12],
    ['10 000 lecteurs', '10,000 readers', 10_000],
    ['5,2 M€', '€5.2m', 5.2e6],
    ['12 Md€', '€12bn', 12e9],
    ['une dizaine de milliards', 'ten billion', 10e9],
    ['à 21 h 40', 'at 9:40 p.m.', 1300],
    ['à 8h', 'at 8 a.m.', 480],
    ['le 27 novembre', 'November 27', 27],
    ['12,5 %', '12.5 percent', 12.5],
  ])('%s is %s', (french, english, value) => {
    expect(values(french, 'fr')).toContain(value);
    expect(values(english, 'en')).toContain(value);
  });

  it('know the months of a date in any language', () => {
    const months = (text: string, language: string) =>
      quantitiesIn(text, language).flatMap(({ certainty, readings: [first] }) =>
        first?.kind === 'date' && certainty === 'digits' ? [first.month] : [],
      );
    expect(months('le 1er décembre 2026 et en mars', 'fr')).toEqual([12]);
    expect(months('December 1, 2026; he may come', 'en')).toEqual([12]);
    expect(months('am 3. Oktober', 'de')).toEqual([10]);
    expect(months('el 3 de octubre', 'es')).toEqual([10]);
  });

  it('are no amounts in ordinals, links, code and names', () => {
    const amounts = (text: string, language: string) =>
      quantitiesIn(text, language).filter(({ certainty }) => certainty === 'digits');
    expect(amounts('le 1er, le 2e, https://x.y/2026/11, `42`, [a](https://x.y/3)', 'fr')).toEqual([]);
    expect(values('the 2nd of v2.5 and GPT-4', 'en')).not.toContain(4);
  });

  it('are the same however each language writes them', () => {
    const amount = fc.record({ whole: fc.integer({ min: 1, max: 999_999 }), tenth: fc.integer({ min: 0, max: 9 }) });
    const scales = fc.constantFrom(['', ''], [' millions', ' million'], [' milliards', ' billion']);
    fc.assert(
      fc.property(amount, scales, ({ whole, tenth }, [fr, en]) => {
        const written = (language: string) =>
          new Intl.NumberFormat(language, { minimumFractionDigits: tenth === 0 ? 0 : 1 }).format(whole + tenth / 10);
        const [a] = quantitiesIn(`${written('fr')}${fr}`, 'fr');
        const [b] = quantitiesIn(`${written('en')}${en}`, 'en');
        expect(a !== undefined && b !== undefined && sameQuantity(a, b)).toBe(true);
      }),
    );
  });

  it('stand where they are said to stand', () => {
    const texts = fc.array(
      fc.constantFrom(
        '12',
        ' ',
        '**',
        ' € ',
        'le ',
        '27 novembre',
        '\n',
        '\n\n',
        '`1`',
        '2–1',
        '20 h',
        '(',
        'GPT-5',
        '½',
      ),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom('fr', 'en', 'de'), (parts, language) => {
        const text = parts.join('');
        for (const { words, at } of quantitiesIn(text, language)) expect(text.slice(at, at + words.length)).toBe(words);
      }),
    );
  });
});

describe('a long text', () => {
  it.each(['1', '1 ', '1 000 ', '12 € ', 'un ', 'deux cent ', '27/11/', '20 h ', 'a-1', '-1', '1.', '+33 4 ', 'IV'])(
    'of many %j is read in linear time',
    part => {
      const text = part.repeat(Math.ceil(100_000 / part.length));
      const start = performance.now();
      for (const language of ['fr', 'en']) quantitiesIn(text, language);
      expect(performance.now() - start).toBeLessThan(10_000);
    },
  );
});
