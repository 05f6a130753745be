import { userCache } from '../../../app/compile/user-cache.ts';
import { checkNewsletter } from '../../../app/write/check.ts';
import { applyFixes } from '../../../app/write/fix.ts';
import { hasErrors, inReadingOrder } from '../../../source/problem.ts';
import { counted, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { githubAnnotations, sarif } from '../../formats.ts';
import { showSizes } from '../../terminal/meters.ts';
import { showProblems, tally, textIn } from '../../terminal/problems.ts';
import { pickFixes } from './pick-fixes.ts';

export type CheckOptions = { format: 'text' | 'json' | 'github' | 'sarif'; fix: boolean; online: boolean };

/** How often `--fix` corrects what it finds, at most. */
const maxRounds = 5;

/** `hebdo check`: finds mistakes before sending; `--fix` makes the safe repairs, and asks about the others at a terminal. */
export async function check(context: Context, named: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const { folder, terminal } = context;
  const cache = userCache(context.env);
  let result = await checkNewsletter(folder, named, options.online, context.now(), cache);
  let mended = 0;
  if (options.fix) {
    const picked = options.format === 'text' ? await pickFixes(terminal, result.problems) : [];
    // Of two corrections in one place the second is found after the first.
    for (let round = 0, last = -1; round < maxRounds && last !== 0; round++) {
      last = await applyFixes(folder, [...result.problems, ...(round === 0 ? picked : [])]);
      mended += last;
      if (last > 0) result = await checkNewsletter(folder, named, options.online, context.now(), cache);
    }
  }
  const problems = inReadingOrder(result.problems);
  if (options.format === 'json') context.print('check', { ...result, problems, mended });
  else if (options.format === 'sarif') context.printAs(sarif(problems));
  else if (options.format === 'github') process.stdout.write(githubAnnotations(problems));
  else {
    await showProblems(terminal, problems, textIn(folder));
    if (problems.length === 0) showSizes(terminal, result.sizes);
    if (mended > 0) terminal.say(t('%{places} corrected.', { places: counted(mended, 'place', 'places') }));
    const fixable = problems.filter(({ fix }) => fix !== undefined).length;
    if (fixable > 0) terminal.say(t('--fix can correct %{fixable} of them.', { fixable }));
    terminal.say(
      t('%{files} checked: %{problems}.', {
        files: counted(result.files.length, 'file', 'files'),
        problems: tally(problems),
      }),
    );
  }
  return hasErrors(problems) ? exit.problems : exit.done;
}
