import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInstance, type TFunction } from 'i18next';
import { z } from 'zod';
import type englishWords from '../../locales/en.json';
import type { Checked, Problem } from '../source/problem.ts';
import { fileStart } from '../source/problem.ts';
import { readSource } from '../source/read-source.ts';
import { t } from '../wording/wording.ts';
import { raiser, type Typesetter, typesetter, typographySchema } from './typography.ts';

declare global {
  namespace Intl {
    interface Locale {
      /** ECMA-402 (Intl Locale Info): Node 24 has it, TypeScript's types lack it. */
      getTextInfo(): { direction: 'ltr' | 'rtl' };
    }
  }
}

type Join<K extends string, Rest extends string> = `${K}.${Rest}`;
type Keys<T> = { [K in keyof T & string]: T[K] extends string ? K : Join<K, Keys<T[K]>> }[keyof T & string];
type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Base<K extends string> = K extends `${infer B}_ordinal_${Plural}` ? B : K extends `${infer B}_${Plural}` ? B : K;

/** A key of the fixed texts in `locales/en.json`; plural forms share one key. */
type WordKey = Base<Keys<Omit<typeof englishWords, 'typography'>>>;

/** A language's fixed texts, direction and typography. */
export type Locale = {
  language: string;
  dir: 'ltr' | 'rtl';
  /** A fixed text. Throws if the key does not exist, so that readers never see a key. */
  t(key: WordKey | (string & {}), values?: Record<string, unknown>): string;
  typeset: Typesetter;
  /** Raises the endings of ordinals in escaped HTML without tags. */
  raise(text: string): string;
};

type Words = { [key: string]: string | Words };
const wordsSchema: z.ZodType<Words> = z.record(
  z.string(),
  z.union([z.string(), z.lazy(() => wordsSchema)], t('neither a text nor a group of texts')),
);
const localeSchema = z.object({ typography: typographySchema.optional() }).catchall(z.union([z.string(), wordsSchema]));

const bundledFolder = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Loads the locales of a publication's languages: `locales/<language>.json` of the newsletter's folder, merged over
 * hebdo's own file, so that a newsletter can override single texts.
 * @param folder the newsletter's folder
 * @returns one locale per language in the same order, or all problems of the files
 */
export async function loadLocales(folder: string, languages: readonly string[]): Promise<Checked<Locale[]>> {
  // In a checkout of hebdo both folders are one.
  const files = new Map<string, ReturnType<typeof readLocale>>();
  const read = (from: string, language: string): ReturnType<typeof readLocale> => {
    const key = resolve(from, localePath(language));
    const file = files.get(key) ?? readLocale(from, language);
    files.set(key, file);
    return file;
  };
  const reference = flatten((await read(bundledFolder, 'en')).value?.words ?? {});
  const problems: Problem[] = [];
  const locales: Locale[] = [];
  for (const language of languages) {
    const ownFile = await read(folder, language);
    const bundledFile = await read(bundledFolder, language);
    const file = localePath(language);
    if (ownFile.value === undefined && bundledFile.value === undefined) {
      problems.push(...ownFile.problems);
      continue;
    }
    problems.push(...ownFile.problems.filter(p => p.rule !== 'file-missing'));
    const words = { ...flatten(bundledFile.value?.words ?? {}), ...flatten(ownFile.value?.words ?? {}) };
    problems.push(...wordProblems(words, reference, language, file));
    const typography = ownFile.value?.typography ?? bundledFile.value?.typography;
    locales.push(makeLocale(language, words, typography));
  }
  return problems.length > 0 ? { problems } : { value: locales, problems };
}

/** The path of a language's fixed texts, relative to the newsletter's folder. */
const localePath = (language: string): string => `locales/${language}.json`;

