import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type HandledMail, loadBounceMailbox, readBounces } from '../../../app/readers/read-bounces.ts';
import { refusalsOfUs } from '../../../app/readers/refusals-of-us.ts';
import { bounceKeys } from '../../../app/settings/bounce-settings.ts';
import type { Recorded } from '../../../bounces/record-verdict.ts';
import { judgeMail, type Verdict } from '../../../bounces/verdict.ts';
import { problemIn } from '../../../source/problem.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { nameOf } from '../../names.ts';
import { withEvents } from '../../terminal/events.ts';
import { showRefusalsOfUs } from '../../terminal/refusals-of-us.ts';
import { table } from '../../terminal/table.ts';
import { withStore } from '../../with-store.ts';

/** The time for which refusals of us are shown. */
const refusalsShownMs = 30 * 86_400_000;

/** The words on the screen for each outcome. */
const outcomes: Record<Recorded, string> = {
  suppressed: t('suppressed'),
  counted: t('counted'),
  recorded: t('recorded; counts against no reader'),
  known: t('read before'),
  moved: t('about an address they have left'),
  nobody: t('about a reader who is no longer on the list'),
  unsigned: t('not signed by us: nothing done'),
  left: t('off the list'),
  noted: t('nothing to do'),
};

/** `hebdo bounces FILE…`: shows the verdict on saved mails. Changes nothing. */
export async function judgeFiles(context: Context, names: readonly string[]): Promise<ExitCode> {
  const { folder, env, terminal, json, print, refuse } = context;
  const keys = bounceKeys(env);
  if (keys.value === undefined) return refuse(keys.problems);
  const paths: string[] = [];
  for (const name of names) {
    const found = await filesIn(resolve(folder, name));
    if (found === undefined)
      return refuse([
        problemIn(name, {
          rule: 'usage',
          severity: 'error',
          message: t('There is no such file.'),
          hint: t('Name saved mails, or a folder of them.'),
        }),
      ]);
    paths.push(...found);
  }
  const verdicts: (Verdict & { file: string })[] = [];
  for (const path of paths)
    verdicts.push({ file: relative(folder, path), ...(await judgeMail(await readFile(path), keys.value)) });
  if (json) {
    print('bounces FILE', { verdicts: verdicts.map(({ key: _, ...verdict }) => verdict) });
    return exit.done;
  }
  const columns = [
    { heading: t('file') },
    { heading: t('verdict') },
    { heading: t('code') },
    { heading: t('recipient') },
    { heading: t('signed') },
    { heading: t('words') },
  ];
  const rows = verdicts.map(({ file, class: kind, code, recipient, who, words }) => [
    file,
    nameOf(kind),
    code ?? '',
    recipient ?? '',
    who === undefined ? t('no') : t('yes'),
    (words ?? '').slice(0, 60),
  ]);
  terminal.say(table(terminal, columns, rows));
  return exit.done;
}

/** All files under a path, or the path itself if it is a file; undefined if it does not exist. */
async function filesIn(path: string): Promise<string[] | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return [path];
  if (found?.isDirectory() !== true) return undefined;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

/** `hebdo bounces`: reads the bounce mailbox once, or watches it, and suppresses dead addresses. */
export async function bounces(context: Context, watch: boolean, signal: AbortSignal): Promise<ExitCode> {
  const { terminal, json, print, refuse, now } = context;
  const app = withEvents(context);
  const { value: mailbox, problems } = await loadBounceMailbox(app);
  if (mailbox === undefined) return refuse(problems);
  return withStore(context, async store => {
    if (watch) {
      const { imap } = mailbox;
      terminal.say(
        t('  Watching %{mailbox} at %{host}   (Ctrl-C ends it)', { mailbox: imap.mailbox, host: imap.host }),
      );
      const show = ({ class: kind, recorded }: HandledMail): void =>
        terminal.say(
          `  ${now().toISOString()}  ${t('%{label}: %{words}', { label: nameOf(kind), words: outcomes[recorded] })}`,
        );
      await readBounces(app, store, mailbox, show, signal);
      return exit.done;
    }
    const counts = new Map<string, { mail: HandledMail; count: number }>();
    const read = await readBounces(app, store, mailbox, mail => {
      const key = `${mail.class} ${mail.recorded}`;
      counts.set(key, { mail, count: (counts.get(key)?.count ?? 0) + 1 });
    });
    const rows = [...counts].sort().map(([, { mail, count }]) => ({ ...mail, count }));
    const refusals = await refusalsOfUs(store, new Date(now().getTime() - refusalsShownMs));
    if (json)
      print('bounces', {
        read,
        refusals,
        outcomes: rows.map(({ recorded, ...row }) => ({ class: row.class, outcome: recorded, count: row.count })),
      });
    else if (read === 0) terminal.say(t('  No new mail.'));
    else {
      const columns = [
        { heading: t('verdict') },
        { heading: t('what was done') },
        { heading: t('mails'), numeric: true },
      ];
      const cells = rows.map(row => [nameOf(row.class), outcomes[row.recorded], String(row.count)]);
      terminal.say(table(terminal, columns, cells));
    }
    if (!json) showRefusalsOfUs(terminal, refusals);
    return exit.done;
  });
}
