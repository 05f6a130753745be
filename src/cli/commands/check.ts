import { hasErrors, inReadingOrder } from '../../source/problem.ts';
import { type Context, type ExitCode, exit } from '../context.ts';
import { checkAll } from '../newsletter.ts';
import { plural, showProblems, tally, textIn } from '../terminal/problems.ts';

/** `hebdo check`: everything that can be known before sending. */
export async function check({ folder, json, terminal, print }: Context, named: readonly string[]): Promise<ExitCode> {
  const { files, problems } = await checkAll(folder, named);
  if (json) print({ files, problems: inReadingOrder(problems) });
  else {
    await showProblems(terminal, problems, textIn(folder));
    terminal.say(`${plural(files.length, 'file')} checked: ${tally(problems)}.`);
  }
  return hasErrors(problems) ? exit.problems : exit.done;
}
