import { mailRules } from '../src/email/rules/index.ts';
import { rules } from '../src/issue/rules/index.ts';
import type { RuleDoc } from '../src/issue/rules/rule.ts';

/** docs/rules.md: one section a rule, from what each rule says of itself. `npm run docs` writes it. */
export function rulesPage(): string {
  return `# The rules of \`hebdo check\`

This page is written by \`npm run docs\` from the rules themselves. Change a rule's severity in \`hebdo.yaml\`, or ignore
it in one place with a comment on the line, or above it:

\`\`\`yaml
rules: { number-mismatch: off, insecure-link: error }
\`\`\`

\`\`\`yaml
url: http://old.example.com/   # hebdo-ignore insecure-link
\`\`\`

What the form of a file asks for (a missing or unknown key, a value that cannot be, broken YAML, another encoding than
UTF-8, a mistake in a template or locale file) is always an error.

# Of the issue file

${rules.map(section).join('\n')}
# Of the mail

The compiled mail is judged too. The last two rules concern templates of your own; the ones that come with hebdo are kept
clean by its tests.

${mailRules.map(section).join('\n')}`;
}

const section = ({ id, severity, doc }: { id: string; severity: string; doc: RuleDoc }): string => `## ${id}

Finds ${doc.finds}. *${severity === 'off' ? 'Off unless switched on' : severity === 'error' ? 'Error' : 'Warning'}.*

${doc.why}

\`\`\`
${doc.wrong}
→
${doc.right}
\`\`\`
`;
