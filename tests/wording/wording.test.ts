import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import french from '../../locales/interface/fr.json' with { type: 'json' };
import { loadLocales } from '../../src/edition/locale.ts';
import { typesetLine } from '../../src/edition/typography.ts';
import { counted, speak, t } from '../../src/wording/wording.ts';

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const texts = Object.entries(french);

/** The values of a text, in alphabetical order. */
const valuesIn = (text: string): string[] => [...text.matchAll(/%\{\w+\}/g)].map(([value]) => value).sort();

/** The text of all source files, without backslashes. */
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => readFileSync(join(src, file), 'utf8').replaceAll('\\', ''))
  .join('\n');

afterEach(() => speak('en'));

describe('the texts of the interface', () => {
  it('have the same values in French as in English', () => {
    for (const [english, text] of texts) {
      expect(text, english).not.toBe('');
      expect(valuesIn(text), english).toEqual(valuesIn(english));
    }
  });

  it('are all used', () => {
    const isUsed = (english: string): boolean =>
      ["'", '"', '`'].some(quote =>
        sources.includes(`${quote}${english.replaceAll('\\', '').replaceAll('\n', 'n')}${quote}`),
      );
    expect(texts.map(([english]) => english).filter(english => !isUsed(english))).toEqual([]);
  });

  it('are typeset as a French editor does', async () => {
    const { value: [locale] = [] } = await loadLocales('.', ['fr']);
    if (locale === undefined) throw new Error('there is no French locale');
    // Code and addresses are left as they are.
    for (const [, text] of texts)
      for (const words of text.split(/`[^`]*`|"[^"]*"|--[a-z][\w-]*|%\{\w+\}|\bhttps?:\S*/))
        expect(typesetLine(locale.typeset, words), text).toBe(words);
  });

  it('are given in the language of the process, with values and plurals', () => {
    const link = 'http://a.example';
    expect(t('The link %{link} is not secure.', { link })).toBe('The link http://a.example is not secure.');
    speak('fr');
    expect(t('The link %{link} is not secure.', { link })).toBe('Le lien http://a.example n’est pas sécurisé.');
    expect(t('The link %{link} is not secure.', { link: '%{link} $&' })).toBe('Le lien %{link} $& n’est pas sécurisé.');
    expect(t('%{host}:%{port} cannot be served: %{message}.', { host: 'a', port: 36_000, message: '' })).toContain(
      'a:36000',
    );
    expect(counted(0, 'error', 'errors')).toBe('0 erreur');
    expect(counted(1_200, 'error', 'errors')).toBe('1\u202f200 erreurs');
    speak('en');
    expect(counted(0, 'error', 'errors')).toBe('0 errors');
  });
});
