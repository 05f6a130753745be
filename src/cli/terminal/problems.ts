import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { codeFrame } from '../../source/code-frame.ts';
import { inReadingOrder, type Problem, type Span } from '../../source/problem.ts';
import { counted, t } from '../../wording/wording.ts';
import type { Terminal } from './terminal.ts';

/** How a file's text is found again for its code frame. */
export type ReadText = (file: string) => Promise<string | undefined>;

/** Shows problems in reading order, each with its place, a code frame, and what to do. */
export async function showProblems(terminal: Terminal, problems: readonly Problem[], read: ReadText): Promise<void> {
  const texts = new Map<string, Promise<string | undefined>>();
  for (const problem of inReadingOrder(problems)) {
    const text = texts.get(problem.file) ?? read(problem.file);
    texts.set(problem.file, text);
    terminal.say(`${format(terminal, problem, await text)}\n`);
  }
}

function format(
  { stream }: Terminal,
  { severity, message, hint, file, span, other, rule, page }: Problem,
  text?: string,
): string {
  const style = (how: Parameters<typeof styleText>[0], words: string): string => styleText(how, words, { stream });
  const placeOf = (at: Span | undefined): string => (at === undefined ? file : `${file}:${at.line}:${at.column}`);
  const lines = [
    `${style(severity === 'error' ? ['red', 'bold'] : ['yellow', 'bold'], t(severity))} ${style('bold', message)}`,
    `  ${style('cyan', placeOf(span))} ${style('dim', rule)}${page === undefined ? '' : style('dim', `  ${page}`)}`,
  ];
  if (span !== undefined && text !== undefined) lines.push(indent(codeFrame(text, span)));
  if (other !== undefined && !(other.line === span?.line && other.column === span.column)) {
    lines.push(`  ${style('cyan', placeOf(other))}`);
    if (text !== undefined) lines.push(indent(codeFrame(text, other, 0)));
  }
  lines.push(`  → ${hint}`);
  return lines.join('\n');
}

const indent = (text: string): string =>
  text
    .split('\n')
    .map(line => `  ${line}`)
    .join('\n');

/** `2 errors and 1 warning`. */
export function tally(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  if (errors === 0 && warnings === 0) return t('no problems');
  if (warnings === 0) return counted(errors, 'error', 'errors');
  if (errors === 0) return counted(warnings, 'warning', 'warnings');
  return t('%{errors} and %{warnings}', {
    errors: counted(errors, 'error', 'errors'),
    warnings: counted(warnings, 'warning', 'warnings'),
  });
}

/** Shows what is worth a look but stops nothing. */
export const showWarnings = (terminal: Terminal, problems: readonly Problem[], folder: string): Promise<void> =>
  showProblems(terminal, problems, textIn(folder));

/** Reads the files that problems lie in. */
export const textIn =
  (folder: string): ReadText =>
  file =>
    readFile(join(folder, file), 'utf8').catch(() => undefined);
