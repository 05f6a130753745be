import type { Locale } from '../edition/locale.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import { t } from '../wording/wording.ts';
import type { HtmlCache } from './html-cache.ts';
import { compileMjml, type MjmlError } from './mjml.ts';
import { type Template, templateFiles } from './template.ts';

/**
 * Renders a template's HTML: Liquid first, then MJML, whose output is cached.
 * @returns the HTML, or the template's problems
 */
export async function renderHtml(
  { template, cache }: { template: Template; cache?: HtmlCache },
  locale: Locale,
  scope: Record<string, unknown>,
): Promise<Checked<string>> {
  const mjml = await template.render('html', locale, scope);
  if (mjml.value === undefined) return mjml;
  const cached = await cache?.get(mjml.value);
  if (cached !== undefined) return { value: minify(cached), problems: [] };
  const compiled = await compileMjml(mjml.value);
  if ('html' in compiled) {
    await cache?.put(mjml.value, compiled.html);
    return { value: minify(compiled.html), problems: [] };
  }
  return { problems: mjmlProblems(compiled, template) };
}

/**
 * Folds white space except no-break spaces. The result is as small as that of MJML's own minifier, in a hundredth of the
 * time. Removes `height="auto"`, which is invalid HTML and which MJML also writes as a style.
 */
const minify = (html: string): string =>
  html
    .replaceAll(' height="auto"', '')
    .replace(/[ \t\r\n]{2,}/g, run => (run.includes('\n') ? '\n' : run.includes('\r') ? run : ' '));

/** Makes problems of MJML's errors. Their lines refer to Liquid's output, so each points at the tag's first occurrence. */
function mjmlProblems({ errors, why }: { errors: MjmlError[]; why: string }, template: Template): Problem[] {
  if (errors.length === 0) {
    const hint = t('Most often its styles are to blame: look for a quote or brace that is not closed.');
    return [
      problemIn(`${template.folder}/${templateFiles.html}`, {
        rule: 'template',
        severity: 'error',
        message: t('MJML cannot compile the template (%{why}).', { why }),
        hint,
      }),
    ];
  }
  return errors.map(error => {
    const tag = `<${error.tagName}`;
    const attribute = /^Attribute ([\w-]+)/.exec(error.message)?.[1] ?? '';
    const [file, at] = findInFiles(template, new RegExp(`${tag}\\b[^>]*${attribute}`)) ??
      findInFiles(template, new RegExp(tag)) ?? [templateFiles.html, 0];
    const before = (template.files.get(file) ?? '').slice(0, at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return problemIn(`${template.folder}/${file}`, {
      rule: 'template',
      severity: 'error',
      message: t('MJML: %{tag}>: %{message}.', { tag, message: error.message }),
      hint: t('See https://documentation.mjml.io for what the tag takes.'),
      span: { line: before.length, column, endLine: before.length, endColumn: column + tag.length },
    });
  });
}

function findInFiles({ files }: Template, pattern: RegExp): [file: string, at: number] | undefined {
  for (const [file, text] of files) {
    const at = text.search(pattern);
    if (at !== -1) return [file, at];
  }
  return undefined;
}
