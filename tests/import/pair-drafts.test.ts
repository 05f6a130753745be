import { describe, expect, it } from 'vitest';
import { type Pairable, pairDrafts } from '../../src/import/pair-drafts.ts';

const image = (src: string) => ({ src, alt: '' });
const pairsOf = (first: Pairable[], second: Pairable[], options = {}) =>
  pairDrafts(first, second, options).pairs.map(([a, b]) => [first.indexOf(a), second.indexOf(b)]);

describe('the same article in two languages', () => {
  it.each<[string, Pairable, Pairable]>([
    [
      'the translation that a page names',
      { url: 'https://a.example/chat', alternates: ['https://a.example/en/cat/'] },
      { url: 'https://www.a.example/en/cat' },
    ],
    ['the same link', { url: 'https://a.example/x?utm_source=fr' }, { url: 'https://a.example/x' }],
    ['the language in the path', { url: 'https://a.example/fr/x/1' }, { url: 'https://a.example/en/x/1' }],
    ['the language of one only', { url: 'https://a.example/x/1' }, { url: 'https://a.example/en/x/1' }],
    ['the language in the host', { url: 'https://fr.a.example/x' }, { url: 'https://en.a.example/x' }],
    ['the language as a parameter', { url: 'https://a.example/x?lang=fr' }, { url: 'https://a.example/x?lang=en-GB' }],
    ['the language before the ending', { url: 'https://a.example/x.fr.html' }, { url: 'https://a.example/x.en.html' }],
    [
      'the same image',
      { url: 'https://a.example/chat', image: image('https://cdn.example/1.jpg?w=600') },
      { url: 'https://a.example/cat', image: image('https://cdn.example/1.jpg?w=1200') },
    ],
    ['the same slug', { url: 'https://a.example/2026/gpt-5-6' }, { url: 'https://b.example/news/gpt-5-6.html' }],
    [
      'the same source',
      { url: 'https://a.example/chat', source: { name: 'S', url: 'https://s.example/9' } },
      { url: 'https://a.example/cat', source: { name: 'S', url: 'https://s.example/9' } },
    ],
    [
      'the same comments',
      { url: 'https://a.example/chat', comments: { url: 'https://a.example/7#comments', count: 2 } },
      { url: 'https://a.example/cat', comments: { url: 'https://a.example/7#comments', count: 3 } },
    ],
    [
      'the same image in another size',
      { url: 'https://a.example/chat', image: image('https://cdn.example/1-1024x683.jpg') },
      { url: 'https://a.example/cat', image: image('https://cdn.example/1.jpg') },
    ],
    [
      'the language at the end of the slug',
      { language: 'fr', url: 'https://a.example/gpt-fr' },
      { language: 'en', url: 'https://a.example/gpt-en/' },
    ],
    [
      'the same minute',
      { url: 'https://a.example/chat', date: new Date('2026-10-02T08:00:05Z') },
      { url: 'https://a.example/cat', date: new Date('2026-10-02T08:00:41Z') },
    ],
  ])('is known by %s', (_, first, second) => {
    const others = [{ url: 'https://a.example/autre' }, { url: 'https://a.example/encore' }];
    expect(pairsOf([...others, first], [second, { url: 'https://a.example/else' }])).toEqual([[2, 0]]);
  });

  it.each<[string, Pairable, Pairable]>([
    [
      'one page names another as its translation',
      { url: 'https://a.example/fr/guide-long', alternates: ['https://a.example/en/winter'] },
      { url: 'https://a.example/en/guide-long' },
    ],
    [
      'each page names another, and both appeared in the same minute',
      { url: 'https://a.example/un', alternates: ['https://a.example/one'], date: new Date('2026-10-02T08:00Z') },
      { url: 'https://a.example/two', alternates: ['https://a.example/deux'], date: new Date('2026-10-02T08:00Z') },
    ],
    [
      'they only have the same day',
      { url: 'https://a.example/un', date: new Date('2026-10-02') },
      { url: 'https://a.example/two', date: new Date('2026-10-02') },
    ],
    [
      'they have the same minute, and different images',
      { url: 'https://a.example/un', image: image('https://cdn.example/1.jpg'), date: new Date('2026-10-02T08:00Z') },
      { url: 'https://a.example/two', image: image('https://cdn.example/2.jpg'), date: new Date('2026-10-02T08:00Z') },
    ],
    [
      'a parameter names the image',
      { url: 'https://a.example/un', image: image('https://cdn.example/image?id=1') },
      { url: 'https://a.example/two', image: image('https://cdn.example/image?id=2') },
    ],
  ])('is none where %s', (_, first, second) => {
    expect(pairsOf([first], [second])).toEqual([]);
  });

  it('is known although the page names the beginning of the site as its translation', () => {
    const first = { url: 'https://a.example/fr/x/1', alternates: ['https://a.example/en/'] };
    expect(pairsOf([first], [{ url: 'https://a.example/en/x/1' }])).toEqual([[0, 0]]);
  });

  it('is none where a third has the same sign', () => {
    const logo = image('https://cdn.example/logo.png');
    expect(
      pairsOf(
        [{ url: 'https://a.example/a', image: logo }],
        [
          { url: 'https://a.example/b', image: logo },
          { url: 'https://a.example/c', image: logo },
        ],
      ),
    ).toEqual([]);
  });

  it('is none by the address of a site, or by nothing at all', () => {
    expect(pairsOf([{ url: 'https://a.example/fr/' }], [{ url: 'https://a.example/en/' }])).toEqual([]);
    expect(pairsOf([{}], [{}])).toEqual([]);
  });

  it('takes the surest sign first, and leaves the rest in order', () => {
    const a = { url: 'https://a.example/fr/1', image: image('https://cdn.example/2.jpg') };
    const b = { url: 'https://a.example/en/1', image: image('https://cdn.example/1.jpg') };
    const c = { url: 'https://a.example/en/other', image: image('https://cdn.example/2.jpg') };
    const { pairs, first, second } = pairDrafts([a], [c, b]);
    expect([pairs, first, second]).toEqual([[[a, b]], [], [c]]);
  });
});

describe('two editions of one newsletter', () => {
  const french = ['chat', 'chien', 'vache'].map(name => ({ url: `https://a.example/${name}` }));
  const english = ['cat', 'dog', 'cow'].map(name => ({ url: `https://a.example/${name}` }));

  it('pair by position when they are equally long', () => {
    expect(pairsOf(french, english, { byPosition: true })).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(pairsOf(french, english)).toEqual([]);
    expect(pairsOf(french, english.slice(1), { byPosition: true })).toEqual([]);
  });

  it('do not where another sign shows another order', () => {
    const shown = (list: Pairable[], i: number) =>
      list.map((one, at) => (at === i ? { ...one, image: image('https://cdn.example/1.jpg') } : one));
    expect(pairsOf(shown(french, 0), shown(english, 2), { byPosition: true })).toEqual([[0, 2]]);
    expect(pairsOf(shown(french, 1), shown(english, 1), { byPosition: true })).toHaveLength(3);
  });
});
