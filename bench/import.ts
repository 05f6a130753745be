// How well `hebdo import` reads pages, beside the libraries alone. `npm run bench:import FOLDER [--pages]`
// FOLDER has pages (NAME.html) and what they say (NAME.json, see import/cases.ts); without it, our own pages are read.
import { fileURLToPath } from 'node:url';
import { readCases } from './import/cases.ts';
import { extractors } from './import/extractors.ts';
import { mean, type Score, scorePage } from './import/score.ts';

const ours = fileURLToPath(new URL('../tests/import/fixtures/pages', import.meta.url));
const [folder = ours] = process.argv.slice(2).filter(word => !word.startsWith('--'));
const cases = readCases(folder);
const scores = new Map<string, Score[]>();
for (const [name, extract] of Object.entries(extractors)) {
  // The first page loads modules and warms up.
  if (cases[0] !== undefined) await scorePage(cases[0], extract);
  const rows: Score[] = [];
  for (const page of cases) rows.push(await scorePage(page, extract));
  scores.set(name, rows);
}

const part = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(3));
const percent = (value: number | undefined): string => (value === undefined ? '–' : `${(value * 100).toFixed(0)}%`);
const count = (rows: readonly Score[], counts: (row: Score) => number | boolean): string =>
  String(rows.reduce((sum, row) => sum + Number(counts(row)), 0));

const columns: Record<string, (rows: readonly Score[]) => string> = {
  F1: rows => part(mean(rows.map(row => row.f1))),
  precision: rows => part(mean(rows.map(row => row.precision))),
  recall: rows => part(mean(rows.map(row => row.recall))),
  title: rows => percent(mean(rows.map(row => row.title))),
  standfirst: rows => percent(mean(rows.map(row => row.standfirst))),
  language: rows => percent(mean(rows.map(row => row.language))),
  image: rows => percent(mean(rows.map(row => row.image))),
  'invented images': rows => count(rows, row => row.inventedImage),
  leftovers: rows => count(rows, row => row.leftovers),
  'false AI notices': rows => count(rows, row => row.falseNotice),
  crashes: rows => count(rows, row => row.crash !== undefined),
  slowest: rows => `${Math.max(...rows.map(row => row.ms)).toFixed(0)} ms`,
};

console.log(`${cases.length} pages\n`);
console.log(`| extractor | ${Object.keys(columns).join(' | ')} |\n|${'---|'.repeat(Object.keys(columns).length + 1)}`);
for (const [name, rows] of scores)
  console.log(
    `| ${name} | ${Object.values(columns)
      .map(cell => cell(rows))
      .join(' | ')} |`,
  );

if (process.argv.includes('--pages')) {
  console.log(`\n| page | ${[...scores.keys()].join(' | ')} | hebdo’s faults |\n|${'---|'.repeat(scores.size + 2)}`);
  for (const [index, page] of cases.entries()) {
    const row = scores.get('hebdo')?.[index];
    const faults = [
      row?.crash,
      row?.title === false && `title: ${row.found?.title}`,
      row?.standfirst === false && `standfirst: ${row.found?.standfirst}`,
      row?.language === false && `language: ${row.found?.language}`,
      row?.image === false && `image: ${row.found?.image}`,
      row?.falseNotice && 'AI notice',
      row?.leftovers && `${row.leftovers} leftovers`,
    ].filter(Boolean);
    const f1s = [...scores.values()].map(rows => part(rows[index]?.f1));
    console.log(`| ${page.name} | ${f1s.join(' | ')} | ${faults.join('; ')} |`);
  }
}
