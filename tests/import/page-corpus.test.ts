import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCases } from '../../bench/import/cases.ts';
import { extractors } from '../../bench/import/extractors.ts';
import { compareTexts, mean, type Score, scorePage } from '../../bench/import/score.ts';

const cases = readCases(fileURLToPath(new URL('./fixtures/pages', import.meta.url)));
const scores = new Map<string, Score[]>();
for (const [name, extract] of Object.entries(extractors)) {
  const rows: Score[] = [];
  for (const page of cases) rows.push(await scorePage(page, extract));
  scores.set(name, rows);
}
const rowsOf = (name: string): Score[] => scores.get(name) ?? [];
const f1Of = (name: string): number => mean(rowsOf(name).map(row => row.f1)) ?? 0;
const named = (rows: readonly Score[], wanted: (row: Score) => boolean): string[] =>
  rows.filter(wanted).map(row => row.name);

describe('the pages of our own', () => {
  it('are read better than by the libraries alone', () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
    expect(f1Of('hebdo')).toBeGreaterThanOrEqual(Math.max(f1Of('Readability'), f1Of('Defuddle')));
    expect(f1Of('hebdo')).toBeGreaterThanOrEqual(0.97);
    expect(named(rowsOf('hebdo'), row => row.f1 < 0.95)).toEqual([]);
  });

  it('give their titles, standfirsts, languages and pictures', () => {
    const part = (pick: (row: Score) => boolean | undefined): number => mean(rowsOf('hebdo').map(pick)) ?? 0;
    expect(part(row => row.title)).toBeGreaterThanOrEqual(0.92);
    expect(part(row => row.language)).toBe(1);
    expect(part(row => row.standfirst)).toBe(1);
    expect(part(row => row.image)).toBe(1);
  });

  it('give no false notice of an AI, no invented picture and no leftovers, and break nothing', () => {
    const bad = (row: Score): boolean =>
      row.falseNotice || row.inventedImage || row.leftovers > 0 || row.crash !== undefined;
    expect(named(rowsOf('hebdo'), bad)).toEqual([]);
  });
});

describe('a folder of cases', () => {
  const folder = (files: Record<string, string | Buffer>): string => {
    const path = mkdtempSync(join(tmpdir(), 'hebdo-cases-'));
    mkdirSync(join(path, 'html'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
    return path;
  };
  const url = 'https://site.example/a';

  it('has pages with what they say, and perhaps their text in a file of its own', () => {
    const read = readCases(folder({ 'a.html': '<p>x</p>', 'a.json': JSON.stringify({ url }), 'a.txt': 'x' }));
    expect(read).toMatchObject([{ name: 'a', url, text: 'x', html: '<p>x</p>', aiNotice: false }]);
  });

  it('may have the form of the public benchmark', () => {
    const truth = JSON.stringify({ id1: { articleBody: 'x', url } });
    const read = readCases(folder({ 'ground-truth.json': truth, 'html/id1.html.gz': gzipSync('<p>x</p>') }));
    expect(read).toMatchObject([{ name: 'id1', url, text: 'x', html: '<p>x</p>' }]);
  });

  it('is refused if a page names what is not known', () => {
    expect(() => readCases(folder({ 'a.html': '', 'a.json': JSON.stringify({ url, heading: 'x' }) }))).toThrow(
      'heading',
    );
  });
});

describe('the comparison of texts', () => {
  it.each([
    ['the same words', 'One two, three.', 'one TWO three', 1, 1],
    ['half of the words', 'one two', 'one two three four', 1, 0.5],
    ['as many others', 'one two three four', 'one two', 0.5, 1],
    ['a word twice', 'one one', 'one', 0.5, 1],
    ['characters of Japanese', '本の棚', '本棚', 2 / 3, 1],
    ['nothing', '', 'one', 0, 0],
  ])('counts %s', (_, found, expected, precision, recall) => {
    expect(compareTexts(found, expected)).toMatchObject({ precision, recall });
  });
});
