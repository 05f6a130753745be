import { Liquid, LiquidError } from 'liquidjs';
import type { Locale } from '../edition/locale.ts';
import { errorText } from '../source/error-text.ts';
import { docsUrl } from '../source/metadata.ts';
import { suggestion } from '../source/nearest.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import { t } from '../wording/wording.ts';
import { filters, localeKey } from './filters.ts';
import { withMarkers } from './mjml-problems/markers.ts';
import { readTemplateFiles, type TemplateFiles, templateNames } from './template-files.ts';

/** The two files that each template must have; all other files are partials. */
export const templateFiles = { html: 'email.mjml', text: 'email.txt.liquid' } as const;

/** A parsed template. */
export type Template = {
  /** Whether the template comes with hebdo. hebdo's own tests check its accessibility and client support. */
  bundled: boolean;
  /** The template's folder, relative to the newsletter's folder. */
  folder: string;
  /** Its files and the partials that it shares with other templates. */
  files: TemplateFiles;
  /** Renders one of the two main files. Problems have their place in the template's files. */
  render(kind: keyof typeof templateFiles, locale: Locale, scope: Record<string, unknown>): Checked<string>;
  /** The MJML with a marker of its place in each tag (mjml-problems/markers.ts); undefined if it cannot be made. */
  renderMarked(locale: Locale, scope: Record<string, unknown>): Promise<string | undefined>;
};

/** Milliseconds of rendering one file, which takes some hundredths of a second; more on a machine under load. */
const maxRenderMs = 20_000;
/** Objects that Liquid may allocate while rendering one file. */
const maxRenderObjects = 1e6;

/**
 * Loads a template (template-files.ts says from where). Its files are read once and kept in memory: a template cannot read other
 * files and cannot run code.
 * @param folder the newsletter's folder
 * @returns the template, or its missing files and syntax errors
 */
export async function loadTemplate(folder: string, name: string): Promise<Checked<Template>> {
  const shortPath = `templates/${name}`;
  const source = await readTemplateFiles(folder, name);
  if (source === undefined) {
    const hint = suggestion(name, await templateNames(folder));
    return {
      problems: [
        {
          ...templateProblem('hebdo.yaml', t('There is no template in %{shortPath}/.', { shortPath }), hint),
          valuePath: ['template'],
        },
      ],
    };
  }
  const { files, bundled } = source;
  const problems = Object.values(templateFiles)
    .filter(file => !files.has(file))
    .map(file =>
      templateProblem(
        `${shortPath}/${file}`,
        t('%{shortPath}/ has no %{file}.', { shortPath, file }),
        t('Copy it from another template.'),
      ),
    );
  if (problems.length > 0) return { problems };

  const engines = { html: makeLiquid(files, 'html'), text: makeLiquid(files, 'text') };
  const syntaxProblems = [...files.keys()].flatMap(file => syntaxProblem(engines[kindOf(file)], files, file));
  if (syntaxProblems.length > 0) return { problems: syntaxProblems };
  return {
    value: {
      bundled,
      folder: shortPath,
      files,
      render(kind, locale, scope) {
        const file = templateFiles[kind];
        try {
          const out: unknown = engines[kind].renderFileSync(file, scope, { globals: { [localeKey]: locale } });
          return { value: String(out), problems: [] };
        } catch (cause) {
          return { problems: [liquidProblem(cause, files, file)] };
        }
      },
      async renderMarked(locale, scope) {
        const marked = new Map(
          [...files].map(([file, { path, text }]) => [file, { path, text: withMarkers(file, text) }]),
        );
        try {
          const globals = { [localeKey]: locale };
          return String(await makeLiquid(marked, 'html').renderFile(templateFiles.html, scope, { globals }));
        } catch {
          return undefined;
        }
      },
    },
    problems: [],
  };
}

function makeLiquid(files: TemplateFiles, kind: keyof typeof templateFiles): Liquid {
  const liquid = new Liquid({
    // Each file is parsed once for all editions.
    cache: true,
    // Without a prototype: `{% render "constructor" %}` must find no native code.
    templates: Object.assign(
      Object.create(null),
      Object.fromEntries([...files].map(([file, { text }]) => [file, text])),
    ),
    outputEscape: kind === 'html' ? 'escape' : undefined,
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    renderLimit: maxRenderMs,
    memoryLimit: maxRenderObjects,
  });
  for (const [name, filter] of Object.entries(filters)) liquid.registerFilter(name, filter);
  return liquid;
}

/** The names of plain text partials contain `.txt.`. */
const kindOf = (file: string): keyof typeof templateFiles => (file.includes('.txt.') ? 'text' : 'html');

function syntaxProblem(liquid: Liquid, files: TemplateFiles, file: string): Problem[] {
  try {
    liquid.parseFileSync(file);
    return [];
  } catch (cause) {
    return [liquidProblem(cause, files, file)];
  }
}

/** The problem of an error of Liquid in a file of a template. */
function liquidProblem(cause: unknown, files: TemplateFiles, file: string): Problem {
  const pathOf = (name: string): string => files.get(name)?.path ?? name;
  // Only the errors about time and memory limits have no place.
  if (!LiquidError.is(cause))
    return templateProblem(
      pathOf(file),
      t('Liquid: %{cause}.', { cause: errorText(cause) }),
      t('Look for a loop that does not end.'),
    );
  const { token } = cause;
  // A variable's token does not name its partial, but has the partial's text.
  const partial = [...files].find(([, { text }]) => text === token?.input)?.[0];
  const name = token?.file ?? partial ?? file;
  const [line = 1, column = 1] = token?.getPosition?.() ?? [];
  const words = (cause.originalError?.message ?? cause.message).split(/, (?:file|line):/)[0] ?? cause.message;
  const missing = /^ENOENT: Failed to lookup "([^"]{1,300})"/.exec(words)?.[1];
  const message = missing === undefined ? words : t('there is no file `%{file}` for it', { file: missing });
  return {
    ...templateProblem(
      pathOf(name),
      t('Liquid: %{message}.', { message }),
      t('See %{page} for what a template can contain.', { page: docsUrl('templates.md') }),
    ),
    span: { line, column, endLine: line, endColumn: column + 1 },
  };
}

const templateProblem = (file: string, message: string, hint: string): Problem =>
  problemIn(file, { rule: 'template', severity: 'error', message, hint });
