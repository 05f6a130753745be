// Writes vendor/spelling/: the forms of the dictionaries of French and English as filters, which `check` can use without reading a
// dictionary. npm runs this by itself after an install; without it hebdo reads the dictionaries, which is slower.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Affix, readAffixes } from '../src/issue/language/spelling/affixes.ts';
import { bloomFilter } from '../src/issue/language/spelling/bloom-filter.ts';
import { dictionariesOf } from '../src/issue/language/spelling/load-dictionary.ts';

const out = fileURLToPath(new URL('../vendor/spelling/', import.meta.url));
const require = createRequire(import.meta.url);

/** An affix with the letters that it takes off and adds. */
type Step = { affix: Affix; strip: string; add: string };

/** All forms of a Hunspell dictionary but those with an elided word before them: `l'ami`. */
function formsOf(aff: string, dic: string): Set<string> {
  const { prefixes, suffixes, fitsStart, fitsEnd, flagsOf, noWord } = readAffixes(aff);
  const [before, after] = [stepsOf(prefixes), stepsOf(suffixes)];
  const forms = new Set<string>();
  const addSuffixed = (stem: string, flags: readonly string[], depth = 1): string[] =>
    flags
      .flatMap(flag => after.get(flag) ?? [])
      .filter(({ affix, strip }) => stem.endsWith(strip) && fitsEnd(stem, affix))
      .flatMap(({ affix, strip, add }) => {
        const form = stem.slice(0, stem.length - strip.length) + add;
        forms.add(form);
        return depth === 0 ? [form] : [form, ...addSuffixed(form, flagsOf(affix.next), depth - 1)];
      });
  for (const line of dic.split('\n').slice(1)) {
    const slash = line.indexOf('/', 1);
    const stem = slash === -1 ? line : line.slice(0, slash);
    const flags = slash === -1 ? [] : flagsOf(line.slice(slash + 1));
    if (stem === '') continue;
    const suffixed = addSuffixed(stem, flags);
    const isWord = !noWord.some(flag => flags.includes(flag));
    if (isWord) forms.add(stem);
    for (const flag of flags)
      for (const { affix, strip, add } of before.get(flag) ?? [])
        for (const form of isWord ? [stem, ...suffixed] : suffixed)
          if (form.startsWith(strip) && fitsStart(form, affix)) {
            const prefixed = add + form.slice(strip.length);
            forms.add(prefixed);
            addSuffixed(prefixed, flagsOf(affix.next), 0);
          }
  }
  return forms;
}

function stepsOf(table: ReturnType<typeof readAffixes>['prefixes']): Map<string, Step[]> {
  const steps = new Map<string, Step[]>();
  for (const [add, byStrip] of table)
    for (const [strip, group] of byStrip)
      for (const affix of group)
        if (!add.endsWith("'") && !/^\p{L}+'/u.test(add))
          steps.set(affix.flag, [...(steps.get(affix.flag) ?? []), { affix, strip, add }]);
  return steps;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const licences: string[] = [];
for (const [language, packages] of Object.entries(dictionariesOf)) {
  const forms = new Set<string>();
  for (const name of packages) {
    const folder = dirname(require.resolve(name));
    const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');
    for (const form of formsOf(await read('index.aff'), await read('index.dic'))) forms.add(form);
    licences.push(`${name}\n\n${(await read('license')).trim()}\n`);
  }
  console.log(language, forms.size);
  await writeFile(join(out, `${language}.bloom`), bloomFilter(forms, forms.size));
}
await writeFile(join(out, 'licences.txt'), licences.join(`\n${'-'.repeat(72)}\n\n`));
