import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A dictionary of one language, and the newsletter's own words. */
export type Speller = { knows(word: string): boolean; suggest(word: string): string[] };

/** The file of words that a newsletter adds to every dictionary, one a line. */
const ownWords = 'words.txt';

/**
 * The spellers of the languages whose Hunspell dictionary is installed (`npm i dictionary-fr`), as the newsletter's
 * folder or hebdo has it.
 */
export async function spellers(folder: string, languages: readonly string[]): Promise<Map<string, Speller>> {
  const own = await readFile(join(folder, ownWords), 'utf8').catch(() => '');
  const words = own.split(/\r?\n/).filter(word => word !== '' && !word.startsWith('#'));
  const found = new Map<string, Speller>();
  for (const language of languages) {
    const dictionary = (await load(join(folder, 'package.json'), language)) ?? (await load(import.meta.url, language));
    if (dictionary === undefined) continue;
    const { default: nspell } = await import('nspell');
    const speller = nspell(dictionary.aff, dictionary.dic);
    for (const word of words) speller.add(word);
    found.set(language, {
      // French elisions are two words, and compounds are as good as their parts.
      knows: word => parts(word).every(part => part.length < 2 || speller.correct(part)),
      suggest: word => speller.suggest(word),
    });
  }
  return found;
}

const parts = (word: string): string[] =>
  word
    .replaceAll('’', "'")
    .replace(/^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'/i, '')
    .split(/-/);

async function load(from: string, language: string): Promise<{ aff: Buffer; dic: Buffer } | undefined> {
  const require = createRequire(from);
  for (const name of [language.toLowerCase(), language.split('-')[0]]) {
    try {
      const folder = join(require.resolve(`dictionary-${name}`), '..');
      const [aff, dic] = await Promise.all([readFile(join(folder, 'index.aff')), readFile(join(folder, 'index.dic'))]);
      return { aff, dic };
    } catch {
      // Not installed: the next name, or none.
    }
  }
  return undefined;
}
