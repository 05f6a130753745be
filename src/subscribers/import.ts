import type { Checked, Problem } from '../source/problem.ts';
import type { Store } from '../store/store.ts';
import type { EntryOutcome, SubscriberEntry } from '../store/subscribers/entry.ts';
import { checkEntry } from './check-entry.ts';
import { erasureGuard } from './erasure.ts';
import type { Origin } from './origins.ts';
import { readList, UnreadableList } from './read-list.ts';

/** What an import did. `rejected` are the lines that were left out, and why. */
export type ImportReport = Record<EntryOutcome, number> & { rejected: { line: number; why: string }[] };

/** A file to import, and how to read it. */
export type ImportJob = {
  path: string;
  /** The program it was exported from, if it is not a plain list. */
  from?: Origin;
  /** The language of those who name none. */
  fallback: string;
  /** Those of `HEBDO_SECRET`, to know again who was erased; needed only once somebody was. */
  secrets: readonly string[];
  now: Date;
  /** Is told how many lines and bytes were read. */
  progress?(lines: number, bytes: number): void;
};

/**
 * Imports a file of subscribers, all or nothing: should reading fail midway, nothing was changed. A line that is
 * wrong by itself is left out and told. Of several lines with one address, the last one counts.
 * @returns the report; or the one problem that makes the whole file unusable
 */
export async function importSubscribers(store: Store, job: ImportJob): Promise<Checked<ImportReport>> {
  const { path, from, fallback, secrets, now, progress } = job;
  const report: ImportReport = { added: 0, updated: 0, unchanged: 0, unsubscribed: 0, erased: 0, rejected: [] };
  let lines = 0;
  let missing: Problem[] = [];
  async function* entries(): AsyncGenerator<SubscriberEntry> {
    // Not before the store asks for the first: it looks whether anybody is erased from then on.
    const { value: guard, problems } = await erasureGuard(store, secrets);
    missing = problems;
    if (guard === undefined) throw new Error('only a secret could tell who was erased');
    for await (const item of readList(path, from)) {
      progress?.(++lines, item.bytes);
      const checked = item.raw === undefined ? { why: item.why } : checkEntry(item.raw, fallback);
      if (checked.entry === undefined) report.rejected.push({ line: item.line, why: checked.why });
      else
        yield {
          ...checked.entry,
          hashes: guard(checked.entry.address),
          // A plain list says since when one is on it; another program's, that they agreed.
          consent: from === undefined ? undefined : `import from ${from}`,
        };
    }
  }
  try {
    await store.subscribers.upsert(entries(), now, outcome => {
      report[outcome]++;
    });
  } catch (cause) {
    if (missing.length > 0) return { problems: missing };
    if (cause instanceof UnreadableList) return { problems: [cause.problem] };
    throw cause;
  }
  return { value: report, problems: [] };
}
