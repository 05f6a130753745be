import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { spareMemory } from '../../../app/memory.ts';
import { withRegularFile } from '../../../app/readers/regular-file.ts';
import { finishImports } from '../../../app/send/finish-imports.ts';
import { linkSecrets } from '../../../app/settings/secrets.ts';
import { problemIn } from '../../../source/problem.ts';
import type { Store } from '../../../store/store.ts';
import { importSubscribers } from '../../../subscribers/import.ts';
import { isOrigin, type Origin, originNames } from '../../../subscribers/origins.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { withEvents } from '../../terminal/events.ts';
import { plural } from '../../terminal/problems.ts';
import { makeProgress } from '../../terminal/progress.ts';
import { withDefaultLanguage } from '../../with-default-language.ts';

/** Rejected lines shown on the terminal; JSON has them all. */
const maxShownRejections = 20;

/** `hebdo subscribers import FILE`. */
export async function importFile(context: Context, file: string, from?: string): Promise<ExitCode> {
  spareMemory();
  const { terminal, refuse } = context;
  if (from !== undefined && !isOrigin(from)) {
    terminal.say(`  --from takes ${originNames.join(', ')}.`);
    return exit.usage;
  }
  return withDefaultLanguage(context, async (store, language) => {
    await finishImports(withEvents(context), store);
    const code = await withRegularFile(resolve(file), path =>
      importPath(context, store, { file, path, from, language }),
    );
    if (code !== undefined) return code;
    const [message, hint] = [`${file} does not exist.`, 'Check its name and folder.'];
    return refuse([problemIn(file, { rule: 'file-missing', severity: 'error', message, hint })]);
  });
}

/** Imports the list at `path`, which the user named `file`. */
async function importPath(
  { terminal, json, print, refuse, now, env }: Context,
  store: Store,
  { file, path, from, language }: { file: string; path: string; from?: Origin; language: string },
): Promise<ExitCode> {
  const { size } = await stat(path);
  const bar = makeProgress(terminal, Math.ceil(size / 1024), 'KB');
  const report = await importSubscribers(store, {
    path,
    from,
    fallback: language,
    secrets: linkSecrets(env).value ?? [],
    now: now(),
    progress: (_, bytes) => bar.update(Math.floor(bytes / 1024)),
  });
  bar.end();
  if (report.value === undefined)
    return refuse(report.problems.map(problem => (problem.file === path ? { ...problem, file } : problem)));
  const { added, updated, unchanged, unsubscribed, erased, rejected } = report.value;
  if (json) print(report.value);
  else {
    const left =
      unsubscribed === 0 ? '' : `, ${unsubscribed.toLocaleString('en')} left alone because they unsubscribed`;
    const kept = `${left}${erased === 0 ? '' : `, ${erased.toLocaleString('en')} left out because they were erased`}`;
    const figures = [added, updated, unchanged, rejected.length].map(n => n.toLocaleString('en'));
    terminal.say(
      `  ${figures[0]} added, ${figures[1]} updated, ${figures[2]} unchanged, ${figures[3]} rejected${kept}.`,
    );
    for (const { line, why } of rejected.slice(0, maxShownRejections)) terminal.say(`  line ${line}: ${why}`);
    if (rejected.length > maxShownRejections)
      terminal.say(`  … and ${plural(rejected.length - maxShownRejections, 'more line')} (--format json lists all)`);
  }
  return rejected.length > 0 && added + updated + unchanged + unsubscribed + erased === 0 ? exit.problems : exit.done;
}
