import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { withRegularFile } from '../../../app/readers/regular-file.ts';
import { finishImports } from '../../../app/send/finish-imports.ts';
import { problemIn } from '../../../source/problem.ts';
import { addressKey } from '../../../store/address.ts';
import { privateWriteStream } from '../../../store/database/private-file.ts';
import { checkAddress } from '../../../subscribers/address.ts';
import { exportSuppressions, importSuppressions } from '../../../subscribers/suppression-files.ts';
import { number, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { withEvents } from '../../terminal/events.ts';
import { printLines } from '../../terminal/pipes.ts';
import { table } from '../../terminal/table.ts';
import { withStore } from '../../with-store.ts';

/** Rows shown on the terminal; JSON and the export have them all. */
const maxShownRows = 50;

/** `hebdo suppressions list`. */
export const list = (context: Context): Promise<ExitCode> =>
  withStore(context, async ({ suppressions }) => {
    const { terminal, json, print } = context;
    const count = await suppressions.count();
    const rows = [];
    for await (const row of suppressions.all()) {
      rows.push(row);
      if (!json && rows.length === maxShownRows) break;
    }
    if (json)
      print('suppressions list', {
        suppressions: rows.map(row => ({ address: row.address_key, reason: row.reason, since: row.created_at })),
      });
    else if (rows.length === 0) terminal.say(t('  No address is suppressed.'));
    else {
      const columns = [{ heading: t('address') }, { heading: t('why') }, { heading: t('since') }];
      const cells = rows.map(row => [row.address_key, row.reason, row.created_at.slice(0, 10)]);
      terminal.say(table(terminal, columns, cells));
      if (count > rows.length)
        terminal.say(t('  … and %{count} more: hebdo suppressions export', { count: number(count - rows.length) }));
    }
    return exit.done;
  });

/** `hebdo suppressions add ADDRESS`. */
export async function add(context: Context, text: string, reason: string): Promise<ExitCode> {
  const { terminal, json, print, refuse, now } = context;
  const { address, why } = checkAddress(text);
  if (address === undefined)
    return refuse([problemOf(text, t('Not added: %{why}.', { why }), t('Correct it and try again.'))]);
  return withStore(context, async ({ suppressions }) => {
    const added = await suppressions.add(addressKey(address), reason, now());
    if (json) print('suppressions add', { address, added });
    else terminal.say(`  ${address} ${added ? t('will not be mailed any more') : t('was suppressed already')}.`);
    return exit.done;
  });
}

/** `hebdo suppressions remove ADDRESS --reason WHY`. */
export const remove = (context: Context, address: string, reason: string): Promise<ExitCode> =>
  withStore(context, async ({ suppressions }) => {
    const { terminal, json, print, refuse, now } = context;
    const was = await suppressions.remove(addressKey(address.trim()), reason, now());
    if (was === undefined)
      return refuse([
        problemOf(address, t('%{address} is not suppressed.', { address }), t('hebdo suppressions list shows all.')),
      ]);
    if (json) print('suppressions remove', { address, was, reason });
    else terminal.say(t('  %{address} can be mailed again. It was suppressed because: %{was}.', { address, was }));
    return exit.done;
  });

/** `hebdo suppressions import FILE`. */
export async function importFile(context: Context, file: string, reason: string): Promise<ExitCode> {
  const { terminal, json, print, refuse, now } = context;
  return withStore(context, async ({ suppressions, imports }) => {
    await finishImports(withEvents(context), { imports });
    const report = await withRegularFile(file, path => importSuppressions(suppressions, path, reason, now()));
    if (report === undefined)
      return refuse([problemOf(file, t('%{file} does not exist.', { file }), t('Check its name and folder.'))]);
    if (report.value === undefined) return refuse(report.problems.map(problem => ({ ...problem, file })));
    const { added, known, rejected } = report.value;
    if (json) print('suppressions import', report.value);
    else {
      terminal.say(
        t('  %{added} added, %{known} suppressed already, %{rejected} rejected.', {
          added,
          known,
          rejected: rejected.length,
        }),
      );
      for (const { line, why } of rejected.slice(0, 20)) terminal.say(t('  line %{line}: %{why}', { line, why }));
    }
    return rejected.length > 0 && added + known === 0 ? exit.problems : exit.done;
  });
}

/** `hebdo suppressions export [FILE]`: CSV, to standard output without a file. */
export const exportFile = (context: Context, file: string | undefined): Promise<ExitCode> =>
  withStore(context, async ({ suppressions }) => {
    const lines = exportSuppressions(suppressions);
    if (file === undefined) await printLines(lines, process);
    else await pipeline(lines, privateWriteStream(resolve(file)));
    return exit.done;
  });

const problemOf = (what: string, message: string, hint: string) =>
  problemIn(what, { rule: 'suppression', severity: 'error', message, hint });
