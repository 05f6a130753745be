import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fillText, fillValue } from '../../src/import/newsletter/fill-texts.ts';

const issue = `# a comment
subject: { fr: "Un", en: "" }
preheader:
  fr: Deux   # with care
articles:
  - id: one
    title:
      fr: "T"
      en: # later
    url: https://a.example/fr   # the link
    body:
      fr: |
        Un paragraphe.

        Un autre.
      en: ""

outro: Same
`;

describe('a text of an issue file', () => {
  it.each([
    ['an empty one', { path: ['subject'], value: 'One: "1"' }],
    ['none', { path: ['preheader'], value: 'Two' }],
    ['a key without value', { path: ['articles', 0, 'title'], value: 'Title' }],
    ['an empty text', { path: ['articles', 0, 'body'], value: 'A\n\n- b\n- c', isMarkdown: true }],
  ])('is written in place of %s, and the rest keeps its bytes', (_, filling) => {
    const after = fillText(issue, { ...filling, language: 'en' }) ?? '';
    let value = parse(after);
    for (const step of filling.path) value = value[step];
    expect(value.en).toBe(filling.value);
    const untouched = issue.split('\n').filter(line => !/^\s*en:|subject/.test(line));
    expect(after.split('\n')).toEqual(expect.arrayContaining(untouched));
  });

  it('stays where it is written, is the same in all languages, or has no key', () => {
    for (const [path, language] of [
      [['subject'], 'fr'],
      [['outro'], 'en'],
      [['intro'], 'en'],
    ] as const)
      expect(fillText(issue, { path, language, value: 'x' })).toBeUndefined();
  });

  it('may be a link, which then has a target per language', () => {
    const after = fillValue(issue, ['articles', 0, 'url'], 'en', 'https://a.example/en', ['fr', 'en']) ?? '';
    expect(parse(after).articles[0].url).toEqual({ fr: 'https://a.example/fr', en: 'https://a.example/en' });
    expect(after).toContain('# the link');
    expect(fillValue(issue, ['articles', 0, 'url'], 'en', 'https://a.example/fr', ['fr', 'en'])).toBeUndefined();
    expect(fillValue(after, ['articles', 0, 'url'], 'en', 'https://a.example/x', ['fr', 'en'])).toBeUndefined();
  });
});
