import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Liquid, LiquidError } from 'liquidjs';
import type { Locale } from '../edition/locale.ts';
import { errorText } from '../source/error-text.ts';
import { suggestion } from '../source/nearest.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import { filters, localeKey } from './filters.ts';

/** The two files a template must have; all others are partials of these. */
export const templateFiles = { html: 'email.mjml', text: 'email.txt.liquid' } as const;

/** A template of the newsletter, parsed. */
export type Template = {
  /** Whether it is one that comes with hebdo, whose accessibility and support hebdo's own tests see to. */
  bundled: boolean;
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
  const own = join(folder, 'templates');
  const found = (await readFolder(own, name)) ?? (await readFolder(bundled, name));
  const files = found?.files;
  if (files === undefined) {
    const hint = suggestion(name, await templateNames(folder));
    return { problems: [templateProblem('hebdo.yaml', `There is no template in ${shown}/.`, hint)] };
  }
  const problems = Object.values(templateFiles)
    .filter(file => !files.has(file))
    .map(file => templateProblem(`${shown}/${file}`, `${shown}/ has no ${file}.`, 'Copy it from another template.'));
  if (problems.length > 0) return { problems };

  const engines = { html: makeLiquid(files, 'html'), text: makeLiquid(files, 'text') };
  const parsed = [...files.keys()].flatMap(file => syntaxProblem(engines[kindOf(file)], shown, file));
  if (parsed.length > 0) return { problems: parsed };
  return {
    value: {
      bundled: found?.path === join(bundled, name),
      folder: shown,
      files,
      async render(kind, locale, scope) {
        const file = templateFiles[kind];
        try {
          const out: unknown = await engines[kind].renderFile(file, scope, { globals: { [localeKey]: locale } });
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

async function readFolder(
  root: string,
  name: string,
): Promise<{ path: string; files: Map<string, string> } | undefined> {
  // A link may lead out of the folder of templates; what it leads to is the owner's business, but not a file of it.
  const path = await realpath(join(root, name)).catch(() => join(root, name));
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return undefined;
  const names = entries.filter(entry => entry.isFile() && /\.(mjml|liquid)$/.test(entry.name)).map(entry => entry.name);
  const texts = await Promise.all(names.map(async file => [file, await readFile(join(path, file), 'utf8')] as const));
  return { path, files: new Map(texts) };
}

function makeLiquid(files: ReadonlyMap<string, string>, kind: keyof typeof templateFiles): Liquid {
  const liquid = new Liquid({
    // Each file is parsed once, however many editions are rendered.
    cache: true,
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
  for (const [name, filter] of Object.entries(filters)) liquid.registerFilter(name, filter);
  return liquid;
}

/** Partials of the plain text bear `.txt.` in their names. */
const kindOf = (file: string): keyof typeof templateFiles => (file.includes('.txt.') ? 'text' : 'html');

function syntaxProblem(liquid: Liquid, folder: string, file: string): Problem[] {
  try {
    liquid.parseFileSync(file);
    return [];
  } catch (cause) {
    return [liquidProblem(cause, folder, file)];
  }
}

function liquidProblem(cause: unknown, folder: string, file: string): Problem {
  // Only the limits of time and memory are told without a place.
  if (!LiquidError.is(cause))
    return templateProblem(
      `${folder}/${file}`,
      `Liquid: ${errorText(cause)}.`,
      'Look for a loop that goes on too long.',
    );
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

const templateProblem = (file: string, message: string, hint: string): Problem =>
  problemIn(file, { rule: 'template', severity: 'error', message, hint });
