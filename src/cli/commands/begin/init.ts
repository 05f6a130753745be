import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { automationFiles } from '../../../app/starter/automation.ts';
import { commandIn, isInstalledIn, shellWord } from '../../../app/starter/origin.ts';
import { starterFiles } from '../../../app/starter/starter-files.ts';
import { starterTemplates } from '../../../app/starter/templates.ts';
import { type Files, planStarter, type StarterPlan, writeStarter } from '../../../app/starter/write-starter.ts';
import { suggestSendAt, weekAfter, weekOf } from '../../../issue/new-issue-text.ts';
import { docsUrl } from '../../../source/metadata.ts';
import { problemIn } from '../../../source/problem.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { ask } from '../../prompt.ts';
import { shownPath } from '../../terminal/terminal.ts';
import { type InitAnswers, questionsFor, readAnswers } from './init-questions.ts';

export type InitOptions = InitAnswers & { yes: boolean; install: boolean };

/**
 * `hebdo init [DIR]`: a working newsletter in a folder. Nothing that is there is overwritten. In a folder that has a newsletter,
 * `--automation` adds its files.
 */
export async function init(context: Context, dir: string, options: InitOptions): Promise<ExitCode> {
  const folder = resolve(context.folder, dir);
  // Commands are printed for where `init` was run, whatever --cwd is.
  const shown = relative(process.cwd(), folder) || '.';
  const isNewsletter = existsSync(join(folder, 'hebdo.yaml'));
  if (existsSync(folder) && !statSync(folder).isDirectory())
    return refuseInit(
      context,
      dir,
      t('%{dir} is a file.', { dir }),
      t('Name a folder; it is made if it is not there.'),
    );
  if (isNewsletter && options.automation === undefined)
    return refuseInit(
      context,
      dir,
      t('%{dir} has a newsletter already: hebdo.yaml.', { dir }),
      t('`hebdo new` begins its next issue; `hebdo init --automation KINDS` adds files for automatic sending.'),
    );
  const isAsked = context.terminal.interactive && process.stdin.isTTY === true && !options.yes && !isNewsletter;
  const given = isAsked ? await askFor(shown, options) : options;
  if (given === undefined) return exit.interrupted;
  const { answers, faults } = readAnswers(given);
  if (answers === undefined)
    return context.refuse(
      faults.map(({ flag, message, hint }) => problemIn(flag, { rule: 'usage', severity: 'error', message, hint })),
    );
  const files = isNewsletter ? automationFiles(answers.automation) : await newsletter(context, folder, answers);
  const plan = await planStarter(folder, files);
  if (plan.taken.length > 0)
    return refuseInit(
      context,
      dir,
      t('%{there}: there already.', { there: plan.taken.join(', ') }),
      plan.taken.every(file => automationFiles(answers.automation).has(file))
        ? t('Nothing is overwritten: choose other KINDS with --automation KINDS, or none.')
        : isAsked
          ? t('Move them away, or choose an empty folder. To go on with your answers: %{command}', {
              command: commandWith(shown, given),
            })
          : t('Choose an empty folder; nothing is overwritten.'),
    );
  await writeStarter(folder, plan);
  const isInstalled = !isNewsletter && (await install(context, folder, options, isAsked));
  report(context, folder, shown, plan, { template: isNewsletter ? undefined : answers.template, isInstalled });
  return options.install && !isInstalled && !isNewsletter ? exit.world : exit.done;
}

const refuseInit = (context: Context, file: string, message: string, hint: string): ExitCode | Promise<ExitCode> =>
  context.refuse([problemIn(file, { rule: 'init', severity: 'error', message, hint })]);

/** The files of a newsletter whose first issue is the next week's. */
function newsletter({ now }: Context, folder: string, answers: Parameters<typeof starterFiles>[1]): Promise<Files> {
  const today = Temporal.Instant.fromEpochMilliseconds(now().getTime())
    .toZonedDateTimeISO(answers.timeZone)
    .toPlainDate();
  const week = weekAfter(weekOf(today));
  return starterFiles(folder, answers, week, suggestSendAt(week, []));
}

