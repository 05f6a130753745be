import { describe, expect, it } from 'vitest';
import { twoTranslations } from '../../../src/issue/rules/translation/two-translations.ts';
import { problemsIn } from './findings.ts';

type Pair = { fr: string; en: string };

/** An issue of one article per pair of titles, and the pairs that the first article has in other fields. */
const issueOf = (titles: readonly Pair[], fields: Record<string, Pair> = {}, top = ''): string =>
  `week: 2026-W48
status: ready
subject: Hebdo
${top}articles:
${titles
  .map(
    ({ fr, en }, i) => `  - id: a${i}
    url: https://news.example.com/${i}
    title: { fr: ${JSON.stringify(fr)}, en: ${JSON.stringify(en)} }
${
  i > 0
    ? ''
    : Object.entries(fields)
        .map(([name, pair]) => `    ${name}: { fr: ${JSON.stringify(pair.fr)}, en: ${JSON.stringify(pair.en)} }\n`)
        .join('')
}`,
  )
  .join('')}`;

const foundIn = async (...parts: Parameters<typeof issueOf>): Promise<string[]> =>
  (await problemsIn(twoTranslations, issueOf(...parts))).map(({ at }) => at);

describe('a text that stands twice in French', () => {
  const lyon = { fr: 'Le siège à Lyon', en: 'The head office in Lyon' };

  it.each<[string, Pair]>([
    ['in other words', { fr: 'Le siège à Lyon', en: 'The seat in Lyon' }],
    ['whatever its typography', { fr: 'Le siège, à « Lyon »', en: 'The seat in Lyon' }],
  ])('and differs in English is reported: %s', async (_, other) => {
    expect(await foundIn([lyon, other])).toEqual(['The seat in Lyon']);
  });

  it.each<[string, Pair[]]>([
    ['is translated in one way', [lyon, lyon]],
    ['differs in punctuation only', [lyon, { fr: 'Le siège à Lyon', en: 'the head office, in Lyon!' }]],
    [
      'is one word',
      [
        { fr: 'Portrait', en: 'A portrait' },
        { fr: 'Portrait', en: 'Profile' },
      ],
    ],
    ['is another text', [lyon, { fr: 'Le siège de Lyon', en: 'The siege of Lyon' }]],
  ])('and %s is not reported', async (_, titles) => {
    expect(await foundIn(titles)).toEqual([]);
  });

  it('may be another subject than title', async () => {
    expect(await foundIn([lyon], {}, 'preheader: { fr: "Le siège à Lyon", en: "Where the head office is" }\n')).toEqual(
      [],
    );
  });

  it('points at the first translation too', async () => {
    const [problem] = await problemsIn(twoTranslations, issueOf([lyon, { fr: 'Le siège à Lyon', en: 'The seat' }]));
    expect(problem?.marks?.map(({ words }) => words)).toEqual(['The seat', 'The head office in Lyon']);
  });
});

describe('a pull quote', () => {
  const title = { fr: 'Un titre', en: 'A title' };
  const body = {
    fr: 'La banque ouvre la nuit, dit-il. **La clé est sous le [paillasson](https://a.example), comme toujours.** Il rit.',
    en: 'The bank opens at night, he says. **The key is under the [mat](https://a.example), as always.** He laughs.',
  };

  it.each<[Pair, string]>([
    [
      { fr: 'La clé est sous le paillasson, comme toujours', en: 'The key lies below the mat as ever' },
      'The key lies below the mat as ever',
    ],
    [
      { fr: 'La clé reste cachée sous un paillasson', en: 'The key is under the mat, as always.' },
      'La clé reste cachée sous un paillasson',
    ],
  ])('that is in the text of one language only is reported: %j', async (quote, at) => {
    expect(await foundIn([title], { body, pull_quote: quote })).toEqual([`"${at}"`]);
  });

  it.each<Pair>([
    { fr: 'La clé est sous le paillasson, comme toujours !', en: '“The key is under the mat, as always”' },
    { fr: 'La clé reste cachée sous un paillasson', en: 'The key remains hidden under some mat' },
    { fr: 'Il rit', en: 'He is laughing' },
  ])('that is in both texts, in none, or short is not: %j', async quote => {
    expect(await foundIn([title], { body, pull_quote: quote })).toEqual([]);
  });
});
