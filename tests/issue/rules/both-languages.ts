import { checkNewsletter } from '../../../src/app/write/check.ts';
import { newsletterWith } from '../../helpers/newsletter.ts';

/** The time of the checks. */
export const now = new Date('2026-11-24T10:00:00Z');

/** The texts of an article: French, English. */
type Texts = {
  title?: [string, string];
  standfirst?: [string, string];
  body?: [string, string];
  alt?: [string, string];
};

const quoted = (text: string): string => JSON.stringify(text);
const block = (text: string): string => `|\n${text.replace(/^/gm, '        ').replace(/^ +$/gm, '')}`;
const both = ([fr, en]: [string, string]): string => `{ fr: ${quoted(fr)}, en: ${quoted(en)} }`;

/** The problems of an article in two languages, as `rule: the line of the file that it points at`. */
export async function found(
  { title = ['Titre', 'Title'], standfirst, body }: Texts,
  ...rules: string[]
): Promise<string[]> {
  const yaml = `week: 2026-W48
status: draft
subject: { fr: Objet de la lettre, en: Subject of the letter }
articles:
  - id: one
    title: ${both(title)}
    url: https://news.example.com/one
${standfirst === undefined ? '' : `    standfirst: ${both(standfirst)}\n`}${body === undefined ? '' : `    body:\n      fr: ${block(body[0])}\n      en: ${block(body[1])}\n`}`;
  const folder = await newsletterWith({ 'issues/2026-W48.yaml': yaml });
  const { problems } = await checkNewsletter(folder, ['2026-W48'], false, now);
  const lines = yaml.split('\n');
  return problems
    .filter(({ rule }) => rules.includes(rule))
    .map(({ rule, span }) => `${rule}: ${(lines[(span?.line ?? 1) - 1] ?? '').slice((span?.column ?? 1) - 1).trim()}`);
}