/** Installs hebdo in the newsletter, if that is wanted and it is not there. @returns whether it is installed */
async function install(
  { terminal }: Context,
  folder: string,
  options: InitOptions,
  isAsked: boolean,
): Promise<boolean> {
  if (isInstalledIn(folder)) return true;
  const isWanted =
    options.install || (isAsked && (await ask(terminal, t('Install hebdo in it now (`npm install`)?'))) === true);
  if (!isWanted) return false;
  // On Windows npm is a script that only a shell can run. No argument comes from outside.
  const npm = spawn('npm', ['install'], { cwd: folder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  return new Promise(done => {
    npm.once('error', () => done(false));
    npm.once('close', code => done(code === 0));
  });
}

/** Says what was written, and which commands come next: they work as printed, where `init` was run. */
function report(
  { terminal, json, print }: Context,
  folder: string,
  dir: string,
  { write, merge, keep }: StarterPlan,
  { template, isInstalled }: { template?: string; isInstalled: boolean },
): void {
  const files = [...write.keys()];
  if (json) {
    print('init', { folder, files, merged: [...merge.keys()], kept: keep, installed: isInstalled });
    return;
  }
  const here = dir === '.';
  if (template === undefined) {
    terminal.say(
      files.length > 0 ? t('  Added: %{files}.', { files: files.join(', ') }) : t('  There was nothing to add.'),
    );
    return;
  }
  terminal.say(t('  %{folder} is a newsletter now.', { folder: shownPath(folder) }));
  terminal.say(
    t('  Template: %{template}. Pictures of %{names}: %{page}', {
      template,
      names: starterTemplates.join(', '),
      page: docsUrl('templates.md'),
    }),
  );
  if (merge.size > 0) terminal.say(t('  Completed: %{files}.', { files: [...merge.keys()].join(', ') }));
  if (keep.length > 0) terminal.say(t('  Left as they were: %{files}.', { files: keep.join(', ') }));
  terminal.say('');
  const hebdo = isInstalled ? 'npx hebdo' : commandIn(process.cwd());
  const at = here || isInstalled ? '' : ` --cwd ${shellWord(dir)}`;
  const into = here ? '' : ` --prefix ${shellWord(dir)}`;
  const commands = [
    ...(isInstalled ? [] : [[`npm install${into}`, t('to install hebdo in it')] as const]),
    ...(isInstalled && !here ? [[`cd ${shellWord(dir)}`, ''] as const] : []),
    [`${hebdo} preview${at}`, t('to see it while you write')] as const,
    [`${hebdo} check${at}`, t('to find mistakes')] as const,
    [`${hebdo} demo${at}`, t('to send it, on this machine only')] as const,
  ];
  const width = Math.max(...commands.map(([command]) => command.length));
  for (const [command, what] of commands) terminal.say(`  ${command.padEnd(width)}  ${what}`.trimEnd());
}

/** Asks for the answers that no flag gives, each checked at once. @returns undefined when the person cancels */
async function askFor(dir: string, options: InitOptions): Promise<InitAnswers | undefined> {
  const { cancel, intro, isCancel, outro, select, text } = await import('@clack/prompts');
  const answers: InitAnswers = { ...options, name: [...options.name] };
  intro(t('A new newsletter'));
  // The languages decide which names are asked, so that the questions are made again after each answer.
  for (let i = 0; ; i++) {
    const question = questionsFor(answers)[i];
    if (question === undefined) break;
    const { message, otherwise, choices, check, get, set } = question;
    if (get(options) !== undefined) continue;
    const answer =
      choices === undefined
        ? await text({
            message,
            placeholder: otherwise,
            defaultValue: otherwise,
            validate: written => {
              const fault = written?.trim() ? check(written.trim()) : undefined;
              return fault && `${fault.message} ${fault.hint}`;
            },
          })
        : await select({
            message: `${message} (${t('↑/↓, then Enter')})`,
            options: choices,
            initialValue: otherwise,
            showInstructions: false,
          });
    if (isCancel(answer)) {
      cancel(t('Nothing was written. To go on with your answers: %{command}', { command: commandWith(dir, answers) }));
      return undefined;
    }
    set(answers, answer.trim());
  }
  outro(t('Thank you.'));
  return answers;
}

/** The command that begins with the answers that were given. */
function commandWith(dir: string, answers: InitAnswers): string {
  const flags = new Map<string, string[]>();
  for (const { flag, get } of questionsFor(answers)) {
    const text = get(answers);
    if (text !== undefined) flags.set(flag, [...(flags.get(flag) ?? []), text]);
  }
  const words = [...flags].flatMap(([flag, texts]) => [flag, ...texts]);
  return [commandIn(process.cwd()), 'init', ...[dir, ...words].map(word => shellWord(word))].join(' ');
}
