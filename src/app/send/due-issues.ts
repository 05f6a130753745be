import { Temporal } from 'temporal-polyfill';
import { dueVerdict, type RunSoFar, type ZoneCount } from '../../delivery/run/due-verdict.ts';
import { issuePath } from '../../issue/issue-files.ts';
import type { Issue } from '../../issue/schema.ts';
import { localMoment } from '../../publication/local-time.ts';
import type { Publication } from '../../publication/schema.ts';
import { sendTime } from '../../publication/send-time.ts';
import { hasErrors, type Problem, problemIn } from '../../source/problem.ts';
import type { Store } from '../../store/store.ts';
import { said, t } from '../../wording/wording.ts';
import { loadIssues, type Newsletter } from '../compile/newsletter.ts';

/** What a scheduler finds: issues to send now, the oldest first, those to come, and what stands in the way of others. */
export type DueIssues = {
  due: string[];
  /** The soonest first. */
  waiting: { week: string; at: Temporal.Instant }[];
  /** Issues that wait for a person: drafts that were not sent yet, and ready issues without `send_at`. */
  held: { week: string; why: 'draft' | 'unscheduled' }[];
  /** Of issues that were to be sent and have errors; and, as warnings, of those whose time is long gone. */
  problems: Problem[];
};

/** Looks through all issues for those whose time has come. Reads only. */
export async function dueIssues(newsletter: Newsletter, store: Store, now: Date): Promise<DueIssues> {
  const found: DueIssues = { due: [], waiting: [], held: [], problems: [] };
  let counted: Promise<ZoneCount[]> | undefined;
  const readers = (): Promise<ZoneCount[]> => {
    counted ??= store.subscribers.countByTimeZone(now);
    return counted;
  };
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  for (const { week, issue } of (await loadIssues(newsletter)).reverse()) {
    if (hasErrors(issue.problems)) {
      // A draft may be as broken as it likes; an issue that was to be sent may not.
      if (issue.salvaged?.status !== 'draft') found.problems.push(...issue.problems);
      else found.held.push({ week, why: 'draft' });
      continue;
    }
    if (issue.value === undefined) continue;
    const local = isLocal(issue.value, newsletter.publication) ? await readers() : [];
    const verdict = dueVerdict(issue.value, newsletter.publication, {
      run: await runSoFar(store, week, now),
      now: instant,
      readers: local,
    });
    if (verdict.kind === 'due') found.due.push(week);
    if (verdict.kind === 'waiting') found.waiting.push({ week, at: verdict.at });
    if (verdict.kind === 'draft' || verdict.kind === 'unscheduled') found.held.push({ week, why: verdict.kind });
    if (verdict.kind === 'too-late') found.problems.push(tooLate(week, verdict.at, newsletter.publication));
  }
  found.waiting.sort((a, b) => Temporal.Instant.compare(a.at, b.at));
  return found;
}

const isLocal = (issue: Issue, { time_zone }: Publication): boolean => sendTime(issue, time_zone)?.isLocal === true;

async function runSoFar({ ledger }: Store, week: string, now: Date): Promise<RunSoFar> {
  const run = await ledger.run(week);
  if (run === undefined) return 'none';
  return run.finishedAt === undefined ? { nextDue: await ledger.nextDue(week, now) } : 'finished';
}

const tooLate = (week: string, at: Temporal.Instant, { time_zone }: Publication): Problem =>
  problemIn(issuePath(week), {
    rule: 'too-late',
    severity: 'warning',
    ...said('%{week} was due at %{at}, longer ago than schedule.max_lateness allows: it is not sent by itself.', {
      week,
      at: localMoment(new Date(at.epochMilliseconds), time_zone),
    }),
    hint: t('To send it all the same: hebdo send %{week}. If it was sent, this database does not know of it.', {
      week,
    }),
  });
