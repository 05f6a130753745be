import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type Log, makeLog } from '../../../app/observe/log.ts';
import { bounceKeys, mailboxSettings } from '../../../app/settings/bounce-settings.ts';
import type { Handled } from '../../../bounces/mailbox.ts';
import { type Recorded, recordVerdict } from '../../../bounces/record-verdict.ts';
import { judgeMail, type Verdict } from '../../../bounces/verdict.ts';
import { loadPublication } from '../../../publication/load.ts';
import { errorText } from '../../../source/error-text.ts';
import { problemIn } from '../../../source/problem.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { table } from '../../terminal/table.ts';
import { withStore } from '../../with-store.ts';

/** What each outcome is called on the screen. */
const outcomes: Record<Recorded, string> = {
  suppressed: 'suppressed',
  counted: 'counted',
  known: 'read before',
  moved: 'about an address they have left',
  nobody: 'about nobody on the list any more',
  unsigned: 'not signed by us: nothing done',
  left: 'off the list',
  noted: 'nothing to do',
};

/** `hebdo bounces FILE…`: what saved mails are taken for. Changes nothing. */
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
          message: 'There is no such file.',
          hint: 'Name saved mails, or a folder of them.',
        }),
      ]);
    paths.push(...found);
  }
  const verdicts: (Verdict & { file: string })[] = [];
  for (const path of paths)
    verdicts.push({ file: relative(folder, path), ...(await judgeMail(await readFile(path), keys.value)) });
  if (json) {
    print(verdicts.map(({ key: _, ...verdict }) => verdict));
    return exit.done;
  }
  const columns = [
    { heading: 'file' },
    { heading: 'verdict' },
    { heading: 'code' },
    { heading: 'recipient' },
    { heading: 'signed' },
    { heading: 'words' },
  ];
  const rows = verdicts.map(({ file, class: kind, code, recipient, who, words }) => [
    file,
    kind,
    code ?? '',
    recipient ?? '',
    who === undefined ? 'no' : 'yes',
    (words ?? '').slice(0, 60),
  ]);
  terminal.say(table(terminal, columns, rows));
  return exit.done;
}

/** Every file under a path, itself if it is one; undefined if there is nothing. */
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

/** `hebdo bounces`: reads the bounce mailbox once, or goes on reading it, and mends the list. */
export async function bounces(context: Context, watch: boolean, signal: AbortSignal): Promise<ExitCode> {
  const { folder, env, terminal, json, print, refuse, now } = context;
  const publication = await loadPublication(folder);
  const settings = await mailboxSettings(env);
  if (publication.value === undefined || settings.value === undefined)
    return refuse([...publication.problems, ...settings.problems]);
  const { soft, within } = publication.value.bounces;
  const limit = { count: soft, within: within * 1_000 };
  const { keys, imap } = settings.value;
  const log = await makeLog(env);
  const { readMailbox, watchMailbox } = await import('../../../bounces/mailbox.ts');
  return withStore(context, async store => {
    const counts = new Map<string, number>();
    const handle = async (raw: Buffer): Promise<Handled> => {
      const verdict = await judgeMail(raw, keys);
      const recorded = await recordVerdict(store, verdict, { source: 'mailbox', limit, now: now() });
      logVerdict(log, verdict, recorded);
      const what = `${verdict.class}\n${recorded}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
      if (watch) terminal.say(`  ${now().toISOString()}  ${verdict.class}: ${outcomes[recorded]}`);
      return verdict.class === 'none' || recorded === 'unsigned' ? 'left' : 'done';
    };
    if (watch) {
      terminal.say(`  Watching ${imap.mailbox} at ${imap.host}   (Ctrl-C ends it)`);
      await watchMailbox(imap, handle, signal, cause => {
        const why = errorText(cause);
        log.error({ why }, 'mailbox');
        terminal.say(`  ${why} It is tried again; nothing is lost.`);
      });
      return exit.done;
    }
    const read = await readMailbox(imap, handle);
    const rows = [...counts].sort().map(([what, count]) => {
      const [kind = '', recorded = ''] = what.split('\n');
      return { class: kind, outcome: recorded, count };
    });
    if (json) print({ read, outcomes: rows });
    else if (read === 0) terminal.say('  No new mail.');
    else {
      const columns = [{ heading: 'verdict' }, { heading: 'what was done' }, { heading: 'mails', numeric: true }];
      terminal.say(
        table(
          terminal,
          columns,
          rows.map(row => [row.class, wordsOf(row.outcome), String(row.count)]),
        ),
      );
    }
    return exit.done;
  });
}

const wordsOf = (recorded: string): string =>
  Object.entries(outcomes).find(([name]) => name === recorded)?.[1] ?? recorded;

function logVerdict(log: Log, { class: kind, code, who }: Verdict, recorded: Recorded): void {
  log.info({ class: kind, code, recorded, subscriber: who?.subscriber, week: who?.week }, 'bounce');
}
