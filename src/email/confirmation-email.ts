import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { durationText } from '../edition/format.ts';
import type { Locale } from '../edition/locale.ts';
import { typesetLine } from '../edition/typography.ts';
import type { Publication } from '../publication/schema.ts';
import { type Checked, problemIn } from '../source/problem.ts';
import { type Localized, textIn } from '../source/values.ts';
import type { HtmlCache } from './html-cache.ts';
import { wrapText } from './plain-text.ts';
import { renderHtml } from './render.ts';
import { missingParts } from './rules/required-parts.ts';
import { confirmationSlots } from './slots.ts';
import { loadTemplate, type Template, templateFiles } from './template.ts';
import { bundledFolder } from './template-files.ts';
import { templateTheme } from './theme/theme.ts';

/** What an email bears a link for: see `ConfirmationKind` of the store. */
const confirmationKinds = ['sign_up', 'address', 'account', 'undo'] as const;
export type ConfirmationKind = (typeof confirmationKinds)[number];

/** A compiled email with a link to confirm, to open or to undo something. HTML and text contain slots (see slots.ts) for personal values. */
export type ConfirmationEmail = {
  kind: ConfirmationKind;
  language: string;
  subject: string;
  html: string;
  text: string;
};

/** The template of confirmation emails, a folder in `templates/`. */
const confirmationTemplate = 'confirmation';

/** Whether a newsletter has its own template for confirmation emails. hebdo's own tests check the bundled template. */
export function hasOwnConfirmationTemplate(folder: string): boolean {
  const own = join(folder, 'templates', confirmationTemplate);
  return existsSync(own) && resolve(own) !== join(bundledFolder, confirmationTemplate);
}

/** Options of `compileConfirmationEmails`. `lifetimeDays` is how long the link in the email works. */
type ConfirmationOptions = {
  lifetimeDays: Record<ConfirmationKind, number>;
  /** The kinds to compile; all by default. */
  kinds?: readonly ConfirmationKind[];
  cache?: HtmlCache;
};

/**
 * Compiles the confirmation emails of each kind in each language of a publication.
 * @param folder the newsletter's folder, whose own `templates/confirmation/` replaces the bundled one
 * @returns the emails, or the problems of their template
 */
export async function compileConfirmationEmails(
  folder: string,
  publication: Publication,
  locales: readonly Locale[],
  options: ConfirmationOptions,
): Promise<Checked<ConfirmationEmail[]>> {
  const template = await loadTemplate(folder, confirmationTemplate);
  if (template.value === undefined) return { problems: template.problems };
  const emails: ConfirmationEmail[] = [];
  for (const locale of locales)
    for (const kind of options.kinds ?? confirmationKinds) {
      const email = await compileConfirmationEmail({ template: template.value, publication, locale, kind, ...options });
      if (email.value === undefined) return { problems: email.problems };
      emails.push(email.value);
    }
  return { value: emails, problems: [] };
}

type ConfirmationSource = ConfirmationOptions & {
  template: Template;
  publication: Publication;
  locale: Locale;
  kind: ConfirmationKind;
};

async function compileConfirmationEmail(source: ConfirmationSource): Promise<Checked<ConfirmationEmail>> {
  const { template, publication, locale, kind, lifetimeDays, cache } = source;
  const { language, dir } = locale;
  const inLanguage = (text: Localized): string =>
    textIn(text, language) ?? textIn(text, publication.languages[0] ?? '') ?? '';
  const name = typesetLine(locale.typeset, inLanguage(publication.name));
  const values = {
    name,
    address: confirmationSlots.address,
    duration: durationText(locale, lifetimeDays[kind], 'day'),
  };
  const word = (key: string): string => locale.t(`mails.${kind}.${key}`, values);
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
    slots: confirmationSlots,
    theme: templateTheme(publication),
  };
  const html = await renderHtml({ template, cache }, locale, scope);
  const text = template.render('text', locale, scope);
  if (html.value === undefined || text.value === undefined) return { problems: [...html.problems, ...text.problems] };
  const email = { kind, language, subject: word('subject'), html: html.value, text: wrapText(text.value) };
  const { publisher } = scope.letter;
  const wanted = [confirmationSlots.confirm_url, publisher.name, publisher.address];
  // Parsing HTML takes longer than all else: it is done where something may be missing.
  const isThere =
    wanted.every(part => email.html.includes(part) && email.text.includes(part)) &&
    email.html.includes(`lang="${language}"`);
  const missing = isThere
    ? []
    : await missingParts(email, { slot: 'confirm_url', ofEdition: 'letter', language, publisher });
  const folder = `templates/${confirmationTemplate}`;
  return {
    ...(missing.length === 0 ? { value: email } : {}),
    problems: missing.map(({ message, hint, isOfText }) =>
      problemIn(`${folder}/${isOfText ? templateFiles.text : templateFiles.html}`, {
        rule: 'required-parts',
        severity: 'error',
        message,
        hint,
      }),
    ),
  };
}
