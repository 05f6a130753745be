import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type french from '../../locales/interface/fr.json';

/** The languages in which hebdo speaks to editors and operators. */
export const interfaceLanguages = ['en', 'fr'] as const;
export type InterfaceLanguage = (typeof interfaceLanguages)[number];

/** A text of the interface: English in the code, with its translation in `locales/interface/fr.json`. A text without one is a type error. */
export type Wording = keyof typeof french;

/** The names of the values that a text contains: `%{file} is missing` contains `file`. */
type NamesIn<T extends string> = T extends `${string}%{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
/** The texts without values. */
export type PlainWording = { [T in Wording]: [NamesIn<T>] extends [never] ? T : never }[Wording];
/** The values of a text, by name. */
export type Values<T extends string> = Record<NamesIn<T>, string | number>;

let language: InterfaceLanguage = 'en';
let translations = new Map<string, string>();

/** Sets the language of all texts of this process. */
export function speak(wanted: InterfaceLanguage): void {
  if (wanted === language) return;
  language = wanted;
  translations = wanted === 'en' ? new Map() : readTranslations(wanted);
  // What zod says of a value where a schema has no words of ours.
  z.config(z.locales[wanted]());
}

/** The language of all texts of this process. */
export const spokenLanguage = (): InterfaceLanguage => language;

/**
 * A text in the language of this process, with its values.
 * @example t('%{file} is missing.', { file: 'logo.png' })
 */
export const t = <T extends Wording>(text: T, ...[values]: [NamesIn<T>] extends [never] ? [] : [Values<T>]): string =>
  fill(text, values ?? {});

/**
 * A text in the language of this process, beside its values, for programs that read messages.
 * @example said('%{file} is missing.', { file: 'logo.png' }) // { message: 'logo.png is missing.', values: { file: 'logo.png' } }
 */
export const said = <T extends Wording>(text: T, values: Values<T>): { message: string; values: Values<T> } => ({
  message: fill(text, values),
  values,
});

/** The name of a language in the language of this process: `anglais`, `English`. */
export const languageName = (tag: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;

/**
 * A number with its noun, in the form that the number asks for in the language of this process: French has no plural for 0.
 * @example counted(2, 'article', 'articles') // `2 articles`
 */
export function counted(count: number, one: PlainWording, many: PlainWording): string {
  const isOne = new Intl.PluralRules(language).select(count) === 'one';
  // A noun has no values.
  const noun = isOne ? one : many;
  return `${number(count)} ${translations.get(noun) ?? noun}`;
}

/**
 * A number as the language of this process writes it.
 * @param decimals digits after the decimal mark
 * @example number(1_200) // `1,200`, in French `1 200`
 */
export const number = (value: number, decimals = 0): string =>
  value.toLocaleString(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/**
 * Items as a list in the language of this process.
 * @param type `conjunction` for “and”, `disjunction` for “or”
 * @example listed(['a', 'b'], 'disjunction') // `a or b`, in French `a ou b`
 */
export const listed = (items: Iterable<string>, type: 'conjunction' | 'disjunction'): string =>
  new Intl.ListFormat(language, { type }).format(items);

/**
 * A text that a library made, in the language of this process.
 * @param templates the texts that it may be, with values; a text that is none of them stays as it is
 * @example translated("error: unknown command 'chek'", ["error: unknown command '%{command}'"]) // « erreur : commande inconnue `chek` »
 */
export function translated(text: string, templates: readonly Wording[]): string {
  for (const template of templates) {
    const values = valuesOf(text, template);
    if (values !== undefined) return fill(template, values);
  }
  return text;
}

/** The values of a text that was made from a template; undefined if it was not. */
function valuesOf(text: string, template: string): Record<string, string> | undefined {
  const [start = '', ...rest] = template.split(/%\{(\w{1,30})\}/);
  if (!text.startsWith(start)) return undefined;
  const values: Record<string, string> = {};
  let at = start.length;
  for (let i = 0; i < rest.length; i += 2) {
    const after = rest[i + 1] ?? '';
    const end = after === '' ? text.length : text.indexOf(after, at);
    if (end === -1) return undefined;
    values[rest[i] ?? ''] = text.slice(at, end);
    at = end + after.length;
  }
  return at === text.length ? values : undefined;
}

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  (translations.get(text) ?? text).replace(/%\{(\w{1,30})\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : String(value);
  });

const readTranslations = (wanted: InterfaceLanguage): Map<string, string> =>
  new Map(
    Object.entries(
      z
        .record(z.string(), z.string())
        .parse(JSON.parse(readFileSync(new URL(`../../locales/interface/${wanted}.json`, import.meta.url), 'utf8'))),
    ),
  );
