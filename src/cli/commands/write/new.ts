import { commandOn } from '../../../app/starter/origin.ts';
import { writeNewIssue } from '../../../app/write/new-issue.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';

/** `hebdo new [WEEK]`: the next issue's file, ready to fill. */
export async function newWeek(context: Context, named: string | undefined): Promise<ExitCode> {
  const { folder, terminal, json, print, refuse, now } = context;
  const { value, problems } = await writeNewIssue(folder, named, now());
  if (value === undefined) return refuse(problems);
  const { week, path } = value;
  if (json) print('new', { week, path });
  else {
    const command = commandOn(folder, `preview ${week}`);
    terminal.say(t('  %{path} is ready to fill. `%{command}` shows it while you write.', { path, command }));
  }
  return exit.done;
}
