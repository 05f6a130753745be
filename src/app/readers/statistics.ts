import { namedWeek, noWeek } from '../../issue/issue-files.ts';
import { loadPublication } from '../../publication/load.ts';
import { mondayOf } from '../../publication/send-time.ts';
import type { Checked } from '../../source/problem.ts';
import type { Store } from '../../store/store.ts';
import { type IssueStatistics, issueStatistics } from '../../subscribers/issue-statistics.ts';
import type { AppContext } from '../context.ts';
import { type RefusalsOfUs, refusalsOfUs } from './refusals-of-us.ts';

/**
 * Totals of an issue: sent, bounced, unsubscribed, joined, clicks; and the providers that refused us. They name no reader.
 * @param named as a user types it: `2026-W48`, `issues/2026-W48.yaml`
 * @returns no statistics where the issue's sending has not begun
 */
export async function statisticsOf(
  { folder, now }: AppContext,
  store: Store,
  named: string,
): Promise<Checked<{ week: string; statistics?: IssueStatistics & { refusals: RefusalsOfUs[] } }>> {
  const { value, problems } = await loadPublication(folder);
  if (value === undefined) return { problems };
  const week = namedWeek(named);
  if (mondayOf(week) === undefined) return { problems: [noWeek(week)] };
  const numbers = await issueStatistics(store, week, value.time_zone, now());
  const statistics = numbers && { ...numbers, refusals: await refusalsOfUs(store, new Date(numbers.from), week) };
  return { value: { week, statistics }, problems };
}
