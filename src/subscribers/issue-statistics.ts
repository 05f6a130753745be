import { bounceKinds } from '../store/schema.ts';
import type { Event, LinkClicks } from '../store/statistics.ts';
import type { Store } from '../store/store.ts';

/** The kinds of events, in the order of display. */
export const countedKinds = ['sent', ...bounceKinds, 'left', 'joined'] as const;
/** Numbers of events by kind. */
export type KindCounts = Record<(typeof countedKinds)[number], number>;

const noEvents: KindCounts = { sent: 0, hard: 0, soft: 0, policy: 0, unknown: 0, complaint: 0, left: 0, joined: 0 };

/** The statistics of an issue: totals by language, by day, by link. No reader is named. */
export type IssueStatistics = {
  week: string;
  from: string;
  /** When the next issue began, if one did. */
  until?: string;
  languages: ({ language: string } & KindCounts)[];
  /** Days in the publication's time zone; days without events are left out. */
  days: ({ day: string } & KindCounts)[];
  links: { url: string; count: number; languages: Record<string, number> }[];
};

/**
 * Reads the statistics of an issue.
 * @param timeZone the time zone of its days
 * @returns undefined if the run has not begun
 */
export async function issueStatistics(
  store: Store,
  week: string,
  timeZone: string,
  now: Date,
): Promise<IssueStatistics | undefined> {
  const runs = (await store.ledger.runs()).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  const run = runs.find(one => one.week === week);
  if (run === undefined) return undefined;
  const next = runs.find(({ startedAt }) => startedAt > run.startedAt);
  const from = new Date(run.startedAt);
  const events = await store.statistics.events(week, from, next === undefined ? now : new Date(next.startedAt));
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const dayOf = ({ minute }: Event): string => format.format(new Date(`${minute}:00Z`));
  return {
    week,
    from: run.startedAt,
    until: next?.startedAt,
    languages: summed(events, ({ language }) => language).map(([language, counts]) => ({ language, ...counts })),
    days: summed(events, dayOf).map(([day, counts]) => ({ day, ...counts })),
    links: byLink(await store.statistics.clicks(week)),
  };
}

function summed(events: readonly Event[], keyOf: (event: Event) => string): [string, KindCounts][] {
  const sums = new Map<string, KindCounts>();
  for (const event of events) {
    const counts = sums.get(keyOf(event)) ?? { ...noEvents };
    counts[event.kind] += event.count;
    sums.set(keyOf(event), counts);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}

const byLink = (clicks: readonly LinkClicks[]): IssueStatistics['links'] =>
  [...Map.groupBy(clicks, ({ url }) => url)]
    .map(([url, rows]) => ({
      url,
      count: rows.reduce((sum, { count }) => sum + count, 0),
      languages: Object.fromEntries(rows.map(({ language, count }) => [language, count])),
    }))
    .sort((a, b) => b.count - a.count);
