import { type Edition, editionLanguages, makeEdition } from '../../edition/edition.ts';
import type { Locale } from '../../edition/locale.ts';
import type { CompileContext } from '../../email/compile.ts';
import type { Email } from '../../email/email.ts';
import type { Issue } from '../../issue/schema.ts';
import { sentHtml } from '../../message/sent-html.ts';
import type { Problem } from '../../source/problem.ts';

/** An edition with what it was compiled into. */
export type CompiledEdition = {
  edition: Edition;
  email: Email;
  locale: Locale;
  /** The HTML as a reader gets it (src/message/sent-html.ts), in bytes. */
  sentBytes: number;
};

/**
 * Compiles an issue's editions and has the mail rules judge them.
 * @returns the editions, none where the template is at fault
 */
export async function compileAndJudge(
  compileContext: CompileContext,
  issue: Issue,
  locales: readonly Locale[],
): Promise<{ problems: Problem[]; editions: CompiledEdition[] }> {
  const [{ compileEmail }, { mailRules }, { mailProblems }] = await Promise.all([
    import('../../email/compile.ts'),
    import('../../email/rules/index.ts'),
    import('../../email/rules/mail-rule.ts'),
  ]);
  const source = { publication: compileContext.publication, issue, locales };
  const editions: CompiledEdition[] = [];
  const problems: Problem[] = [];
  for (const language of editionLanguages(source)) {
    const locale = locales.find(one => one.language === language);
    if (locale === undefined) continue;
    const edition = makeEdition(source, language);
    const compiled = await compileEmail(compileContext, edition, locale);
    if (compiled.value === undefined) return { problems: compiled.problems, editions: [] };
    problems.push(...compiled.problems);
    const email = compiled.value;
    const sentBytes = Buffer.byteLength(sentHtml(email, compileContext.publication));
    editions.push({ edition, email, locale, sentBytes });
  }
  const { template, folder, publication } = compileContext;
  const judged = await mailProblems(mailRules, { editions, template, folder }, publication);
  return { problems: [...problems, ...judged], editions };
}
