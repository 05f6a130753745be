// A process that compiles one issue, tells what came of it, and ends: see compile-apart.ts.
import { enableCompileCache } from 'node:module';
import { contentHash } from '../issue/content-hash.ts';
import type { Checked } from '../source/problem.ts';
import { userCache } from './cache.ts';
import type { Sendable } from './compile-apart.ts';
import { compileIssue, loadNewsletter } from './newsletter.ts';

enableCompileCache();
// Ctrl-C at a terminal reaches this process too; the one that started it knows what to do.
process.on('SIGINT', () => undefined);

const [folder = '', named = ''] = process.argv.slice(2);
process.send?.(await sendable());

async function sendable(): Promise<Checked<Sendable>> {
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return { problems: newsletter.problems };
  const { value, problems } = await compileIssue(newsletter.value, named, await userCache(process.env));
  if (value === undefined) return { problems };
  return {
    value: {
      publication: newsletter.value.publication,
      issue: value.issue,
      contentHash: await contentHash(folder, value.issue),
      emails: value.editions.map(({ email }) => email),
    },
    problems,
  };
}
