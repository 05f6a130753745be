import type { Checked } from '../source/problem.ts';
import type { EntryOutcome, SubscriberEntry, Subscribers } from '../store/subscribers.ts';
import { checkEntry } from './entry.ts';
import { readList, UnreadableList } from './read.ts';

/** What an import did. `rejected` are the lines that were left out, and why. */
export type ImportReport = Record<EntryOutcome, number> & { rejected: { line: number; why: string }[] };

/**
 * Imports a file of subscribers, all or nothing: should reading fail midway, nothing was changed. A line that is
 * wrong by itself is left out and told. Of several lines with one address, the last one counts.
 * @param fallback the language of those who name none
 * @param progress is told how many lines and bytes were read
 * @returns the report; or the one problem that makes the whole file unusable
 */
export async function importSubscribers(
  subscribers: Subscribers,
  path: string,
  fallback: string,
  now: Date,
  progress: (lines: number, bytes: number) => void = () => undefined,
): Promise<Checked<ImportReport>> {
  const report: ImportReport = { added: 0, updated: 0, unchanged: 0, unsubscribed: 0, rejected: [] };
  let lines = 0;
  async function* entries(): AsyncGenerator<SubscriberEntry> {
    for await (const item of readList(path)) {
      progress(++lines, item.bytes);
      const checked = item.raw === undefined ? { why: item.why } : checkEntry(item.raw, fallback);
      if (checked.entry === undefined) report.rejected.push({ line: item.line, why: checked.why });
      else yield checked.entry;
    }
  }
  try {
    await subscribers.put(entries(), now, outcome => {
      report[outcome]++;
    });
  } catch (cause) {
    if (cause instanceof UnreadableList) return { problems: [cause.problem] };
    throw cause;
  }
  return { value: report, problems: [] };
}
