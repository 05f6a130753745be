import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Liquid, LiquidError } from 'liquidjs';
import type { Locale } from '../edition/locale.ts';
import { suggestion } from '../source/nearest.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import { filtersFor } from './filters.ts';

/** The two files a template must have; all others are partials of these. */
export const templateFiles = { html: 'email.mjml', text: 'email.txt.liquid' } as const;

/** A template of the newsletter, parsed. */
export type Template = {
  /** Its folder, relative to the newsletter's. */
  folder: string;
  /** Its files by name. */
  files: ReadonlyMap<string, string>;
  /** Renders one of the two main files, or tells where in the template the mistake is. */
  render(kind: keyof typeof templateFiles, locale: Locale, scope: Record<string, unknown>): Promise<Checked<string>>;
};

const bundled = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * Loads `templates/<name>/` of the newsletter, or else the one of that name that comes with hebdo. The files are
 * read once and kept in memory: nothing a template says can reach another file, and it can run no code.
 * @param folder the newsletter's folder
 * @returns the template, or where in its files Liquid cannot be understood
 */
export async function loadTemplate(folder: string, name: string): Promise<Checked<Template>> {
  const shown = `templates/${name}`;
  const files = (await readFolder(join(folder, 'templates'), name)) ?? (await readFolder(bundled, name));
  if (files === undefined) {
    const hint = suggestion(name, await templateNames(folder));
    return { problems: [templateProblem('hebdo.yaml', `There is no template in ${shown}/.`, hint)] };
  }
  const problems = Object.values(templateFiles)
    .filter(file => !files.has(file))
    .map(file => templateProblem(`${shown}/${file}`, `${shown}/ has no ${file}.`, 'Copy it from another template.'));
  if (problems.length > 0) return { problems };

  const parsed = [...files].flatMap(([file, text]) => syntaxProblem(text, shown, file));
  if (parsed.length > 0) return { problems: parsed };
  return {
    value: {
      folder: shown,
      files,
      async render(kind, locale, scope) {
        const file = templateFiles[kind];
        const liquid = makeLiquid(files, kind);
        for (const [name, filter] of Object.entries(filtersFor(locale))) liquid.registerFilter(name, filter);
        try {
          const out: unknown = await liquid.parseAndRender(files.get(file) ?? '', scope);
          return { value: String(out), problems: [] };
        } catch (cause) {
          return { problems: [liquidProblem(cause, shown, file)] };
        }
      },
    },
    problems: [],
  };
}

/** The names of the templates there are. */
async function templateNames(folder: string): Promise<string[]> {
  const folders = [join(folder, 'templates'), bundled];
  const entries = await Promise.all(folders.map(path => readdir(path, { withFileTypes: true }).catch(() => [])));
  return [...new Set(entries.flat().flatMap(entry => (entry.isDirectory() ? [entry.name] : [])))].sort();
}

async function readFolder(root: string, name: string): Promise<Map<string, string> | undefined> {
  const path = join(root, name);
  // A link may lead out of the folder of templates; what it leads to is the owner's business, but not a file of it.
  const entries = await readdir(await realpath(path).catch(() => path), { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return undefined;
  const files = entries.filter(entry => entry.isFile() && /\.(mjml|liquid)$/.test(entry.name));
  return new Map(
    await Promise.all(files.map(async ({ name }) => [name, await readFile(join(path, name), 'utf8')] as const)),
  );
}

const makeLiquid = (files: ReadonlyMap<string, string>, kind: keyof typeof templateFiles): Liquid =>
  new Liquid({
    templates: Object.fromEntries(files),
    outputEscape: kind === 'html' ? 'escape' : undefined,
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    // No template needs a second or a million objects; one that does loops.
    renderLimit: 1_000,
    memoryLimit: 1e6,
  });

function syntaxProblem(text: string, folder: string, file: string): Problem[] {
  try {
    new Liquid().parse(text, file);
    return [];
  } catch (cause) {
    return [liquidProblem(cause, folder, file)];
  }
}

function liquidProblem(cause: unknown, folder: string, file: string): Problem {
  // Only the limits of time and memory are told without a place.
  if (!LiquidError.is(cause))
    return templateProblem(`${folder}/${file}`, `Liquid: ${wordsOf(cause)}.`, 'Look for a loop that goes on too long.');
  const { token } = cause;
  const name = token?.file ?? file;
  const [line = 1, column = 1] = token?.getPosition?.() ?? [];
  const message = (cause.originalError?.message ?? cause.message).split(/, (?:file|line):/)[0] ?? cause.message;
  return {
    ...templateProblem(
      `${folder}/${name}`,
      `Liquid: ${message}.`,
      'See docs/templates.md for what a template can say.',
    ),
    span: { line, column, endLine: line, endColumn: column + 1 },
  };
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const templateProblem = (file: string, message: string, hint: string): Problem =>
  problemIn(file, { rule: 'template', severity: 'error', message, hint });
