import type { Checked, Problem } from '../source/problem.ts';
import type { EntryOutcome, SubscriberEntry } from '../store/imports/entry.ts';
import type { Store } from '../store/store.ts';
import { t } from '../wording/wording.ts';
import { type Dropped, entryOfLine } from './check-entry.ts';
import { erasureGuard } from './erasure.ts';
import { type Line, UnreadableList } from './list/line.ts';
import type { ListOptions } from './list/plan.ts';
import { type List, openList } from './list/read-list.ts';
import type { Standing } from './list/standing.ts';

/** What is not taken over from a list. */
type Told = {
  /** How many lines are left out; the first 10,000 of them, and why. */
  rejectedLines: number;
  rejected: { line: number; why: string }[];
  /** How many values could not be kept of people who are imported, and the first 10,000 of them. */
  droppedValues: number;
  dropped: ({ line: number } & Dropped)[];
  /** Lines whose date could not be read, or may be two, and the first of them. */
  unreadDates: { lines: number; first?: { line: number; text: string } };
  /** Cells that lost the quote mark which `hebdo subscribers export` writes before formulas. */
  unescaped: number;
};

/** What a list holds: people by standing, those with a date of consent, and what is not taken over. */
export type ListContent = Told & { standings: Partial<Record<Standing, number>>; dated: number };

/** The outcomes of an import, by person. */
export type ImportReport = Record<EntryOutcome, number> & Omit<ListContent, 'standings'>;

/** A list to import. */
type ImportJob = {
  list: List;
  /** The language of new subscribers whose line names none. */
  fallback: string;
  /** Those of `HEBDO_SECRET`, to recognize erased addresses; needed only if there was an erasure. */
  secrets: readonly string[];
  now: Date;
  /** Called with the number of lines and bytes that were read. */
  progress?(lines: number, bytes: number): void;
};

/** Opens a list of people. @returns the list, or the problem that makes the whole file unusable */
export async function openSubscriberList(path: string, options: ListOptions = {}): Promise<Checked<List>> {
  try {
    return { value: await openList(path, options), problems: [] };
  } catch (cause) {
    if (cause instanceof UnreadableList) return { problems: [cause.problem] };
    throw cause;
  }
}

/** Lines that are listed of each kind, at most: a list of a million people may be wrong in all of its lines. */
const maxListed = 10_000;

/** The entry of a line, which is counted; undefined if the line is left out. */
function entryOf(list: List, line: Line, fallback: string, content: ListContent): SubscriberEntry | undefined {
  const person = list.person(line);
  const { standing = 'unknown', raw } = person;
  const { entry, why, dropped } =
    raw === undefined ? { ...person, dropped: [] } : entryOfLine(raw, fallback, list.plan.options);
  if (entry === undefined || raw === undefined) {
    content.rejectedLines++;
    if (content.rejected.length < maxListed)
      content.rejected.push({ line: line.line, why: why ?? t('the line cannot be read') });
    if (raw === undefined && person.standing !== undefined) count(content, standing);
    return undefined;
  }
  count(content, standing);
  content.droppedValues += dropped.length;
  if (content.dropped.length < maxListed) content.dropped.push(...dropped.map(one => ({ line: line.line, ...one })));
  content.unescaped += person.unescaped;
  if (person.unreadDate !== undefined) {
    content.unreadDates.lines++;
    content.unreadDates.first ??= { line: line.line, text: person.unreadDate };
  }
  if (entry.since !== undefined) content.dated++;
  return entry;
}

const count = ({ standings }: ListContent, standing: Standing): void => {
  standings[standing] = (standings[standing] ?? 0) + 1;
};

const nothing = (): ListContent => ({
  standings: {},
  dated: 0,
  rejectedLines: 0,
  rejected: [],
  droppedValues: 0,
  dropped: [],
  unreadDates: { lines: 0 },
  unescaped: 0,
});

/** What an import of a list would take over. @throws UnreadableList */
export async function contentOf(list: List, fallback: string): Promise<ListContent> {
  const content = nothing();
  for await (const line of list.lines()) entryOf(list, line, fallback, content);
  return content;
}

/**
 * Imports a list of subscribers, all or nothing: if reading fails midway, nothing is changed. A line without a valid address, or that
 * does not clearly say that the person may be mailed, is left out and reported. Of several lines with one address, the last one
 * counts, unless an earlier one says that they left.
 * @returns the report, or the problem that makes the whole file unusable
 */
export async function importSubscribers(store: Store, job: ImportJob): Promise<Checked<ImportReport>> {
  const { list, fallback, secrets, now, progress } = job;
  const outcomes = { added: 0, updated: 0, unchanged: 0, unsubscribed: 0, erased: 0 };
  const content = nothing();
  let missing: Problem[] = [];
  const { from } = list.plan;
  // `since` of a plain list is when a subscriber was added; that of another program's export is when they agreed.
  const consent = from === undefined || from === 'hebdo' ? undefined : t('import from %{program}', { program: from });
  async function* entries(): AsyncGenerator<SubscriberEntry> {
    // When the store asks for the first entry, and not before: from then on it checks for a first erasure.
    const { value: guard, problems } = await erasureGuard(store, secrets);
    missing = problems;
    if (guard === undefined) throw new Error('only a secret could tell who was erased');
    let lines = 0;
    for await (const line of list.lines()) {
      progress?.(++lines, line.bytes);
      const entry = entryOf(list, line, fallback, content);
      if (entry !== undefined) yield { ...entry, hashes: guard(entry.address), consent };
    }
  }
  try {
    await store.subscribers.upsert(entries(), now, outcome => {
      outcomes[outcome]++;
    });
  } catch (cause) {
    if (missing.length > 0) return { problems: missing };
    if (cause instanceof UnreadableList) return { problems: [cause.problem] };
    throw cause;
  }
  const { standings: _, ...told } = content;
  return { value: { ...outcomes, ...told }, problems: [] };
}
