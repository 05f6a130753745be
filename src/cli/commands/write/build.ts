import { join } from 'node:path';
import { loadNewsletter, newestIssue } from '../../../app/compile/newsletter.ts';
import { buildIssue } from '../../../app/write/build.ts';
import { counted, number, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { showWarnings } from '../../terminal/problems.ts';
import { table } from '../../terminal/table.ts';

/** `hebdo build`: writes each edition's files, and shows how large they are. */
export async function build(context: Context, named: string | undefined, out: string): Promise<ExitCode> {
  const { folder, terminal, json, print, refuse } = context;
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  const week = named ?? (await newestIssue(newsletter.value));
  if (week === undefined) {
    terminal.say(t('There is no issue yet: hebdo new makes one.'));
    return exit.usage;
  }
  const built = await buildIssue(newsletter.value, week, out, context.env);
  if (built.value === undefined) return refuse(built.problems);
  await showWarnings(terminal, built.problems, folder);
  const { compiled, files } = built.value;
  if (json) print('build', { files: files.map(path => join(out, path)) });
  else {
    const rows = compiled.editions.map(({ email, sentBytes }) => [
      email.language,
      email.subject,
      kilobytes(sentBytes),
      kilobytes(Buffer.byteLength(email.text)),
      String(email.images.length),
    ]);
    const columns = [
      { heading: t('edition') },
      { heading: t('subject') },
      { heading: t('HTML'), numeric: true },
      { heading: t('text'), numeric: true },
      { heading: t('images'), numeric: true },
    ];
    terminal.say(table(terminal, columns, rows));
    terminal.say(
      t('\n  %{files} in %{out}/', {
        files: counted(files.length, 'file', 'files'),
        out: join(out, compiled.issue.week),
      }),
    );
  }
  return exit.done;
}

const kilobytes = (bytes: number): string => t('%{size} KB', { size: number(bytes / 1024, 1) });
