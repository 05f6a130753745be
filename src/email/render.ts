import type { Locale } from '../edition/locale.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import type { HtmlCache } from './html-cache.ts';
import { compileMjml, type MjmlError } from './mjml.ts';
import { type Template, templateFiles } from './template.ts';

/**
 * Renders a template's HTML: Liquid first, then MJML, unless what comes of it is known.
 * @returns the HTML, or where in the template the mistake is
 */
export async function renderHtml(
  { template, cache }: { template: Template; cache?: HtmlCache },
  locale: Locale,
  scope: Record<string, unknown>,
): Promise<Checked<string>> {
  const mjml = await template.render('html', locale, scope);
  if (mjml.value === undefined) return mjml;
  const known = await cache?.get(mjml.value);
  if (known !== undefined) return { value: tidy(known), problems: [] };
  const compiled = await compileMjml(mjml.value);
  if ('html' in compiled) {
    await cache?.put(mjml.value, compiled.html);
    return { value: tidy(compiled.html), problems: [] };
  }
  return { problems: mjmlProblems(compiled, template) };
}

/**
 * The HTML as small as MJML's own minifier makes it, in a hundredth of the time: white space is folded, no-break spaces
 * are none. MJML writes a height that HTML does not know; the style beside it says the same.
 */
const tidy = (html: string): string =>
  html
    .replaceAll(' height="auto"', '')
    .replace(/[ \t\r\n]*\n[ \t\r\n]*/g, '\n')
    .replace(/[ \t]{2,}/g, ' ');

/** MJML's complaints. It counts lines in what Liquid wrote, so each is shown where its tag first stands in a file. */
function mjmlProblems({ errors, why }: { errors: MjmlError[]; why: string }, template: Template): Problem[] {
  if (errors.length === 0) {
    const hint = 'Most often its styles are to blame: look for a quote or brace that is not closed.';
    return [
      problemIn(`${template.folder}/${templateFiles.html}`, {
        rule: 'template',
        severity: 'error',
        message: `MJML cannot compile the template (${why}).`,
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
      message: `MJML: ${tag}>: ${error.message}.`,
      hint: 'See https://documentation.mjml.io for what the tag takes.',
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
