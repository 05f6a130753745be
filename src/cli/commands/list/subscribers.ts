import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pendingWords } from '../../../app/send/finish-imports.ts';
import { linkSecrets } from '../../../app/settings/secrets.ts';
import { declaredFieldsOf } from '../../../publication/load.ts';
import { problemIn } from '../../../source/problem.ts';
import { privateWriteStream } from '../../../store/database/private-file.ts';
import { readTags } from '../../../store/subscribers/field-checks.ts';
import { erase as eraseFrom } from '../../../subscribers/erasure.ts';
import { exportSubscribers, isListFormat, type ListFormat } from '../../../subscribers/export.ts';
import { personalData } from '../../../subscribers/personal-data.ts';
import { number, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { nameOf } from '../../names.ts';
import { ask } from '../../prompt.ts';
import { printLines } from '../../terminal/pipes.ts';
import { table } from '../../terminal/table.ts';
import { withStore } from '../../with-store.ts';

/** `hebdo subscribers list`: how many there are, by language. */
export async function list(context: Context): Promise<ExitCode> {
  const { terminal, json, print } = context;
  return withStore(context, async store => {
    const counts = await store.subscribers.countByLanguage();
    const tags = await store.subscribers.countByTag();
    const imports = await store.imports.pending();
    if (json) print('subscribers list', { counts, tags, imports });
    else {
      for (const pending of imports)
        terminal.say(
          t('  %{pending}; the next import or sending goes on with it.\n', { pending: pendingWords(pending) }),
        );
      const rows = counts.map(({ language, status, count }) => [
        language,
        status === 'active' ? t('active') : t('unsubscribed'),
        number(count),
      ]);
      const columns = [
        { heading: t('language') },
        { heading: t('status') },
        { heading: t('subscribers'), numeric: true },
      ];
      terminal.say(
        rows.length === 0 ? t('  No subscribers yet: hebdo subscribers import FILE') : table(terminal, columns, rows),
      );
      if (tags.length > 0)
        terminal.say(
          `\n${table(
            terminal,
            [{ heading: t('tag') }, { heading: t('subscribers'), numeric: true }],
            tags.map(({ tag, count }) => [tag, number(count)]),
          )}`,
        );
    }
    return exit.done;
  });
}

/** `hebdo subscribers show ADDRESS`: all that is stored about one, as they may ask for it. */
export async function show(context: Context, address: string): Promise<ExitCode> {
  const { terminal, json, print } = context;
  return withStore(context, async store => {
    const found = await store.subscribers.find(address);
    if (found === undefined) {
      if (json) print('subscribers show', { subscriber: null });
      else terminal.say(t('  %{address} is not on the list.', { address }));
      return exit.problems;
    }
    const data = await personalData(store, found);
    if (json) print('subscribers show', data);
    else {
      const { name, language, status, since, tags, timeZone, pausedUntil, fields = {} } = found;
      terminal.say(
        `  ${t('%{label}: %{words}', {
          label: `${found.address}${name === undefined ? '' : ` (${name})`}`,
          words: [
            language,
            ...(timeZone === undefined ? [] : [timeZone]),
            status === 'active' ? t('active') : t('unsubscribed'),
            ...(pausedUntil === undefined ? [] : [t('paused until %{day}', { day: pausedUntil.slice(0, 10) })]),
            t('since %{day}', { day: since.slice(0, 10) }),
            ...(tags.length === 0 ? [] : [t('tagged %{tags}', { tags: tags.join(', ') })]),
            ...Object.entries(fields).map(([key, value]) => `${key}=${value}`),
          ].join(', '),
        })}.`,
      );
      if (data.suppressed !== undefined)
        terminal.say(
          t('  Suppressed since %{since}: %{reason}.', {
            since: data.suppressed.since.slice(0, 10),
            reason: data.suppressed.reason,
          }),
        );
      const history = [
        ...data.consents.map(({ kind, confirmedAt, page }) => [confirmedAt, t('consent (%{kind})', { kind }), page]),
        ...data.changes.map(({ kind, at, detail, week }) => [at, kind, [detail, week].filter(Boolean).join(', ')]),
        ...data.deliveries.map(({ week, state, at, language: edition, code, words }) => [
          at,
          nameOf(state),
          [week, edition, code, words].filter(part => part !== undefined).join(' '),
        ]),
        ...data.bounces.map(({ kind, at, code, words, week }) => [
          at,
          kind === 'complaint' ? nameOf(kind) : t('%{kind} bounce', { kind: nameOf(kind) }),
          [week, words ?? code].filter(part => part !== undefined).join(' '),
        ]),
      ].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
      if (history.length > 0)
        terminal.say(
          `\n${table(terminal, [{ heading: t('when') }, { heading: t('what') }, { heading: '' }], history)}`,
        );
    }
    return exit.done;
  });
}

/** `hebdo subscribers tag ADDRESS`. */
export async function tag(context: Context, address: string, add: string, remove: string): Promise<ExitCode> {
  const { terminal, json, print, refuse } = context;
  const [added, removed] = [readTags(add), readTags(remove)];
  const why = added.why ?? removed.why;
  if (added.tags === undefined || removed.tags === undefined)
    return refuse([wrong(address, t('Not tagged: %{why}.', { why: why ?? '' }))]);
  const [plus, minus] = [added.tags, removed.tags];
  return withStore(context, async store => {
    const found = await store.subscribers.find(address);
    if (found === undefined) return refuse([wrong(address, t('%{address} is not on the list.', { address }))]);
    await store.subscribers.tag(found.id, plus, minus);
    const tags = (await store.subscribers.find(address))?.tags ?? [];
    if (json) print('subscribers tag', { address: found.address, tags });
    else terminal.say(`  ${found.address}: ${tags.join(', ') || t('no tags')}.`);
    return exit.done;
  });
}

/** `hebdo subscribers erase ADDRESS`: a keyed hash is all that is left, so that no import brings them back. */
export async function erase(context: Context, address: string, yes: boolean): Promise<ExitCode> {
  const { terminal, json, print, refuse, now, env } = context;
  const secrets = linkSecrets(env);
  if (secrets.value === undefined) return refuse(secrets.problems);
  const known = secrets.value;
  return withStore(context, async store => {
    const found = await store.subscribers.find(address);
    if (found === undefined) return refuse([wrong(address, t('%{address} is not on the list.', { address }))]);
    if (!yes) {
      const agreed = await ask(
        terminal,
        t('Erase %{address} and all data about this person? This cannot be undone.', { address: found.address }),
      );
      if (agreed === undefined) {
        terminal.say(t('  Without a terminal, erasing needs --yes: it cannot be undone.'));
        return exit.usage;
      }
      if (!agreed) return exit.done;
    }
    await eraseFrom(store, found, known, now());
    if (json) print('subscribers erase', { erased: true });
    else terminal.say(t('  Erased. No import will bring them back; they can, by signing up.'));
    return exit.done;
  });
}

const wrong = (address: string, message: string) =>
  problemIn(address, { rule: 'subscriber', severity: 'error', message, hint: t('Correct it and try again.') });

/** `hebdo subscribers export [FILE]`: to standard output without a file. */
export async function exportFile(
  context: Context,
  file: string | undefined,
  format: string | undefined,
): Promise<ExitCode> {
  const { terminal } = context;
  const wanted: ListFormat | undefined =
    format === undefined
      ? /\.(jsonl|ndjson)$/i.test(file ?? '')
        ? 'jsonl'
        : 'csv'
      : isListFormat(format)
        ? format
        : undefined;
  if (wanted === undefined) {
    terminal.say(t('  --as takes csv or jsonl.'));
    return exit.usage;
  }
  return withStore(context, async store => {
    const declared = Object.keys(await declaredFieldsOf(context.folder));
    const lines = exportSubscribers(store.subscribers, wanted, declared);
    if (file === undefined) await printLines(lines, process);
    else await pipeline(lines, privateWriteStream(resolve(file)));
    return exit.done;
  });
}
