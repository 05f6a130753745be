import { describe, expect, it } from 'vitest';
import { quantitiesIn } from '../../../src/issue/quantities/read.ts';

const formsOf = (text: string, language: string) =>
  quantitiesIn(text, language).flatMap(({ ownForm }) => (ownForm === undefined ? [] : [ownForm]));

describe('an amount with the marks of another language', () => {
  it.each([
    ['fr', 'à €2.10', '2,10 €'],
    ['fr', 'à 2.10 €', '2,10 €'],
    ['fr', 'un prototype à €80', '80 €'],
    ['fr', 'à $1.5', '1,5 $'],
    ['fr', '12.5 % des voix', '12,5'],
    ['fr', '1.5 million de lecteurs', '1,5'],
    ['fr', '3.5 km', '3,5'],
    ['fr', 'pour €2,500', '2 500 €'],
    ['fr', '1,234,567 euros', '1 234 567 €'],
    ['en', 'at 2,10 €', '€2.10'],
    ['en', '€2,10', '€2.10'],
    ['en', 'fined 3,000 €', '€3,000'],
    ['en', 'a 12€ menu', '€12'],
    ['en', 'about 5 $ a day', '$5'],
    ['en', '12,5% of votes', '12.5'],
    ['en', '1.234.567 euros', '€1,234,567'],
  ])('(%s) %s is written %s', (language, text, form) => {
    expect(formsOf(text, language)).toEqual([form]);
  });

  it.each([
    ['fr', 'iOS 26.1, version 2.5, article 49.3, USB 3.2, 192.168.0.1, le 27.11.2026'],
    ['fr', '2,10 €, 12,5 %, 1,5 million, 10.000 euros, 2,500 kg, 04.26.10.12.12'],
    ['fr', 'la 2.5 est sortie ; à 18.30 h ; Python 3.14 arrive'],
    ['en', '€2.10, 12.5%, 2,500 euros, 1,234.5 km, in 2026, 300 euros'],
    ['en', 'In 2026 €5 bought 3 loaves; from 5 to €7; €12, $5 and £3; 2026: $4'],
    ['en', 'version 2,5 of it; 1,2 and 3; 6.30 pm'],
    ['de', '2,10 € und 1.234,5 km'],
  ])('is none in (%s) %s', (language, text) => {
    expect(formsOf(text, language)).toEqual([]);
  });
});
