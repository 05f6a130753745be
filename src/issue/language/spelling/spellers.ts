import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDictionary } from './load-dictionary.ts';
import { type Speller, spellerOf } from './speller.ts';

/** The newsletter's own words, one per line, which are added to every dictionary. */
const ownWordsFile = 'words.txt';

/** The spell checkers of the languages that have a dictionary, with the newsletter's own words. */
export async function spellersOf(folder: string, languages: readonly string[]): Promise<Map<string, Speller>> {
  const written = await readFile(join(folder, ownWordsFile), 'utf8').catch(() => '');
  const ownWords = new Set(written.split(/\r?\n/).filter(word => word !== '' && !word.startsWith('#')));
  const spellers = new Map<string, Speller>();
  for (const language of languages) {
    const dictionary = await loadDictionary(folder, language);
    if (dictionary !== undefined) spellers.set(language, spellerOf(language, dictionary, ownWords));
  }
  return spellers;
}
