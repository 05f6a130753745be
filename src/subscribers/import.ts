import type { Checked, Problem } from '../source/problem.ts';
import type { EntryOutcome, SubscriberEntry } from '../store/imports/entry.ts';
import type { Store } from '../store/store.ts';
import { checkEntry } from './check-entry.ts';
import { erasureGuard } from './erasure.ts';
import type { Origin } from './origins.ts';
import { readList, UnreadableList } from './read-list.ts';

/** The outcomes of an import. `rejected` are the lines that were left out, and why. */
type ImportReport = Record<EntryOutcome, number> & { rejected: { line: number; why: string }[] };

/** A file to import, and how to read it. */
type ImportJob = {
  path: string;
  /** The program that exported it, if it is not a plain list. */
  from?: Origin;
  /** The language of entries without one. */
  fallback: string;
  /** Those of `HEBDO_SECRET`, to recognize erased addresses; needed only if there was an erasure. */
  secrets: readonly string[];
  now: Date;
  /** Called with the number of lines and bytes that were read. */
  progress?(lines: number, bytes: number): void;
};

/**
 * Imports a file of subscribers, all or nothing: if reading fails midway, nothing is changed. An invalid line is left out and
 * reported. Of several lines with one address, the last one counts.
 * @returns the report, or the problem that makes the whole file unusable
 */
export async function importSubscribers(store: Store, job: ImportJob): Promise<Checked<ImportReport>> {
  const { path, from, fallback, secrets, now, progress } = job;
  const report: ImportReport = { added: 0, updated: 0, unchanged: 0, unsubscribed: 0, erased: 0, rejected: [] };
  let lines = 0;
  let missing: Problem[] = [];
  async function* entries(): AsyncGenerator<SubscriberEntry> {
    // When the store asks for the first entry, and not before: from then on it checks for a first erasure.
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
          // `since` of a plain list is when a subscriber was added; that of another program's export is when they agreed.
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
