import { describe, expect, it } from 'vitest';
import { differ, sentences } from './helpers.ts';

/** What differs, by kind, with the words that are reported. Without words: the whole phrases. */
const different: Record<string, [french: string, english: string, reported?: string][]> = {
  numbers: [
    ['830 milliards', '380 billion'],
    ['830 milliards', '830 million'],
    ['830 milliards', '830'],
    ['1 000', '10,000'],
    ['3,5', '3.6'],
    ['12 lecteurs', '13 readers', '12 | 13'],
    ['12 lecteurs', 'readers', '12 | -'],
    ['des lecteurs', '12 readers', '- | 12'],
    ['soixante-dix', '60'],
    ['un million', '2 million'],
    ['n° 5', 'No. 6', '5 | 6'],
    ['2½', '2.6'],
    ['3/4', '3/5'],
    ['12 pages', 'three quarters of the pages', '12 | three quarters'],
    ['sept Suédois sur dix', 'six Swedes out of ten', 'sept | six'],
    ['un Français sur quatre', 'one French person in three', 'quatre | three'],
    ['les deux tiers du prix', 'a third of the price', 'deux tiers | a third'],
    ['la moitié du prix', 'a quarter of the price', 'moitié | a quarter'],
    ['3 minutes 20', '3 minutes and 30 seconds'],
    ['cinq heures et quart', 'four hours'],
    ['minuit et demi', 'half past one'],
    ['vingt-cinq salariés', 'twenty-four employees', 'vingt-cinq | twenty-four'],
    ['trois banques ferment', 'four banks close', 'trois | four'],
    ['un euro', 'one pound', 'un euro | one pound'],
    ['son mètre soixante-sept', '1.76 metres', 'mètre soixante-sept | 1.76 metres'],
    ['3 kg 200', '3.3 kg'],
    ['la quatre-vingt-onzième', 'the eighty-first', 'quatre-vingt-onzième | eighty-first'],
    ['l’article 49, alinéa 3', 'Article 49.2', '49, alinéa 3 | 49.2'],
    ['deux cents arbres', 'three hundred trees', 'deux cents | three hundred'],
    ['une vingtaine de lecteurs', 'about thirty readers', 'une vingtaine | thirty'],
    ['une centenaire', 'a 93-year-old', '- | 93-year'],
    ['12,5 mètres', '12,500 metres'],
    ['12,5', '12,500'],
    ['3 milliards de francs suisses', 'SFr3m'],
    ['Louis XIV', 'Louis XVI', 'XIV | XVI'],
    ['ouvert 6 jours sur 7', 'open 5 days a week', '6 jours sur 7 | 5 days'],
    ['les 16 dernières années', 'the last 15 years', '16 | 15 years'],
    ['à 3’20 du premier', '3min 30sec behind the leader', '3’20 | 3min 30sec'],
    ['1 500 m3', '1,600 cubic metres'],
    ['0,5 ‰', '0.6 per thousand'],
    ['de 40 à 190 francs suisses', 'at SFr40-180', '190 francs suisses | 180'],
    ['un euro dix le pain', 'bread at €1.20', 'un euro dix | €1.20'],
    ['à la 58e minute', 'on 85 minutes', '- | 85 minutes'],
    ['quatre jours et demi', 'a three-and-a-half-day week', 'quatre jours et demi | three-and-a-half-day'],
    ['neuf ans et demi', 'eight and a half'],
    ['une douzaine de lecteurs', 'half a dozen readers', 'une douzaine | half a dozen'],
    ['un demi-point', 'a quarter of a point'],
    ['25 points de base', '50 basis points'],
    ['Il finit en quatrième position.', 'He finished in third place.', 'quatrième | third'],
    ['la troisième hausse', 'the fourth rise', 'troisième | fourth'],
    ['55 nœuds', '55 kph'],
    ['24 °C', '24F'],
    ['24 °C', '23C'],
  ],
  percentages: [
    ['12,5 %', '12.6%'],
    ['12 pour cent', '21 percent'],
    ['12 %', '12 euros'],
    ['-20 %', '30% off', '-20 % | 30%'],
    ['2 points de pourcentage', '3 percentage points'],
    ['4 points', '4%'],
    ['4 %', '4 points'],
  ],
  'amounts of money': [
    ['12 €', '$12'],
    ['12 €', '£12'],
    ['12 €', '€13'],
    ['12 dollars', '12 euros'],
    ['12 M€', '€12bn'],
    ['12 M€', '$12m'],
    ['12 milliards de dollars', '12 billion euros'],
    ['80 centimes', '€0.90'],
    ['2,50 €', '€2.05'],
    ['2 € 50', '€2.60'],
    ['trois euros', 'three dollars'],
    ['100 francs', '€100'],
    ['100 couronnes', '100 euros'],
    ['85 centimes le kilo', '85 cents a pound', '85 centimes | 85 cents'],
    ['900 € par mois', '€900 a year', '900 € | €900'],
  ],
  times: [
    ['20 h', '7 pm'],
    ['8 heures', '8 pm'],
    ['18 h 30', '6.45 p.m.'],
    ['midi', '11 am'],
    ['minuit', '11 pm'],
    ['2 h', '2 pm'],
    ['de 14 à 16 h', '2 to 5 pm', '16 h | 5 pm'],
    ['20 h (heure de Paris)', '8.15 pm CET'],
  ],
  durations: [
    ['3 h 20', '3 hours and 25 minutes'],
    ['2 heures et 10 minutes', '2 hours and 20 minutes'],
    ['toutes les 80 minutes', 'every hour and a half', '80 minutes | every hour and a half'],
    ['90 minutes', 'an hour and three minutes', '90 minutes | an hour and three minutes'],
    ['trois semaines', 'two weeks'],
    ['18 mois', '18 years'],
    ['45 min', '45 seconds'],
    ['deux ans et demi', '3 years'],
    ['quinze jours', '3 weeks'],
  ],
  dates: [
    ['27 novembre', '28 November'],
    ['27 novembre', '27 December'],
    ['27 novembre 2026', '27 November 2027'],
    ['1er décembre', 'December 2'],
    ['14/12/2026', '15 December 2026'],
    ['du 27 au 29 novembre', 'November 27–30', '29 novembre | 30'],
    ['en 2026', 'in 2025', '2026 | 2025'],
    ['2026-2027', '2026–28', '2027 | 28'],
    ['novembre 2026', 'December 2026'],
    ['années 80', '1990s'],
    ['T3', 'Q2'],
    ['3e étage', 'fifth floor', '3e | fifth'],
    ['XXIe siècle', '20th century', 'XXIe | 20th'],
    ['en novembre', 'in December', 'novembre | December'],
  ],
  scores: [
    ['2-1', '2–0'],
    ['2-1', '3-1'],
    ['2 à 1', '2-2'],
    ['6-4, 6-3', '6–4, 6–2', '6-3 | 6–2'],
  ],
  units: [
    ['12 km', '12 miles'],
    ['12 kg', '12 g'],
    ['12 °C', '12 °F'],
    ['-3 °C', '3 °C'],
    ['100 mètres', '100 yards'],
    ['10 km', '9 miles'],
    ['16 Go', '16 MB'],
    ['16 Go', '16TB'],
    ['120 km/h', '120 mph'],
    ['12 pouces', '12 feet'],
    ['3 litres', '3 gallons'],
    ['12 MW', '12 GW'],
  ],
  names: [
    ['GPT-5', 'GPT-4'],
    ['A380', 'A350'],
    ['RTX 5090', 'RTX 5080', '5090 | 5080'],
    ['iOS 26.1', 'iOS 26.2', '26.1 | 26.2'],
    ['04 26 10 12 12', '+33 4 26 10 12 13'],
    ['1920 × 1080', '1920x1200'],
  ],
};

