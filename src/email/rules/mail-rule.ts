import type { Edition } from '../../edition/edition.ts';
import { issuePath } from '../../issue/issue-files.ts';
import { pageOf, type RuleDoc, severityOf } from '../../issue/rules/rule.ts';
import { publicationFile } from '../../publication/load.ts';
import type { Publication } from '../../publication/schema.ts';
import { type Problem, problemIn, type Severity } from '../../source/problem.ts';
import type { Email } from '../email.ts';
import { type Template, templateFiles } from '../template.ts';

/** The data that a mail rule can use: all compiled editions of one issue, their template, and the newsletter's folder. */
export type CompiledMail = {
  /** `sentBytes`: the size of the HTML as a reader gets it, with personal and counted links. */
  editions: readonly { edition: Edition; email: Email; sentBytes: number }[];
  template: Template;
  folder: string;
};

/** One mistake that a mail rule found, in the issue's texts, in the template or in hebdo.yaml. */
export type MailFinding = {
  about: 'issue' | 'template' | 'text-template' | 'publication';
  /** The path of the value in hebdo.yaml, if it is about that file. */
  valuePath?: readonly string[];
  message: string;
  hint: string;
};

/** A rule of `check` that looks at the compiled emails: one file each, listed in `index.ts`. */
export type MailRule = {
  id: string;
  severity: Severity | 'off';
  doc: RuleDoc;
  /** Set if the rule checks the template only. It does not run for templates that come with hebdo. */
  ofTemplate?: true;
  /** Set if hebdo.yaml cannot change the severity. */
  isFixed?: true;
  find(mail: CompiledMail): MailFinding[] | Promise<MailFinding[]>;
};

/** Runs mail rules over the compiled editions of an issue. */
export async function mailProblems(
  rules: readonly MailRule[],
  mail: CompiledMail,
  publication: Publication,
): Promise<Problem[]> {
  const week = mail.editions[0]?.edition.week;
  if (week === undefined) return [];
  const files = {
    issue: issuePath(week),
    template: `${mail.template.folder}/${templateFiles.html}`,
    'text-template': `${mail.template.folder}/${templateFiles.text}`,
    publication: publicationFile,
  };
  const problems = await Promise.all(
    rules.map(async ({ id, severity: defaultSeverity, ofTemplate, isFixed, find }) => {
      const severity = isFixed === true ? defaultSeverity : severityOf(id, defaultSeverity, publication);
      if (severity === 'off' || (ofTemplate === true && mail.template.bundled)) return [];
      return (await find(mail)).map(({ about, valuePath, message, hint }) =>
        problemIn(files[about], {
          rule: id,
          severity,
          page: pageOf(id),
          valuePath,
          message,
          hint,
        }),
      );
    }),
  );
  return problems.flat();
}
