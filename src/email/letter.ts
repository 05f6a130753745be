import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '../edition/locale.ts';
import { typesetLine } from '../edition/typography.ts';
import type { Publication } from '../publication/schema.ts';
import type { Checked } from '../source/problem.ts';
import { type Localized, textIn } from '../source/values.ts';
import type { HtmlCache } from './html-cache.ts';
import { wrapText } from './plain-text.ts';
import { renderHtml } from './render.ts';
import { letterSlots } from './slots.ts';
import { loadTemplate, type Template } from './template.ts';

/** What a letter asks to be confirmed: a sign-up, or a subscriber's new address. */
export const letterKinds = ['sign_up', 'address'] as const;
export type LetterKind = (typeof letterKinds)[number];

/** A compiled letter. Its texts hold slots (see slots.ts) for what is personal. */
export type Letter = { kind: LetterKind; language: string; subject: string; html: string; text: string };

/** The folder in `templates/` that letters are made from. */
const letterTemplate = 'confirmation';

/** Whether a newsletter has letters of its own: those that come with hebdo are looked after by its own tests. */
export const hasOwnLetters = (folder: string): boolean => existsSync(join(folder, 'templates', letterTemplate));

/**
 * Compiles every letter in every language of a publication.
 * @param folder the newsletter's folder, whose own `templates/confirmation/` goes before the one that comes with hebdo
 * @returns the letters, or what is wrong with their template
 */
export async function compileLetters(
  folder: string,
  publication: Publication,
  locales: readonly Locale[],
  cache?: HtmlCache,
): Promise<Checked<Letter[]>> {
  const template = await loadTemplate(folder, letterTemplate);
  if (template.value === undefined) return { problems: template.problems };
  const letters: Letter[] = [];
  for (const locale of locales)
    for (const kind of letterKinds) {
      const letter = await compileLetter(template.value, publication, locale, kind, cache);
      if (letter.value === undefined) return { problems: letter.problems };
      letters.push(letter.value);
    }
  return { value: letters, problems: [] };
}

async function compileLetter(
  template: Template,
  publication: Publication,
  locale: Locale,
  kind: LetterKind,
  cache: HtmlCache | undefined,
): Promise<Checked<Letter>> {
  const { language, dir } = locale;
  const inLanguage = (text: Localized): string =>
    textIn(text, language) ?? textIn(text, publication.languages[0] ?? '') ?? '';
  const name = typesetLine(locale.typeset, inLanguage(publication.name));
  const word = (key: string): string => locale.t(`mails.${kind}.${key}`, { name, address: letterSlots.address });
  const scope = {
    letter: {
      language,
      dir,
      start: dir === 'rtl' ? 'right' : 'left',
      name,
      subject: word('subject'),
      title: word('title'),
      text: word('text'),
      button: word('button'),
      otherwise: word('otherwise'),
      publisher: {
        name: typesetLine(locale.typeset, inLanguage(publication.publisher.name)),
        address: inLanguage(publication.publisher.address),
      },
    },
    slots: letterSlots,
    theme: { accent: publication.theme.accent },
  };
  const html = await renderHtml({ template, cache }, locale, scope);
  const text = await template.render('text', locale, scope);
  if (html.value === undefined || text.value === undefined) return { problems: [...html.problems, ...text.problems] };
  return {
    value: { kind, language, subject: word('subject'), html: html.value, text: wrapText(text.value) },
    problems: [],
  };
}
