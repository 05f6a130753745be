import { articleHash } from '../issue/article-hash.ts';
import { contentHash } from '../issue/content-hash.ts';
import { issuePath } from '../issue/load.ts';
import type { Issue } from '../issue/schema.ts';
import { type Problem, problemIn } from '../source/problem.ts';
import type { Store } from '../store/store.ts';

/**
 * Whether what an issue says went out under another week already, as when its file was renamed: whole, or an article of it.
 * @param folder the newsletter's folder
 * @returns what was sent before; nothing of an issue whose own run has begun
 */
export async function sentBeforeProblems(folder: string, store: Store, issue: Issue): Promise<Problem[]> {
  const runs = await store.ledger.runs();
  if (runs.some(({ week }) => week === issue.week)) return [];
  // The hash of a run counts its week in: the same words have it under that week.
  for (const run of runs)
    if (run.contentHash === (await contentHash(folder, { ...issue, week: run.week })))
      return [
        problemOf(issue.week, `${issue.week} says the same as ${run.week}, whose sending began at ${run.startedAt}.`),
      ];
  const hashes = issue.articles.map(articleHash);
  const before = await store.sent.under(issue.week, hashes);
  return issue.articles.flatMap(({ id }, i) => {
    const week = before.get(hashes[i] ?? '');
    return week === undefined ? [] : [problemOf(issue.week, `The article \`${id}\` went out with ${week} already.`)];
  });
}

/** Keeps what an issue says whose run has begun. */
export const keepSent = (store: Store, issue: Issue): Promise<void> =>
  store.sent.keep(issue.week, [...new Set(issue.articles.map(articleHash))]);

const problemOf = (week: string, message: string): Problem =>
  problemIn(issuePath(week), {
    rule: 'sent-before',
    severity: 'error',
    message,
    hint: `Was the file renamed, or copied? If readers are to get it again: hebdo send ${week} --send-again.`,
  });
