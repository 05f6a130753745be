import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { databaseUrl } from '../../../app/settings/environment.ts';
import { type Problem, problemIn } from '../../../source/problem.ts';
import { isThere } from '../../../store/database/backup.ts';
import { backUpStore, restoreStore } from '../../../store/store.ts';
import { readStoreUrl } from '../../../store/url.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { ask } from '../../prompt.ts';
import { shownPath } from '../../terminal/terminal.ts';

/** `hebdo store backup [FILE]`. */
export async function backup(context: Context, file: string | undefined): Promise<ExitCode> {
  const { folder, terminal, json, print, refuse, now } = context;
  const path = sqliteFile(context);
  if (path === undefined) return tellPostgres(context);
  const to = file === undefined ? join(folder, '.hebdo/backups', `hebdo-${stamp(now())}.db`) : resolve(file);
  if (await isThere(to))
    return refuse([problem(shownPath(to), t('There is such a file already.'), t('Name another.'))]);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await backUpStore(path, to, now());
  if (json) print('store backup', { backup: to });
  else {
    terminal.say(`  ${shownPath(to)}`);
    terminal.say(
      t('  Keep HEBDO_SECRET with it, and both on another machine: without the secret no link of a sent issue works.'),
    );
  }
  return exit.done;
}

/** `hebdo store restore FILE`. */
export async function restore(context: Context, file: string, yes: boolean): Promise<ExitCode> {
  const { terminal, json, print, refuse, now } = context;
  const path = sqliteFile(context);
  if (path === undefined) return tellPostgres(context);
  const from = resolve(file);
  if (!(await isThere(from)))
    return refuse([problem(file, t('%{file} does not exist.', { file }), t('Check its name and folder.'))]);
  if (!yes) {
    const agreed = await ask(
      terminal,
      t('Put %{from} in the place of %{path}?', { from: file, path: shownPath(path) }),
    );
    if (agreed === undefined) {
      terminal.say(t('  Without a terminal, restoring needs --yes.'));
      return exit.usage;
    }
    if (!agreed) return exit.done;
  }
  const aside = `${path}.before-${stamp(now())}`;
  const wasThere = await isThere(path);
  await restoreStore(from, path, aside, now());
  if (json) print('store restore', { restored: path, kept: wasThere ? aside : null });
  else {
    terminal.say(
      wasThere ? t('  Restored. What was there is in %{aside}.', { aside: shownPath(aside) }) : t('  Restored.'),
    );
    terminal.say(
      t('  It does not know what was sent, who left and who was erased since it was taken: nothing is sent'),
    );
    terminal.say(t('  until you say so, with hebdo send ISSUE --accept-restored-ledger.'));
  }
  return exit.done;
}

/** The path of the SQLite file; undefined for PostgreSQL and an in-memory database. */
function sqliteFile({ folder, env }: Context): string | undefined {
  const named = readStoreUrl(databaseUrl(folder, env));
  return named?.kind === 'sqlite' && named.path !== ':memory:' ? named.path : undefined;
}

function tellPostgres({ terminal }: Context): ExitCode {
  terminal.say(t('  This is for a SQLite file. PostgreSQL has tools of its own:'));
  terminal.say(t('    pg_dump --format=custom --exclude-schema=hebdo_jobs --file=hebdo.dump "$HEBDO_DATABASE_URL"'));
  terminal.say(t('    pg_restore --clean --if-exists --dbname="$HEBDO_DATABASE_URL" hebdo.dump'));
  return exit.usage;
}

/** A moment as part of a file's name. */
const stamp = (at: Date): string => at.toISOString().replaceAll(':', '-').slice(0, 19);

const problem = (file: string, message: string, hint: string): Problem =>
  problemIn(file, { rule: 'usage', severity: 'error', message, hint });
