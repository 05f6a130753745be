import { contentHash } from '../../issue/content-hash.ts';
import { articleHash, formerHash, pageHash } from '../../issue/identity/article-hash.ts';
import { issuePath } from '../../issue/issue-files.ts';
import type { Article, Issue } from '../../issue/schema.ts';
import { type Problem, problemIn } from '../../source/problem.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';

/**
 * Whether what an issue says went out under another week already, as when its file was renamed: whole, or an article of it.
 * @param folder the newsletter's folder
 * @returns what was sent before; nothing of an issue whose own run has tried a delivery
 */
export async function sentBeforeProblems(folder: string, store: Store, issue: Issue): Promise<Problem[]> {
  const runs = await store.ledger.runs();
  const isBegun = runs.some(({ week }) => week === issue.week);
  if (isBegun && (await store.ledger.hasTried(issue.week))) return [];
  // The hash of a run counts its week in: the same words have it under that week.
  for (const run of runs)
    if (run.week !== issue.week && run.contentHash === (await contentHash(folder, { ...issue, week: run.week })))
      return [
        problemOf(
          issue.week,
          t('%{week} has the same content as %{other}, whose sending began at %{startedAt}.', {
            week: issue.week,
            other: run.week,
            startedAt: run.startedAt,
          }),
        ),
      ];
  return sentTogether(store, issue);
}

/**
 * Which articles of an issue went out under another week with the same words; or, where all of several have the links of one
 * issue that went out, with the same links: typos that were mended make no other issue.
 */
export async function sentTogether(store: Store, issue: Issue): Promise<Problem[]> {
  const known = async (...hashes: ((article: Article) => string)[]) => {
    const hashesOf = (article: Article): string[] => hashes.map(hashOf => hashOf(article));
    const before = await store.sent.otherWeeksOf(issue.week, issue.articles.flatMap(hashesOf));
    return issue.articles.flatMap(article => {
      const [week] = hashesOf(article).flatMap(hash => before.get(hash) ?? []);
      return week === undefined ? [] : [{ id: article.id, week }];
    });
  };
  const words = await known(articleHash, formerHash.article);
  const links = await known(pageHash, formerHash.link);
  const isSameIssue =
    issue.articles.length > 1 &&
    links.length === issue.articles.length &&
    new Set(links.map(({ week }) => week)).size === 1;
  const found = isSameIssue ? links : words;
  return found.map(({ id, week }) =>
    problemOf(issue.week, t('The article `%{id}` went out with %{week} already.', { id, week })),
  );
}

/** Keeps what an issue says whose run has begun. */
export const keepSent = (store: Store, issue: Issue): Promise<void> =>
  store.sent.keep(issue.week, [
    ...new Set(issue.articles.flatMap(article => [articleHash(article), pageHash(article)])),
  ]);

const problemOf = (week: string, message: string): Problem =>
  problemIn(issuePath(week), {
    rule: 'sent-before',
    severity: 'error',
    message,
    hint: t('Was the file renamed, or copied? To send it to readers again: hebdo send %{week} --send-again.', {
      week,
    }),
  });
