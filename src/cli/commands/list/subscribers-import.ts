import { stat } from 'node:fs/promises';
import { keepHeapSmall } from '../../../app/memory.ts';
import { type ListFile, withListFiles } from '../../../app/readers/list-files.ts';
import { finishImports } from '../../../app/send/finish-imports.ts';
import { linkSecrets } from '../../../app/settings/secrets.ts';
import { declaredFieldsOf } from '../../../publication/load.ts';
import { type Checked, type Problem, problemIn } from '../../../source/problem.ts';
import type { Store } from '../../../store/store.ts';
import { contentOf, type ImportReport, importSubscribers, openSubscriberList } from '../../../subscribers/import.ts';
import type { ListOptions } from '../../../subscribers/list/plan.ts';
import type { List } from '../../../subscribers/list/read-list.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import type { Output } from '../../output/outputs.ts';
import { ask } from '../../prompt.ts';
import { withEvents } from '../../terminal/events.ts';
import { makeProgress } from '../../terminal/progress.ts';
import { withDefaultLanguage } from '../../with-default-language.ts';
import { type ImportFlags, listOptions } from './import-options.ts';
import { contentTable, leftOutLines, listNotes, outcomeLine } from './import-report.ts';

/** `hebdo subscribers import FILE`: a list, a zip archive of lists, or `-`. */
export async function importFile(context: Context, file: string, flags: ImportFlags): Promise<ExitCode> {
  keepHeapSmall();
  const { terminal, refuse } = context;
  const { options, why } = listOptions(flags, await declaredFieldsOf(context.folder));
  if (options === undefined) {
    terminal.say(`  ${why}`);
    return exit.usage;
  }
  return withDefaultLanguage(
    context,
    async (store, language) => {
      if (flags.dryRun !== true) await finishImports(withEvents(context), store);
      const code = await withListFiles(file, files =>
        importLists(context, store, { file, files, options, flags, language }),
      );
      if (code !== undefined) return code;
      const [message, hint] = [t('%{file} does not exist.', { file }), t('Check its name and folder.')];
      return refuse([problemIn(file, { rule: 'file-missing', severity: 'error', message, hint })]);
    },
    flags.language,
  );
}

/** What is imported: the lists of the file that the user named `file`. */
type Wanted = { file: string; files: Checked<ListFile[]>; options: ListOptions; flags: ImportFlags; language: string };

/** A list that was looked at and can be imported. */
type OpenList = { file: ListFile; list: List };

async function importLists(context: Context, store: Store, wanted: Wanted): Promise<ExitCode> {
  const { terminal, json, print, refuse } = context;
  const { file, files, options, flags, language } = wanted;
  const lists: OpenList[] = [];
  const problems = [...files.problems];
  for (const one of files.value ?? []) {
    const opened = await openSubscriberList(one.path, one.areLeft ? { ...options, areLeft: true } : options);
    if (opened.value !== undefined) lists.push({ file: one, list: opened.value });
    problems.push(...named(one, opened.problems));
  }
  // One list that cannot be read refuses all of an archive: it may be the one of those who left.
  if (problems.length > 0) return refuse(problems);
  const inArchive = lists.length > 1;
  const isAsked = !json && flags.yes !== true && terminal.interactive && process.stdin.isTTY === true;
  const shown: Output<'subscribers import'>[] = [];
  for (const one of lists) {
    if (inArchive && !json) terminal.say(`  ${one.file.name}`);
    if (!json) for (const line of listNotes(one.list)) terminal.say(line);
    if (flags.dryRun === true || isAsked) shown.push(await showContent(context, one.list, language));
  }
  let code: ExitCode = exit.done;
  if (flags.dryRun !== true) {
    if (isAsked && (await ask(terminal, t('Import %{file}?', { file }))) === false) return exit.done;
    const reports: ImportReport[] = [];
    for (const one of lists) {
      const report = await importList(context, store, one, language);
      if (report.value === undefined) return refuse(named(one.file, report.problems));
      if (inArchive && !json) terminal.say(`  ${one.file.name}`);
      if (!json) showReport(context, report.value, one.list);
      reports.push(report.value);
      shown.push({ program: one.list.plan.from, passedOver: one.list.passedOver, ...report.value });
    }
    if (reports.every(isFruitless)) code = exit.problems;
  }
  const [first] = shown;
  if (json && inArchive)
    print('subscribers import ARCHIVE', { lists: shown.map((one, i) => ({ file: lists[i]?.file.name, ...one })) });
  else if (json && first !== undefined) print('subscribers import', first);
  return code;
}

/** The problems of a list, under the name that the user knows. */
const named = ({ name, path }: ListFile, problems: readonly Problem[]): Problem[] =>
  problems.map(problem => (problem.file === path ? { ...problem, file: name } : problem));

/** Whether an import rejected lines and took over no one. */
const isFruitless = ({ added, updated, unchanged, unsubscribed, erased, rejectedLines }: ImportReport): boolean =>
  rejectedLines > 0 && added + updated + unchanged + unsubscribed + erased === 0;

/** Imports a list, with a progress bar. */
async function importList(
  { terminal, now, env }: Context,
  store: Store,
  { file, list }: OpenList,
  fallback: string,
): Promise<Checked<ImportReport>> {
  const { size } = await stat(file.path);
  const bar = makeProgress(terminal, Math.ceil(size / 1024), t('KB'));
  const report = await importSubscribers(store, {
    list,
    fallback,
    secrets: linkSecrets(env).value ?? [],
    now: now(),
    progress: (_, bytes) => bar.update(Math.floor(bytes / 1024)),
  });
  bar.end();
  return report;
}

function showReport({ terminal }: Context, report: ImportReport, list: List): void {
  terminal.say(outcomeLine(report));
  for (const line of leftOutLines(report, list)) terminal.say(line);
}

/** Shows what an import would take over. @returns it for programs */
async function showContent(
  { terminal, json }: Context,
  list: List,
  language: string,
): Promise<Output<'subscribers import'>> {
  const content = await contentOf(list, language);
  if (!json) {
    terminal.say(contentTable(terminal, content));
    for (const line of leftOutLines(content, list)) terminal.say(line);
  }
  return { program: list.plan.from, passedOver: list.passedOver, ...content };
}
