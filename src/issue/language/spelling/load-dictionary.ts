import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { filterDictionary } from './bloom-filter.ts';
import { type Dictionary, hunspell } from './dictionary.ts';

/** The packages with the dictionaries of the languages that hebdo comes with. British and American English are both right. */
export const dictionariesOf: Readonly<Record<string, readonly string[]>> = {
  fr: ['dictionary-fr'],
  en: ['dictionary-en', 'dictionary-en-gb'],
};

const filters = new URL('../../../../vendor/spelling/', import.meta.url);

/**
 * Loads the dictionary of a language: for French and English the one that comes with hebdo, for another language the package
 * `dictionary-<language>` if it is installed in the newsletter's folder.
 * @param language a BCP 47 tag
 * @returns undefined if there is none
 */
export async function loadDictionary(folder: string, language: string): Promise<Dictionary | undefined> {
  const primary = language.split('-')[0]?.toLowerCase() ?? '';
  const own = dictionariesOf[primary];
  if (own === undefined)
    return (
      (await readPackage(join(folder, 'package.json'), `dictionary-${language.toLowerCase()}`)) ??
      (await readPackage(join(folder, 'package.json'), `dictionary-${primary}`))
    );
  const known = bundled.get(primary) ?? loadBundled(primary, own);
  bundled.set(primary, known);
  return known;
}

/** The dictionaries that come with hebdo: several rules ask for them. */
const bundled = new Map<string, Promise<Dictionary | undefined>>();

async function loadBundled(primary: string, packages: readonly string[]): Promise<Dictionary | undefined> {
  const filter = await readFile(new URL(`${primary}.bloom`, filters)).catch(() => undefined);
  if (filter !== undefined) return filterDictionary(filter);
  const dictionaries = (await Promise.all(packages.map(name => readPackage(import.meta.url, name)))).filter(
    one => one !== undefined,
  );
  return dictionaries.length === 0 ? undefined : { has: form => dictionaries.some(one => one.has(form)) };
}

/** Reads a Hunspell dictionary from a package. @param from the file or folder for which the package is installed */
async function readPackage(from: string, name: string): Promise<Dictionary | undefined> {
  try {
    const folder = dirname(createRequire(from).resolve(name));
    const [aff, dic] = await Promise.all(['index.aff', 'index.dic'].map(file => readFile(join(folder, file), 'utf8')));
    return hunspell(aff ?? '', dic ?? '');
  } catch {
    return undefined;
  }
}
