import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../src/source/code-frame.ts';
import { nearest } from '../../src/source/nearest.ts';
import { invalidUtf8 } from '../../src/source/read-source.ts';
import { parseYaml } from '../../src/source/yaml/parse-yaml.ts';

const parse = (text: string) => parseYaml({ path: 'x.yaml', text });
const told = (text: string) => parse(text).problems.map(({ rule, span }) => [rule, span?.line, span?.column]);

describe('YAML, with the place of everything', () => {
  it('knows where a value, its key and words inside it stand', () => {
    const { value } = parse('a:\n  - b: some words here\n');
    expect(value?.spanOf(['a', 0, 'b'])).toEqual({ line: 2, column: 8, endLine: 2, endColumn: 23 });
    expect(value?.spanOfKey(['a', 0, 'b'])).toMatchObject({ line: 2, column: 5 });
    expect(value?.rangeOfWords(['a', 0, 'b'], 'words').span).toMatchObject({ line: 2, column: 13, endColumn: 18 });
  });

  it('points at the nearest enclosing value of what is missing', () => {
    expect(parse('a:\n  b: 1\n').value?.spanOf(['a', 'c'])).toMatchObject({ line: 2, column: 3 });
  });

  it('follows plain anchors', () => {
    expect(parse('a: &x { b: 1 }\nc: *x\n').value?.value).toEqual({ a: { b: 1 }, c: { b: 1 } });
  });

  it.each([
    ['a: 1\na: 2\n', 'duplicate-key', 2, 1],
    ['a:\n\tb: 1\n', 'yaml-tab', 2, 1],
    ['a: b : c\n', 'yaml-syntax', 1, 4],
    ['a: "open\n', 'yaml-syntax', 2, 1],
    ['a: 1\nb: *important*\n', 'yaml-alias', 2, 4],
    ['a: 1\n---\nb: 1\n', 'yaml-syntax', 2, 1],
    ['a: !Bread at dawn\n', 'yaml-syntax', 1, 4],
    ['a: 1\nb: &Bread at dawn\n', 'yaml-syntax', 2, 4],
    ['a:\n  __proto__: { b: 1 }\n', 'yaml-syntax', 2, 3],
    ['- { a: 1, "__proto__": 2 }\n', 'yaml-syntax', 1, 11],
  ])('tells %j as %s', (text, rule, line, column) => {
    expect(told(text)).toEqual([[rule, line, column]]);
  });

  it.each([
    ['a: "Novel" by four\nb: 1', 1, 12, 'goes on after its closing quote'],
    ["a: 'l'oubli'\nb: 1", 1, 7, 'goes on after its closing quote'],
    ['a: [A novel] by\nb: 1', 1, 14, 'begins with ['],
    ['a: *A novel* by\nb: 1', 1, 7, 'begins with *'],
    ['a: @x\nb: 1', 1, 4, 'begins with @'],
    ['a: `x` y\nb: 1', 1, 4, 'begins with `'],
    ['a: %x\nb: 1', 1, 4, 'begins with %'],
    ['a: > x\nb: 1', 1, 6, 'begins with >'],
    ['a: - A novel\nb: 1', 1, 4, 'begins with -'],
    ['a: { b: - A novel, c: d }', 1, 9, 'begins with -'],
    ['a: ? A novel\nb: 1', 1, 4, 'begins with ?'],
    ['a:\n  b: %2027 |\n    Of the year: it is\nc: 1', 2, 6, 'begins with %'],
    ['a: : A novel\nb: 1', 1, 4, 'begins with :'],
    ['a: {Bread} is back\nb: 1', 1, 12, 'begins with {'],
    ['a: b: c\nd: 1', 1, 4, 'colon followed by a space'],
    ['a: { fr: Un roman #MeToo, en: A }\nb: 1\nc: 2', 1, 19, 'begins a comment'],
    ['a:\n  b: { fr: A, en: B\n  c: x\n  d: y', 2, 6, 'The { is not closed'],
    ['a:\n  b: 1\n\tc: 2\n\td: 3\n  e: 4', 3, 1, 'A tab'],
    ['a:\n  b: 1\n c: 2\n  d: 3\n  e: 4', 3, 1, 'indentation'],
    ['a:\n  b: 1\n   c: 2\n  d: 3', 3, 4, 'indentation'],
    ['a:\n  - b: x\n    c: 1\n   d: 2\n    e: 3\n  - b: y', 4, 1, 'indentation'],
  ])('names the cause of %j once', (text, line, column, words) => {
    const { problems } = parse(text);
    expect(problems.map(({ span }) => [span?.line, span?.column])).toEqual([[line, column]]);
    expect(problems[0]?.message).toContain(words);
  });

  it('reports two mistakes that do not follow from each other', () => {
    expect(told('a: "A" b\nc: "D" e')).toEqual([
      ['yaml-syntax', 1, 8],
      ['yaml-syntax', 2, 8],
    ]);
  });

  it.each([
    ['a: "x\\u200b y"', '\u200b', { line: 1, column: 6, endColumn: 12 }],
    ['a: "\\x41 la la"', 'la la', { line: 1, column: 10, endColumn: 15 }],
    ["a: 'l''un, l''autre'", "l'autre", { line: 1, column: 12, endColumn: 20 }],
    ['a:\n  b: >\n    one two\n    three', 'two three', { line: 3, column: 9, endLine: 4, endColumn: 10 }],
    ['a:\n  b: |\n    one two\n    three', 'two\nthree', { line: 3, column: 9, endLine: 4, endColumn: 10 }],
    ['a: one two\n  three', 'two three', { line: 1, column: 8, endLine: 2, endColumn: 8 }],
  ])('finds words in %j that are written otherwise', (text, words, place) => {
    const { value } = parse(text);
    const path = text.includes('b:') ? ['a', 'b'] : ['a'];
    expect(value?.rangeOfWords(path, words).span).toMatchObject(place);
  });

  it('refuses aliases that multiply', () => {
    const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 9; i++)
      bomb.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join()}]`,
      );
    const started = performance.now();
    expect(told(bomb.join('\n'))).toEqual([['yaml-alias', 1, 1]]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
        const { value, problems } = parse(text);
        expect(value !== undefined || problems.length > 0).toBe(true);
      }),
    );
  });
});

describe('a code frame', () => {
  it('numbers the lines and underlines the span', () => {
    expect(codeFrame('one\ntwo three\nfour', { line: 2, column: 5, endLine: 2, endColumn: 10 })).toBe(
      '  1 │ one\n> 2 │ two three\n    │     ^^^^^\n  3 │ four',
    );
  });

  it('keeps the mark under wide characters and shows no control character', () => {
    const frame = codeFrame('例え \u001b[31mx', { line: 1, column: 4, endLine: 1, endColumn: 5 });
    expect(frame).not.toContain('\u001b');
    expect(frame.split('\n')[1]).toBe('    │      ^');
  });

  it('cuts no character of two units in half', () => {
    const line = '🎉'.repeat(300);
    for (let column = 1; column < 500; column += 7) {
      const frame = codeFrame(line, { line: 1, column, endLine: 1, endColumn: column + 1 });
      expect(frame.isWellFormed()).toBe(true);
    }
  });

  it('never fails on any span', () => {
    const nat = fc.nat({ max: 400 });
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), nat, nat, nat, (text, line, column, end) => {
        codeFrame(text, { line: line + 1, column: column + 1, endLine: line + 1, endColumn: end + 1 });
      }),
    );
  });
});

describe('suggestions and encodings', () => {
  it('names the nearest known word, or none', () => {
    expect(nearest('catgories', ['title', 'categories'])).toBe('categories');
    expect(nearest('xyz', ['title', 'categories'])).toBeUndefined();
  });

  it('finds where bytes stop being UTF-8', () => {
    expect(invalidUtf8(Buffer.from('é\nà'))).toBeUndefined();
    expect(invalidUtf8(Buffer.from([0x61, 0x0a, 0x62, 0xe9, 0x63]))).toMatchObject({ line: 2, column: 2 });
    expect(invalidUtf8(Buffer.from('a\0b'))).toMatchObject({ line: 1, column: 2 });
  });
});
