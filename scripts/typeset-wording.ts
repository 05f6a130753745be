// Typesets the texts of the interface: no-break spaces, quotes and apostrophes of French. `npm run wording`
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { loadLocales } from '../src/edition/locale.ts';
import { typesetLine } from '../src/edition/typography.ts';

const file = new URL('../locales/interface/fr.json', import.meta.url);
const { value: [locale] = [] } = await loadLocales('.', ['fr']);
if (locale === undefined) throw new Error('there is no French locale');
const { typeset } = locale;
const texts = z.record(z.string(), z.string()).parse(JSON.parse(await readFile(file, 'utf8')));
const set = Object.entries(texts).map(([english, french]) => [
  english,
  // Code and addresses are left as they are.
  french
    .split(/(`[^`]*`|"[^"]*"|--[a-z][\w-]*|%\{\w+\}|\bhttps?:\S*)/)
    .map((words, i) => (i % 2 === 0 ? typesetLine(typeset, words) : words))
    .join(''),
]);
await writeFile(file, `${JSON.stringify(Object.fromEntries(set), null, 2)}\n`);
