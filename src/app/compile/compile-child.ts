// A process that compiles one thing, sends the result to its parent, and ends: see compile-apart.ts.
import '../../wording/speak-as-parent.ts';
import { enableCompileCache } from 'node:module';
import { contentHash } from '../../issue/content-hash.ts';
import type { Checked } from '../../source/problem.ts';
import type { Compiled } from './compile-apart.ts';
import { compileIssue, loadNewsletter, type Newsletter } from './newsletter.ts';
import { userCache } from './user-cache.ts';

enableCompileCache();
// Ctrl-C at a terminal reaches this process too; the one that started it knows what to do.
process.on('SIGINT', () => undefined);

type Compilers = {
  [What in keyof Compiled]: (newsletter: Newsletter, named: string) => Promise<Checked<Compiled[What]>>;
};

const compilers: Compilers = {
  async issue(newsletter, named) {
    const { value, problems } = await compileIssue(newsletter, named, userCache(process.env));
    if (value === undefined) return { problems };
    return {
      value: {
        publication: newsletter.publication,
        issue: value.issue,
        contentHash: await contentHash(newsletter.folder, value.issue),
        emails: value.editions.map(({ email }) => email),
      },
      problems,
    };
  },
  async letters({ folder, publication, locales }) {
    const { compileConfirmationEmails } = await import('../../email/confirmation-email.ts');
    const { confirmationDays } = await import('../../subscribers/sign-up.ts');
    return compileConfirmationEmails(folder, publication, locales, {
      lifetimeDays: confirmationDays,
      cache: userCache(process.env),
    });
  },
  async web(newsletter, named) {
    const { compileWebVersion } = await import('../../email/compile.ts');
    const { value, problems } = await compileIssue(newsletter, named, userCache(process.env));
    if (value === undefined) return { problems };
    const versions: Compiled['web'] = [];
    for (const { edition, locale } of value.editions) {
      const web = await compileWebVersion(value.compileContext, edition, locale);
      if (web.value === undefined) return { problems: web.problems };
      versions.push({ language: edition.language, ...web.value });
    }
    return { value: versions, problems };
  },
};

const [what = '', folder = '', named = ''] = process.argv.slice(2);
process.send?.(await compile());

async function compile(): Promise<Checked<unknown>> {
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return { problems: newsletter.problems };
  const compiler = Object.entries(compilers).find(([name]) => name === what)?.[1];
  if (compiler === undefined) throw new Error(`nothing called ${what} can be compiled`);
  return compiler(newsletter.value, named);
}
