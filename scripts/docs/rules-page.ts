import { mailRules } from '../../src/email/rules/index.ts';
import { rules } from '../../src/issue/rules/index.ts';
import type { RuleDoc } from '../../src/issue/rules/rule.ts';
import { type InterfaceLanguage, speak, t } from '../../src/wording/wording.ts';

/** What stands around the rules, in each language. */
const frames = {
  en: {
    title: 'The rules of `hebdo check`',
    intro: `To understand a finding of \`hebdo check\`, search its rule here. Change a rule's severity in \`hebdo.yaml\`, or ignore
it in one place with a comment on the line, or above it:`,
    form: `What the form of a file asks for (a missing or unknown key, a value that cannot be, broken YAML, another encoding than
UTF-8, a mistake in a template or locale file) is always an error.`,
    ofIssue: 'Of the issue file',
    ofMail: 'Of the mail',
    mail: `The compiled mail is judged too. The last two rules concern templates of your own; the ones that come with hebdo are kept
clean by its tests.`,
    finds: 'Finds',
    severities: { off: 'Off unless switched on', error: 'Error', warning: 'Warning' },
  },
  fr: {
    title: 'Les règles de `hebdo check`',
    intro: `Pour comprendre une remarque de \`hebdo check\`, cherchez ici sa règle. Changez la gravité d’une règle dans \`hebdo.yaml\`, ou
désactivez-la à un endroit par un commentaire sur la ligne, ou au-dessus :`,
    form: `Ce que demande la forme d’un fichier (une clé absente ou inconnue, une valeur impossible, du YAML cassé, un autre encodage
qu’UTF-8, une faute dans un modèle ou un fichier de langue) est toujours une erreur.`,
    ofIssue: 'Du fichier du numéro',
    ofMail: 'Du courriel',
    mail: `Le courriel compilé est jugé aussi. Les deux dernières règles concernent vos propres modèles ; ceux de hebdo sont tenus
propres par ses tests.`,
    finds: 'Trouve',
    severities: { off: 'Désactivée par défaut', error: 'Erreur', warning: 'Avertissement' },
  },
} as const;

/** docs/rules.md and docs/fr/rules.md: one section a rule, from what each rule says of itself. `npm run docs` writes them. */
export function rulesPage(language: InterfaceLanguage): string {
  speak(language);
  const frame = frames[language];
  const section = ({
    id,
    severity,
    doc,
  }: {
    id: string;
    severity: keyof typeof frame.severities;
    doc: RuleDoc;
  }): string => `### ${id}

${frame.finds} ${t(doc.finds)}. *${frame.severities[severity]}.*

${t(doc.why)}

\`\`\`
${doc.wrong}
→
${doc.right}
\`\`\`
`;
  return `# ${frame.title}

${frame.intro}

\`\`\`yaml
rules: { number-mismatch: off, insecure-link: error }
\`\`\`

\`\`\`yaml
url: http://old.example.com/   # hebdo-ignore insecure-link
\`\`\`

${frame.form}

## ${frame.ofIssue}

${rules.map(section).join('\n')}
## ${frame.ofMail}

${frame.mail}

${mailRules.map(section).join('\n')}`;
}
