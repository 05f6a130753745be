import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { problemIn } from '../../source/problem.ts';
import type { Store } from '../../store/store.ts';
import { checkEntry, type RawEntry } from '../../subscribers/entry.ts';
import { exportSubscribers, isListFormat, type ListFormat } from '../../subscribers/export.ts';
import { importSubscribers } from '../../subscribers/import.ts';
import { type Context, type ExitCode, exit } from '../context.ts';
import { loadNewsletter } from '../newsletter.ts';
import { plural } from '../terminal/problems.ts';
import { makeProgress } from '../terminal/progress.ts';
import { table } from '../terminal/table.ts';

/** Rejected lines shown on the terminal; JSON has them all. */
const shownRejections = 20;

/** `hebdo subscribers import FILE`. */
export async function importFile(context: Context, file: string): Promise<ExitCode> {
  const { terminal, json, print, refuse, now } = context;
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
    const bar = makeProgress(terminal, Math.ceil(size / 1024), 'KB');
    const report = await importSubscribers(store.subscribers, path, language, now(), (_, bytes) =>
      bar.update(Math.floor(bytes / 1024)),
    );
    bar.end();
    if (report.value === undefined) return refuse(report.problems.map(problem => ({ ...problem, file })));
    const { added, updated, unchanged, unsubscribed, rejected } = report.value;
    if (json) print(report.value);
    else {
      const kept =
        unsubscribed === 0 ? '' : `, ${unsubscribed.toLocaleString('en')} left alone because they unsubscribed`;
      const figures = [added, updated, unchanged, rejected.length].map(n => n.toLocaleString('en'));
      terminal.say(
        `  ${figures[0]} added, ${figures[1]} updated, ${figures[2]} unchanged, ${figures[3]} rejected${kept}.`,
      );
      for (const { line, why } of rejected.slice(0, shownRejections)) terminal.say(`  line ${line}: ${why}`);
      if (rejected.length > shownRejections)
        terminal.say(`  … and ${plural(rejected.length - shownRejections, 'more line')} (--format json lists all)`);
    }
    return rejected.length > 0 && added + updated + unchanged + unsubscribed === 0 ? exit.problems : exit.done;
  });
}

/** `hebdo subscribers add ADDRESS`. */
export async function add(context: Context, raw: RawEntry): Promise<ExitCode> {
  const { terminal, json, print, refuse, now } = context;
  return withDefaultLanguage(context, async (store, language) => {
    const { entry, why } = checkEntry(raw, language);
    if (entry === undefined)
      return refuse([
        problemIn(raw.email, {
          rule: 'subscriber',
          severity: 'error',
          message: `Not added: ${why}.`,
          hint: 'Correct it and try again.',
        }),
      ]);
    let outcome = '';
    await store.subscribers.put(oneOf(entry), now(), became => {
      outcome = became;
    });
    if (json) print({ ...entry, outcome });
    else if (outcome === 'unsubscribed') terminal.say(`  ${entry.address} has unsubscribed; only they can come back.`);
    else terminal.say(`  ${entry.address} (${entry.language}): ${outcome}.`);
    return outcome === 'unsubscribed' ? exit.problems : exit.done;
  });
}

/** `hebdo subscribers list`: how many there are, by language. */
export async function list(context: Context): Promise<ExitCode> {
  const { terminal, json, print } = context;
  return withStore(context, async store => {
    const counts = await store.subscribers.countByLanguage();
    if (json) print({ counts });
    else {
      const rows = counts.map(({ language, status, count }) => [language, status, count.toLocaleString('en')]);
      const columns = [{ heading: 'language' }, { heading: 'status' }, { heading: 'subscribers', numeric: true }];
      terminal.say(
        rows.length === 0 ? '  No subscribers yet: hebdo subscribers import FILE' : table(terminal, columns, rows),
      );
    }
    return exit.done;
  });
}

/** `hebdo subscribers show ADDRESS`. */
export async function show(context: Context, address: string): Promise<ExitCode> {
  const { terminal, json, print } = context;
  return withStore(context, async store => {
    const found = await store.subscribers.find(address);
    if (json) print({ subscriber: found ?? null });
    else if (found === undefined) terminal.say(`  ${address} is not on the list.`);
    else {
      const { name, language, status, since } = found;
      terminal.say(
        `  ${found.address}${name === undefined ? '' : ` (${name})`}: ${language}, ${status}, since ${since.slice(0, 10)}.`,
      );
    }
    return found === undefined ? exit.problems : exit.done;
  });
}

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
    terminal.say('  --as takes csv or jsonl.');
    return exit.usage;
  }
  return withStore(context, async store => {
    const lines = exportSubscribers(store.subscribers, wanted);
    if (file === undefined) for await (const line of lines) process.stdout.write(line);
    else await pipeline(lines, createWriteStream(resolve(file)));
    return exit.done;
  });
}

async function* oneOf<T>(value: T): AsyncGenerator<T> {
  yield value;
}

async function withStore(context: Context, use: (store: Store) => Promise<ExitCode>): Promise<ExitCode> {
  const store = await context.openStore();
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function withDefaultLanguage(
  context: Context,
  use: (store: Store, language: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const newsletter = await loadNewsletter(context.folder);
  if (newsletter.value === undefined) return context.refuse(newsletter.problems);
  const [language = 'en'] = newsletter.value.publication.languages;
  return withStore(context, store => use(store, language));
}
