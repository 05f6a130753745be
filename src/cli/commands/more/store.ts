import { existsSync } from 'node:fs';
import { databaseUrl } from '../../../app/settings/environment.ts';
import { ownValue } from '../../../source/own.ts';
import { problemIn } from '../../../source/problem.ts';
import { copyStore, storeStatus } from '../../../store/store.ts';
import { readStoreUrl } from '../../../store/url.ts';
import { number, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { makeProgress } from '../../terminal/progress.ts';
import { table } from '../../terminal/table.ts';
import { shownPath } from '../../terminal/terminal.ts';

/** `hebdo store migrate` and `hebdo store status`: opening a database brings its tables up to date. */
export async function status({ folder, env, terminal, json, print }: Context): Promise<ExitCode> {
  const found = await storeStatus(databaseUrl(folder, env));
  if (json) {
    print('store status', found);
    return exit.done;
  }
  terminal.say(
    t('  %{name}: up to date (%{migrations})\n', {
      name: shownPath(found.name),
      migrations: found.migrations.at(-1) ?? '',
    }),
  );
  const rows = found.tables.map(one => [one.table, number(one.rows)]);
  terminal.say(table(terminal, [{ heading: t('table') }, { heading: t('rows'), numeric: true }], rows));
  return exit.done;
}

/** `hebdo store copy FROM TO`. An argument that is the name of a variable of the environment stands for what it holds. */
export async function copy(context: Context, from: string, to: string): Promise<ExitCode> {
  const { folder, env, terminal, json, print, refuse, now } = context;
  const urlOf = (text: string): string => databaseUrl(folder, { HEBDO_DATABASE_URL: ownValue(env, text) ?? text });
  const source = readStoreUrl(urlOf(from));
  if (source?.kind === 'sqlite' && !existsSync(source.path)) {
    const hint = t('Name one that is there, as sqlite:.hebdo/hebdo.db or postgres://…, or the variable that holds it.');
    return refuse([
      problemIn(from, { rule: 'usage', severity: 'error', message: t('There is no such database.'), hint }),
    ]);
  }
  const { tables } = await storeStatus(urlOf(from));
  const total = tables.reduce((sum, { rows }) => sum + rows, 0);
  const bar = makeProgress(terminal, total, t('rows'));
  const read = new Map<string, number>();
  const copied = await copyStore(urlOf(from), urlOf(to), now(), (name, rows) => {
    read.set(name, rows);
    bar.update([...read.values()].reduce((sum, one) => sum + one, 0));
  });
  bar.end();
  if (json) print('store copy', { copied });
  else {
    terminal.say(
      table(
        terminal,
        [{ heading: t('table') }, { heading: t('rows'), numeric: true }],
        copied.map(one => [one.table, number(one.rows)]),
      ),
    );
    terminal.say(t('\n  Both have the same rows. Set HEBDO_DATABASE_URL to the new one before anything is sent.'));
  }
  return exit.done;
}
