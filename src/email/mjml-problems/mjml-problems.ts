import { type Problem, problemIn } from '../../source/problem.ts';
import { t } from '../../wording/wording.ts';
import type { MjmlError } from '../mjml.ts';
import { type Template, templateFiles } from '../template.ts';
import { type Place, placesOf } from './markers.ts';
import { type Tag, tagsOf, unbalancedTag } from './tags.ts';

/** MJML that Liquid made of a template. `mark` makes the same of files with markers; undefined if it cannot. */
export type RenderedMjml = { template: Template; mjml: string; mark(): Promise<string | undefined> };

/** The problem of the first MJML tag by which MJML would leave content out without an error: an include, or a tag that is not closed. */
export async function lostContentProblems(rendered: RenderedMjml): Promise<Problem[]> {
  const tags = tagsOf(rendered.mjml);
  const include = tags.findIndex(({ name }) => name === 'mj-include');
  if (include !== -1) {
    const message = t('MJML: <mj-include> is not available.');
    const hint = t("Write `{% render 'part.liquid' %}`, with the values that the part needs.");
    return [problemAt(rendered.template, (await placesIn(rendered))[include], { tag: 'mj-include', message, hint })];
  }
  const at = unbalancedTag(tags);
  const tag = at === undefined ? undefined : tags[at];
  if (at === undefined || tag === undefined) return [];
  // A closing tag has no marker: that of the last opening tag before it is near.
  const places = await placesIn(rendered);
  const before = places.slice(0, at + 1).findLast(place => place !== undefined);
  const message = tag.isClosing
    ? t('MJML: </%{tag}> closes a tag that is not open.', { tag: tag.name })
    : t('MJML: <%{tag}> is not closed.', { tag: tag.name });
  const hint = t('Each tag is closed in the same part: <%{tag}>…</%{tag}> or <%{tag} />.', { tag: tag.name });
  return [problemAt(rendered.template, tag.isClosing ? before : places[at], { tag: tag.name, message, hint })];
}

/** The problems of MJML's errors: one for each place, however many editions and turns of a loop have it. */
export async function mjmlProblems(
  rendered: RenderedMjml,
  { errors, why }: { errors: MjmlError[]; why: string },
): Promise<Problem[]> {
  const { template, mjml } = rendered;
  if (errors.length === 0) {
    const hint = tagsOf(mjml).some(({ name }) => name === 'mjml')
      ? t('Most often its styles are to blame: look for a quote or brace that is not closed.')
      : t('A template begins with <mjml> and ends with </mjml>.');
    const message = t('MJML cannot compile the template (%{why}).', { why });
    return [
      problemIn(`${template.folder}/${templateFiles.html}`, { rule: 'template', severity: 'error', message, hint }),
    ];
  }
  const tags = tagsOf(mjml);
  const places = await placesIn(rendered);
  const hint = t('See https://documentation.mjml.io for what the tag takes.');
  const problems = errors.map(error => {
    const at = indexOf(error, mjml, tags);
    const message = t('MJML: %{tag}>: %{message}.', { tag: `<${error.tagName}`, message: error.message });
    return problemAt(template, places[at], { tag: error.tagName, message, hint });
  });
  const keyOf = ({ file, message, span }: Problem): string => `${file}:${span?.line}:${span?.column} ${message}`;
  return [...new Map(problems.map(problem => [keyOf(problem), problem])).values()];
}

const placesIn = async ({ mjml, mark }: RenderedMjml): Promise<(Place | undefined)[]> =>
  placesOf(mjml, (await mark()) ?? '');

/** The index of the tag that an error is about: of those on its line the one that has the attribute. */
function indexOf({ line, tagName, message }: MjmlError, mjml: string, tags: readonly Tag[]): number {
  const attribute = /^Attributes? ([\w-]{1,60})/.exec(message)?.[1] ?? '';
  const isNamed = ({ name, isClosing }: Tag): boolean => name === tagName && !isClosing;
  const lineOf = lineCounter(mjml);
  const onLine = tags.flatMap((tag, i) => (isNamed(tag) && lineOf(tag.at) === line ? [i] : []));
  const has = (i: number): boolean => mjml.slice(tags[i]?.at, tags[i]?.end).includes(attribute);
  return onLine.find(has) ?? onLine[0] ?? tags.findIndex(isNamed);
}

/** Makes the function that gives the line of an offset. Offsets must not decrease. */
function lineCounter(text: string): (offset: number) => number {
  let [line, next] = [1, text.indexOf('\n')];
  return offset => {
    while (next !== -1 && next < offset) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}

function problemAt(
  { folder, files }: Template,
  known: Place | undefined,
  { tag, message, hint }: { tag: string; message: string; hint: string },
): Problem {
  const place = known ?? firstPlace(files, tag);
  const { file, line, column } = place ?? { file: templateFiles.html, line: 1, column: 1 };
  const span = { line, column, endLine: line, endColumn: column + tag.length + 1 };
  return problemIn(files.get(file)?.path ?? `${folder}/${file}`, {
    rule: 'template',
    severity: 'error',
    message,
    hint,
    span,
  });
}

/** Where a tag stands first in the files, for one that Liquid puts together. */
function firstPlace(files: Template['files'], tag: string): Place | undefined {
  for (const [file, { text }] of files) {
    const at = text.indexOf(`<${tag}`);
    if (at === -1) continue;
    const before = text.slice(0, at).split('\n');
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
  return undefined;
}
