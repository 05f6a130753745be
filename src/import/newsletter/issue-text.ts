import { Document, Scalar } from 'yaml';

/** The texts of an imported newsletter that are of the issue, in one language. */
export type IssueTexts = { subject: string; preheader?: string; intro?: string };

/**
 * The text of an issue file with the texts of a newsletter, and without articles.
 * @param sendAt when the newsletter was sent, as `send_at` has it; undefined if that is not known
 * @param languages the publication's; the texts in the others are empty, which `check` reports
 */
export function issueText(
  { subject, preheader, intro }: IssueTexts,
  {
    week,
    sendAt,
    language,
    languages,
  }: { week: string; sendAt?: string; language: string; languages: readonly string[] },
): string {
  const doc = new Document({
    week,
    status: 'draft',
    ...(sendAt === undefined ? {} : { send_at: sendAt }),
    subject: textsOf(subject, language, languages),
    ...(preheader === undefined ? {} : { preheader: textsOf(preheader, language, languages) }),
    ...(intro === undefined ? {} : { intro: textsOf(intro, language, languages, true) }),
  });
  return `# yaml-language-server: $schema=../schemas/issue.schema.json\n${doc.toString({ lineWidth: 0 })}`;
}

/** A key of an issue file with a text in one language. */
export const keyText = (key: string, value: string, language: string, languages: readonly string[]): string =>
  new Document({ [key]: textsOf(value, language, languages, key === 'intro') }).toString({ lineWidth: 0 });

function textsOf(
  value: string,
  language: string,
  languages: readonly string[],
  isMarkdown = false,
): Record<string, Scalar> {
  return Object.fromEntries(
    languages.map(one => {
      const scalar = new Scalar(one === language ? value : '');
      scalar.type = isMarkdown && one === language ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
      return [one, scalar];
    }),
  );
}
