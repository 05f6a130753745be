import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A spell checker of one language, including the newsletter's own words. */
export type Speller = { isCorrect(word: string): boolean; suggest(word: string): string[] };

/** The newsletter's own words, one per line, which are added to every dictionary. */
const ownWordsFile = 'words.txt';

/**
 * Loads the spell checkers of the languages whose Hunspell dictionary is installed in the newsletter's folder or with
 * hebdo (`npm i dictionary-fr`).
 * @returns spell checkers by language
 */
export async function loadSpellers(folder: string, languages: readonly string[]): Promise<Map<string, Speller>> {
  const ownWords = await readFile(join(folder, ownWordsFile), 'utf8').catch(() => '');
  const words = ownWords.split(/\r?\n/).filter(word => word !== '' && !word.startsWith('#'));
  const spellers = new Map<string, Speller>();
  for (const language of languages) {
    const dictionary =
      (await loadDictionary(join(folder, 'package.json'), language)) ??
      (await loadDictionary(import.meta.url, language));
    if (dictionary === undefined) continue;
    const { default: nspell } = await import('nspell');
    const speller = nspell(dictionary.aff, dictionary.dic);
    for (const word of words) speller.add(word);
    spellers.set(language, {
      // A French elision is two words, and a compound is correct if its parts are.
      isCorrect: word => parts(word).every(part => part.length < 2 || speller.correct(part)),
      suggest: word => speller.suggest(word),
    });
  }
  return spellers;
}

const parts = (word: string): string[] =>
  word
    .replaceAll('’', "'")
    .replace(/^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'/i, '')
    .split(/-/);

/** Loads `dictionary-<language>` as a package that is installed for the file or folder `from`. */
async function loadDictionary(from: string, language: string): Promise<{ aff: Buffer; dic: Buffer } | undefined> {
  const require = createRequire(from);
  for (const name of [language.toLowerCase(), language.split('-')[0]]) {
    try {
      const folder = join(require.resolve(`dictionary-${name}`), '..');
      const [aff, dic] = await Promise.all([readFile(join(folder, 'index.aff')), readFile(join(folder, 'index.dic'))]);
      return { aff, dic };
    } catch {
      // Not installed: try the next name.
    }
  }
  return undefined;
}
