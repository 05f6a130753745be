import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { keepHeapSmall } from '../../../app/memory.ts';
import { withRegularFile } from '../../../app/readers/regular-file.ts';
import { finishImports } from '../../../app/send/finish-imports.ts';
import { linkSecrets } from '../../../app/settings/secrets.ts';
import { problemIn } from '../../../source/problem.ts';
import type { Store } from '../../../store/store.ts';
import { contentOf, importSubscribers, openSubscriberList } from '../../../subscribers/import.ts';
import type { ListOptions } from '../../../subscribers/list/plan.ts';
import type { List } from '../../../subscribers/list/read-list.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { ask } from '../../prompt.ts';
import { withEvents } from '../../terminal/events.ts';
import { makeProgress } from '../../terminal/progress.ts';
import { withDefaultLanguage } from '../../with-default-language.ts';
import { type ImportFlags, listOptions } from './import-options.ts';
import { contentTable, leftOutLines, listNotes, outcomeLine } from './import-report.ts';

/** `hebdo subscribers import FILE`. */
export async function importFile(context: Context, file: string, flags: ImportFlags): Promise<ExitCode> {
  keepHeapSmall();
  const { terminal, refuse } = context;
  const { options, why } = listOptions(flags);
  if (options === undefined) {
    terminal.say(`  ${why}`);
    return exit.usage;
  }
  return withDefaultLanguage(context, async (store, language) => {
    if (flags.dryRun !== true) await finishImports(withEvents(context), store);
    const code = await withRegularFile(resolve(file), path =>
      importPath(context, store, { file, path, options, flags, language }),
    );
    if (code !== undefined) return code;
    const [message, hint] = [t('%{file} does not exist.', { file }), t('Check its name and folder.')];
    return refuse([problemIn(file, { rule: 'file-missing', severity: 'error', message, hint })]);
  });
}

/** What is imported: the list at `path`, which the user named `file`. */
type Wanted = { file: string; path: string; options: ListOptions; flags: ImportFlags; language: string };

async function importPath(context: Context, store: Store, wanted: Wanted): Promise<ExitCode> {
  const { terminal, json, print, refuse, now, env } = context;
  const { file, path, options, flags, language } = wanted;
  const refused = (problems: Parameters<typeof refuse>[0]): Promise<ExitCode> =>
    refuse(problems.map(problem => (problem.file === path ? { ...problem, file } : problem)));
  const { value: list, problems } = await openSubscriberList(path, options);
  if (list === undefined) return refused(problems);
  if (!json) for (const line of listNotes(list)) terminal.say(line);
  if (flags.dryRun === true) return await showContent(context, list, language);
  const isAsked = !json && flags.yes !== true && terminal.interactive && process.stdin.isTTY === true;
  if (isAsked) {
    await showContent(context, list, language);
    if ((await ask(terminal, t('Import %{file}?', { file }))) === false) return exit.done;
  }
  const { size } = await stat(path);
  const bar = makeProgress(terminal, Math.ceil(size / 1024), t('KB'));
  const report = await importSubscribers(store, {
    list,
    fallback: language,
    secrets: linkSecrets(env).value ?? [],
    now: now(),
    progress: (_, bytes) => bar.update(Math.floor(bytes / 1024)),
  });
  bar.end();
  if (report.value === undefined) return refused(report.problems);
  const { added, updated, unchanged, unsubscribed, erased, rejectedLines } = report.value;
  if (json) print({ program: list.plan.from, passedOver: list.passedOver, ...report.value });
  else {
    terminal.say(outcomeLine(report.value));
    for (const line of leftOutLines(report.value, list)) terminal.say(line);
  }
  return rejectedLines > 0 && added + updated + unchanged + unsubscribed + erased === 0 ? exit.problems : exit.done;
}

/** Shows what an import would take over. */
async function showContent({ terminal, json, print }: Context, list: List, language: string): Promise<ExitCode> {
  const content = await contentOf(list, language);
  if (json) print({ program: list.plan.from, passedOver: list.passedOver, ...content });
  else {
    terminal.say(contentTable(terminal, content));
    for (const line of leftOutLines(content, list)) terminal.say(line);
  }
  return exit.done;
}
