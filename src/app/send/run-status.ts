import { planRun } from '../../delivery/run/plan-run.ts';
import type { Plan } from '../../delivery/run/run-plan.ts';
import { withoutAddresses } from '../../delivery/smtp/reply.ts';
import type { DeliveryState } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

export type Counts = Partial<Record<DeliveryState, number>>;

/** The deliveries of an issue, by edition, domain, time and refusal. */
export type RunStatus = {
  week: string;
  plan: Plan;
  /** Chunks that no worker takes any more, because worker after worker died with them. */
  setAside: number;
  /** Accepted messages over time, in steps of the same length; the first begins at `start`. */
  timeline?: { start: Date; stepSeconds: number; counts: number[] };
  /** The domains with the most deliveries first; the rest is summed up without a name. */
  domains: { domain: string | undefined; total: number; states: Counts }[];
  /** The servers' replies of failed and deferred deliveries, similar replies together, the most frequent first. */
  refusals: { state: DeliveryState; code?: number; words: string; count: number }[];
};

const maxDomains = 12;
const maxRefusals = 20;
const maxSteps = 60;
/** The lengths that a step of the timeline may have. */
const stepLengthsSeconds = [1, 2, 5, 10, 30, 60, 300, 900, 1_800, 3_600, 10_800, 21_600, 86_400];

/** Reads the state of an issue's run. @returns undefined if the run has not begun */
export async function runStatus(store: Store, week: string, now: Date): Promise<RunStatus | undefined> {
  const plan = await planRun(store, { week, editions: [], now });
  if (plan.begun === undefined) return undefined;
  const { accepted, domains, refusals } = await store.ledger.breakdown(week);
  return {
    week,
    plan,
    setAside: await store.chunks.setAside(week),
    timeline: timelineOf(accepted),
    domains: byDomain(domains),
    refusals: joinSimilar(refusals).slice(0, maxRefusals),
  };
}

/** Sums up counts by second in at most 60 steps. @returns undefined without counts */
export function timelineOf(accepted: readonly { second: string; count: number }[]): RunStatus['timeline'] {
  const at = accepted.map(({ second, count }) => ({ second: Date.parse(`${second}Z`) / 1_000, count }));
  const [first, last] = [at[0]?.second, at.at(-1)?.second];
  if (first === undefined || last === undefined) return undefined;
  const stepSeconds = stepLengthsSeconds.find(step => (last - first) / step < maxSteps - 1) ?? 86_400;
  const start = Math.floor(first / stepSeconds) * stepSeconds;
  const counts = Array.from({ length: Math.floor((last - start) / stepSeconds) + 1 }, () => 0);
  for (const { second, count } of at) {
    const step = Math.floor((second - start) / stepSeconds);
    counts[step] = (counts[step] ?? 0) + count;
  }
  return { start: new Date(start * 1_000), stepSeconds, counts };
}

function byDomain(rows: readonly { domain: string; state: DeliveryState; count: number }[]): RunStatus['domains'] {
  const all = [...Map.groupBy(rows, ({ domain }) => domain)]
    .map(([domain, own]) => summed(domain, own))
    .sort((a, b) => b.total - a.total);
  const shown = all.slice(0, maxDomains);
  const others = rows.filter(row => !shown.some(({ domain }) => domain === row.domain));
  return [...shown, ...(others.length > 0 ? [summed(undefined, others)] : [])];
}

function summed(domain: string | undefined, rows: readonly { state: DeliveryState; count: number }[]) {
  const states: Counts = {};
  for (const { state, count } of rows) states[state] = (states[state] ?? 0) + count;
  return { domain, total: rows.reduce((sum, { count }) => sum + count, 0), states };
}

/** Joins replies that differ only in addresses, times and queue ids. */
function joinSimilar(refusals: RunStatus['refusals']): RunStatus['refusals'] {
  const groups = Map.groupBy(refusals, ({ state, code, words }) => `${state} ${code} ${withoutNames(words)}`);
  return [...groups.values()]
    .flatMap(group => {
      const [first] = group;
      if (first === undefined) return [];
      const count = group.reduce((sum, one) => sum + one.count, 0);
      return [{ ...first, words: group.length > 1 ? withoutNames(first.words) : first.words, count }];
    })
    .sort((a, b) => b.count - a.count);
}

const withoutNames = (words: string): string =>
  withoutAddresses(words).replace(/(?<![\d.])\b[\w-]{6,100}\b(?!\.\d)/g, id => (/\d/.test(id) ? '…' : id));