describe.each(Object.entries(different))('different %s', (_, pairs) => {
  it.each(pairs)('%s, not %s', (french, english, reported = `${french} | ${english}`) => {
    const mirrored = reported.split(' | ').reverse().join(' | ');
    for (const [inFrench, inEnglish] of sentences) {
      expect(differ(inFrench(french), 'fr', inEnglish(english), 'en')).toEqual([reported]);
      expect(differ(inEnglish(english), 'en', inFrench(french), 'fr')).toEqual([mirrored]);
    }
  });
});

describe('one difference', () => {
  it('does not shift the others', () => {
    expect(
      differ(
        'Le 27 novembre à 20 h, 12 lecteurs ont payé 3 € pour 45 pages, puis 7.',
        'fr',
        'On 27 November at 7 pm, 12 readers paid €3 for 46 pages, then 7.',
        'en',
      ),
    ).toEqual(['20 h | 7 pm', '45 | 46']);
  });

  it('is found beside a number that is missing', () => {
    expect(differ('Les 12, les 14 €, le 3 %.', 'fr', 'The 12, the 4%.', 'en')).toEqual(['14 € | -', '3 % | 4%']);
  });

  it('needs one match only if its number occurs twice', () => {
    expect(differ('12 ici et encore 12 là', 'fr', '12 here and there', 'en')).toEqual([]);
  });
});
