import type { Edition } from '../../edition/edition.ts';
import { issuePath } from '../../issue/load.ts';
import { pageOf, type RuleDoc, severityOf } from '../../issue/rules/rule.ts';
import type { Publication } from '../../publication/schema.ts';
import { type Problem, problemIn, type Severity } from '../../source/problem.ts';
import type { Email } from '../email.ts';
import type { Template } from '../template.ts';

/** What a rule of the compiled mail looks at: every edition of one issue. */
export type CompiledMail = { editions: readonly { edition: Edition; email: Email }[]; template: Template };

/** What it finds concerns the issue's texts, or the template. */
export type MailFinding = { about: 'issue' | 'template'; message: string; hint: string };

/** A rule of `check` that looks at the compiled mail: one file each, listed in `index.ts`. */
export type MailRule = {
  id: string;
  severity: Severity | 'off';
  doc: RuleDoc;
  /** It judges the template, not the texts: a template that comes with hebdo is not judged again each time. */
  ofTemplate?: true;
  find(mail: CompiledMail): MailFinding[] | Promise<MailFinding[]>;
};

/** Runs mail rules over an issue's compiled editions. */
export async function mailProblems(
  rules: readonly MailRule[],
  mail: CompiledMail,
  publication: Publication,
): Promise<Problem[]> {
  const week = mail.editions[0]?.edition.week;
  if (week === undefined) return [];
  const found = await Promise.all(
    rules.map(async ({ id, severity: usual, ofTemplate, find }) => {
      const severity = severityOf(id, usual, publication);
      if (severity === 'off' || (ofTemplate === true && mail.template.bundled)) return [];
      return (await find(mail)).map(({ about, message, hint }) =>
        problemIn(about === 'issue' ? issuePath(week) : `${mail.template.folder}/email.mjml`, {
          rule: id,
          severity,
          page: pageOf(id),
          message,
          hint,
        }),
      );
    }),
  );
  return found.flat();
}
