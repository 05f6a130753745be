import { setTimeout as sleep } from 'node:timers/promises';
import { inReadingOrder, type Problem } from '../../../source/problem.ts';
import { t } from '../../../wording/wording.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/**
 * Asks a person, for each problem with candidates, which of them to write; to leave it is the first choice. Ctrl-C ends the questions.
 * @returns the problems for which one was picked, each with its fix; none where there is no terminal to ask on
 */
export async function pickFixes(terminal: Terminal, problems: readonly Problem[]): Promise<Problem[]> {
  const open = inReadingOrder(problems.filter(({ fix, picks }) => fix === undefined && picks !== undefined));
  if (open.length === 0 || !terminal.interactive || process.stdin.isTTY !== true) return [];
  const { isCancel, select } = await import('@clack/prompts');
  // Keys typed before the first question must not answer it.
  await sleep(50);
  const picked: Problem[] = [];
  for (const problem of open) {
    const { file, span, message, picks } = problem;
    if (picks === undefined) continue;
    const text = await select({
      message: `${file}:${span?.line}:${span?.column} ${message} (${t('↑/↓, then Enter')})`,
      showInstructions: false,
      options: [{ value: '', label: t('leave it') }, ...picks.texts.map(one => ({ value: one, label: one }))],
    });
    if (isCancel(text)) break;
    if (text !== '') picked.push({ ...problem, fix: { start: picks.start, end: picks.end, text } });
  }
  return picked;
}
