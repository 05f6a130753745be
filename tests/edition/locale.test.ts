import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import englishFile from '../../locales/en.json' with { type: 'json' };
import frenchFile from '../../locales/fr.json' with { type: 'json' };
import { fullDate } from '../../src/edition/format.ts';
import { directionOf, loadLocales } from '../../src/edition/locale.ts';
import { dayOf, sendTime } from '../../src/publication/send-time.ts';
import { emptyFolder, root } from '../helpers/newsletter.ts';

const { value: locales = [] } = await loadLocales(root, ['fr', 'en']);
const [fr, en] = locales;
if (fr === undefined || en === undefined) throw new Error('no locales');

const day = (text: string) => {
  const instant = sendTime({ send_at: text, week: '' }, 'Europe/Paris')?.in('');
  if (instant === undefined) throw new Error(text);
  return dayOf(instant, 'Europe/Paris');
};

/** The texts of a locale file by key. */
const textsOf = (words: object, above = ''): [key: string, text: unknown][] =>
  Object.entries(words).flatMap(([key, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null ? textsOf(value, `${above}${key}.`) : [[above + key, value]],
  );

describe('the fixed words', () => {
  it('are the same in French and English only where that is meant', () => {
    const { typography: _, ...english } = englishFile;
    const french = new Map(textsOf(frenchFile));
    const same = textsOf(english).filter(([key, text]) => french.get(key) === text);
    expect(same.map(([key]) => key)).toEqual(['date.day']);
  });

  it('have the plurals of each language', () => {
    const words = (locale: typeof fr, counts: number[]) =>
      counts.map(count => locale.t('article.comments', { count }).replace(/\s/gu, ' '));
    expect(words(fr, [0, 1, 2, 12_345])).toEqual([
      '0 commentaire',
      '1 commentaire',
      '2 commentaires',
      '12 345 commentaires',
    ]);
    expect(words(en, [0, 1, 2, 12_345])).toEqual(['0 comments', '1 comment', '2 comments', '12,345 comments']);
  });

  it('never show a key: one that does not exist is an error', () => {
    expect(() => fr.t('no.such.word')).toThrow('no.such.word');
  });

  it('write a day as each language does', () => {
    expect(fullDate(day('2026-11-27 08:00'), fr)).toBe('vendredi 27\u00a0novembre 2026');
    expect(fullDate(day('2026-12-01 08:00'), fr)).toBe('mardi 1er\u00a0décembre 2026');
    expect(fullDate(day('2026-11-27 08:00'), en)).toBe('Friday, November 27, 2026');
  });

  it('take the direction from the language', () => {
    expect(['fr', 'en', 'ar', 'he', 'fa', 'ur', 'az-Arab'].map(directionOf)).toEqual([
      'ltr',
      'ltr',
      'rtl',
      'rtl',
      'rtl',
      'rtl',
      'rtl',
    ]);
  });
});

describe('a newsletter’s own locale files', () => {
  const withLocale = async (language: string, text: string) => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'locales'));
    await writeFile(join(folder, 'locales', `${language}.json`), text);
    return (await loadLocales(folder, [language])).problems.map(({ message }) => message);
  };

  it('may change only some words of a language that hebdo knows', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'locales'));
    await writeFile(join(folder, 'locales/fr.json'), '{ "toc": "Le menu" }');
    const { value } = await loadLocales(folder, ['fr']);
    expect([value?.[0]?.t('toc'), value?.[0]?.t('article.read')]).toEqual(['Le menu', 'Lire l’article']);
  });

  it('are told to be missing, broken, incomplete, or to hold what nothing fills', async () => {
    expect((await loadLocales(await emptyFolder(), ['de'])).problems).toMatchObject([
      { file: 'locales/de.json', message: 'The language `de` has no file locales/de.json.' },
    ]);
    expect(await withLocale('fr', '{ "toc": ')).toEqual(['locales/fr.json is not JSON.']);
    expect(await withLocale('fr', '{ "toc": "{{who}}" }')).toEqual([
      '`toc` in locales/fr.json holds `{{who}}`, which nothing fills.',
    ]);
    expect(await withLocale('fr', '{ "toc": "" }')).toEqual(['`toc` is missing in locales/fr.json.']);
    expect(await withLocale('de', '{ "toc": "Inhalt" }')).toContain('`article.read` is missing in locales/de.json.');
  });

  it('must have every plural form their language knows', async () => {
    const folder = await emptyFolder();
    await cp(join(root, 'locales/en.json'), join(folder, 'locales/pl.json'), { recursive: true });
    const { problems } = await loadLocales(folder, ['pl']);
    expect(problems.map(({ message }) => message)).toEqual([
      '`article.comments_few` is missing in locales/pl.json.',
      '`article.comments_many` is missing in locales/pl.json.',
    ]);
  });
});
