import type { Rule } from '../../../src/issue/rules/rule.ts';
import { toProblem } from '../../../src/issue/rules/rule.ts';
import { issueSchema } from '../../../src/issue/schema.ts';
import { publicationSchema } from '../../../src/publication/schema.ts';
import type { Problem } from '../../../src/source/problem.ts';
import { validate } from '../../../src/source/validate.ts';
import { parseYaml } from '../../../src/source/yaml/parse-yaml.ts';

/** A publication in French and English. */
const publication = publicationSchema.parse({
  name: { fr: 'La lettre', en: 'The letter' },
  languages: ['fr', 'en'],
  url: 'https://news.example.com',
  time_zone: 'Europe/Paris',
  from: {
    fr: { name: 'La lettre', address: 'a@news.example.com' },
    en: { name: 'The letter', address: 'a@news.example.com' },
  },
  list_id: 'a.news.example.com',
  publisher: { name: 'Example Média', address: '1 rue de la Paix, 75002 Paris' },
});

const now = new Date('2026-11-24T10:00:00Z');

/** What a rule finds in an issue: each problem, with the words of the file at its place. */
export async function problemsIn(
  rule: Rule,
  yaml: string,
  url = publication.url,
): Promise<(Problem & { at: string })[]> {
  const { value: source, problems } = parseYaml({ path: 'issues/2026-W48.yaml', text: yaml });
  if (source === undefined) throw new Error(JSON.stringify(problems));
  const { value: issue, problems: violations } = validate(issueSchema, source);
  if (issue === undefined) throw new Error(JSON.stringify(violations));
  const findings = await rule.find({
    folder: '.',
    publication: { ...publication, url },
    issue,
    source,
    online: false,
    now,
  });
  const lines = yaml.split('\n');
  return findings
    .flatMap(finding => toProblem(finding, rule, publication, source))
    .map(problem => {
      const { line = 1, column = 1, endLine = 1, endColumn = 1 } = problem.span ?? {};
      const shown = lines.slice(line - 1, endLine);
      shown[shown.length - 1] = (shown.at(-1) ?? '').slice(0, endColumn - 1);
      shown[0] = (shown[0] ?? '').slice(column - 1);
      return { ...problem, at: shown.join('\n') };
    });
}

/** An issue with one text in its body, a block of Markdown; `status` is `ready` unless said otherwise. */
export const withBody = (language: string, text: string, status = 'ready'): string => `week: 2026-W48
status: ${status}
subject: Hebdo
articles:
  - id: one
    title: Hebdo
    url: https://news.example.com/one
    body:
      ${language}: |
${text.replace(/^(?=.)/gm, '        ')}
`;

/** An issue with one title. */
export const withTitle = (language: string, text: string): string => `week: 2026-W48
status: ready
subject: Hebdo
articles:
  - id: one
    title: { ${language}: ${JSON.stringify(text)} }
    url: https://news.example.com/one
`;

/** The words of the file at which a rule points in a body. */
export const foundIn = async (rule: Rule, language: string, text: string): Promise<string[]> =>
  (await problemsIn(rule, withBody(language, text))).map(({ at }) => at);
