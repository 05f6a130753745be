import { describe, expect, it } from 'vitest';
import { differ } from './helpers.ts';
import { moreNews } from './more-news.ts';
import { news } from './news.ts';

const sentences = [...news, ...moreNews];

/** The text with one of its numbers changed, once for each number in digits. */
function mutations(text: string): string[] {
  return [...text.matchAll(/\d+/g)].map(([digits], i) => {
    const last = Number(digits.at(-1));
    let count = 0;
    return text.replace(/\d+/g, number => (count++ === i ? `${digits.slice(0, -1)}${(last + 3) % 10}` : number));
  });
}

describe('sentences of a newsletter', () => {
  it('are more than a hundred', () => {
    expect(sentences.length).toBeGreaterThan(100);
  });

  it.each(sentences)('%s', (french, english) => {
    expect(differ(french, 'fr', english, 'en')).toEqual([]);
    expect(differ(english, 'en', french, 'fr')).toEqual([]);
  });

  it('are reported at least 95 times of 100 if one of their numbers is changed', () => {
    const changed = sentences.flatMap(([french, english]) => [
      ...mutations(english).map(text => ({ text, found: differ(french, 'fr', text, 'en') })),
      ...mutations(french).map(text => ({ text, found: differ(text, 'fr', english, 'en') })),
    ]);
    const missed = changed.filter(({ found }) => found.length === 0).map(({ text }) => text);
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(0.05 * changed.length);
  });
});
