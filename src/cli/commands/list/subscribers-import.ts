import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { spareMemory } from '../../../app/memory.ts';
import { finishImports } from '../../../app/send/finish-imports.ts';
import { linkSecrets } from '../../../app/settings/secrets.ts';
import { problemIn } from '../../../source/problem.ts';
import { importSubscribers } from '../../../subscribers/import.ts';
import { isOrigin, originNames } from '../../../subscribers/origins.ts';
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
  const { terminal, json, print, refuse, now } = context;
  if (from !== undefined && !isOrigin(from)) {
    terminal.say(`  --from takes ${originNames.join(', ')}.`);
    return exit.usage;
  }
  return withDefaultLanguage(context, async (store, language) => {
    const path = resolve(file);
    const size = await stat(path).then(
      ({ size }) => size,
      () => undefined,
    );
    if (size === undefined)
      return refuse([
        problemIn(file, {
          rule: 'file-missing',
          severity: 'error',
          message: `${file} does not exist.`,
          hint: 'Check its name and folder.',
        }),
      ]);
    await finishImports(withEvents(context), store);
    const bar = makeProgress(terminal, Math.ceil(size / 1024), 'KB');
    const report = await importSubscribers(store, {
      path,
      from,
      fallback: language,
      secrets: linkSecrets(context.env).value ?? [],
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
  });
}