/** The direction of a language's usual script. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return new Intl.Locale(language).getTextInfo().direction;
}

function makeLocale(
  language: string,
  words: Record<string, string>,
  typography?: z.output<typeof typographySchema>,
): Locale {
  const i18n = createInstance();
  // i18next looks a language up by its canonical name: `fr`, also for `FR`.
  const [lng = language] = Intl.getCanonicalLocales(language);
  // Liquid escapes its output; escaping here would escape twice.
  void i18n.init({
    lng,
    fallbackLng: false,
    initAsync: false,
    resources: { [lng]: { translation: words } },
    keySeparator: false,
    interpolation: { escapeValue: false },
  });
  const translate: TFunction = i18n.t;
  // Texts without values are cached: a page has many of them, and i18next's lookup is slow.
  const cachedTexts = new Map<string, string>();
  return {
    language,
    dir: directionOf(language),
    t(key, values = {}) {
      const cached = cachedTexts.get(key);
      if (cached !== undefined && Object.keys(values).length === 0) return cached;
      if (!i18n.exists(key, values)) throw new Error(`there is no word \`${key}\` in ${localePath(language)}`);
      const text = translate(key, values);
      if (Object.keys(values).length === 0) cachedTexts.set(key, text);
      return text;
    },
    typeset: typesetter(typography),
    raise: raiser(typography),
  };
}

type LocaleFile = { words: Words; typography?: z.output<typeof typographySchema> };

async function readLocale(folder: string, language: string): Promise<Checked<LocaleFile>> {
  const file = localePath(language);
  const source = await readSource(folder, file);
  if (source.value === undefined)
    return {
      problems: source.problems.map(p =>
        p.rule === 'file-missing'
          ? {
              ...p,
              message: t('The language `%{language}` has no file %{file}.', { language, file }),
              hint: t('Copy locales/en.json there and translate it.'),
            }
          : p,
      ),
    };
  const problem = (message: string, hint: string, offset = 0): Checked<never> => {
    const before = source.value?.text.slice(0, offset).split('\n') ?? [''];
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    const span = { line, column, endLine: line, endColumn: column + 1 };
    return { problems: [{ rule: 'locale', severity: 'error', message, hint, file, span }] };
  };
  let json: unknown;
  try {
    json = JSON.parse(source.value.text);
  } catch (cause) {
    const at = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
    return problem(t('%{file} is not JSON.', { file }), t('Check quotes and commas here.'), Number(at ?? 0));
  }
  const parsed = localeSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return problem(
      t('`%{key}` in %{file}: %{fault}.', { key: issue?.path.join('.') ?? '', file, fault: issue?.message ?? '' }),
      t('Compare it with locales/en.json.'),
    );
  }
  const { typography, ...words } = parsed.data;
  return { value: { words, typography }, problems: [] };
}

function flatten(words: Words, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : Object.entries(flatten(value, `${prefix}${key}.`)),
    ),
  );
}

const pluralForm = /_(zero|one|two|few|many|other)$/;

/** Reports missing texts, missing plural forms, and placeholders that have no value. */
function wordProblems(
  words: Record<string, string>,
  reference: Record<string, string>,
  language: string,
  file: string,
): Problem[] {
  const problems: Problem[] = [];
  const report = (message: string, hint: string): void => {
    problems.push({ rule: 'locale', severity: 'error', message, hint, file, span: fileStart });
  };
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const values = new Map<string, Set<string>>();
  for (const [key, text] of Object.entries(reference)) {
    const base = key.replace(pluralForm, '');
    values.set(base, new Set([...(values.get(base) ?? []), ...placeholders(text)]));
    const requiredKeys = base === key ? [key] : key.endsWith('_other') ? forms.map(form => `${base}_${form}`) : [];
    for (const name of requiredKeys)
      if (words[name] === undefined || words[name].trim() === '')
        report(
          t('`%{name}` is missing in %{file}.', { name, file }),
          t('In English it is “%{reference}”.', { reference: reference[name] ?? text }),
        );
  }
  for (const [key, text] of Object.entries(words)) {
    const names = values.get(key) ?? values.get(key.replace(/(_ordinal)?_[a-z]+$/, ''));
    if (names === undefined) continue;
    for (const name of placeholders(text))
      if (!names.has(name))
        report(
          t('`%{key}` in %{file} holds `{{%{name}}}`, which nothing fills.', { key, file, name }),
          t('It may hold: %{names}.', { names: [...names].map(n => `{{${n}}}`).join(', ') || 'none' }),
        );
  }
  return problems;
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{-?\s*([^{},\s]+)(?:[,\s][^{}]*)?\}\}/g)].map(match => match[1] ?? '');
