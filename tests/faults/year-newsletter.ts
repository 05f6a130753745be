import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileApart, type Sendable } from '../../src/app/compile/compile-apart.ts';
import { loadIssues, loadNewsletter, type Newsletter } from '../../src/app/compile/newsletter.ts';
import { contentHash } from '../../src/issue/content-hash.ts';
import { issueYaml, newsletterWith } from '../helpers/newsletter.ts';
import { type Planned, warmUp } from './year-plan.ts';

/** An issue as an editor writes it; its subject is its week, by which the server knows it. */
const textOf = ({ week, sendAt, fate }: Planned): string =>
  issueYaml(week, `send_at: ${sendAt}`)
    .replace('status: ready', `status: ${fate === 'draft' ? 'draft' : 'ready'}`)
    .replace(/"Su[^"]*"(.*)"Su[^"]*"/, `"${week}"$1"${week}"`)
    .replace('example.com/one', `example.com/${week}`);

/** A newsletter with all issues of the year. @returns its folder */
export async function newsletterOf(issues: readonly Planned[], giveUpDays: number): Promise<string> {
  const folder = await newsletterWith(
    Object.fromEntries(issues.map(issue => [`issues/${issue.week}.yaml`, textOf(issue)])),
  );
  const days = `{ start: ${warmUp.start}, per_day: [${warmUp.per_day.join(', ')}] }`;
  await appendFile(
    join(folder, 'hebdo.yaml'),
    `\nsending: { give_up_after: ${giveUpDays}d, warm_up: ${days} }\nrules: { subject-length: off }\n`,
  );
  return folder;
}

/**
 * All issues as they are sent. One of them is compiled, which takes a second; the others have its emails under their own subject.
 * @returns those without errors, by week
 */
export async function compiled(
  folder: string,
  issues: readonly Planned[],
): Promise<{ newsletter: Newsletter; sendables: Map<string, Sendable> }> {
  const { value: newsletter } = await loadNewsletter(folder);
  const { value: base } = await compileApart('issue', folder, issues.find(({ fate }) => fate === 'sent')?.week);
  if (newsletter === undefined || base === undefined) throw new Error('the newsletter of the test has errors');
  const sendables = new Map<string, Sendable>();
  for (const { week, issue } of await loadIssues(newsletter)) {
    if (issue.value === undefined) continue;
    const emails = base.emails.map(email => ({ ...email, week, subject: week, html: `<p>${week}</p>` }));
    const hash = await contentHash(folder, issue.value);
    sendables.set(week, { publication: newsletter.publication, issue: issue.value, contentHash: hash, emails });
  }
  return { newsletter, sendables };
}
