import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A message is a sentence; other texts are labels and help. */
const isMessage = (text: string): boolean => /[.?]$/.test(text.trim()) && /\s/.test(text.trim());

/** A text in code, where nothing is markup; values are `…`. */
const shown = (text: string): string => {
  const line = text
    .replace(/%\{\w{1,30}\}/g, '…')
    .replace(/\s+/g, ' ')
    .trim();
  if (!line.includes('`')) return `\`${line}\``;
  // A space where the text itself begins or ends with a backtick (CommonMark, section 6.1).
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `\`\`${space}${line}${space}\`\``;
};

/** docs/messages.md: every message of the command line, the preview and the pages of doctor, in both languages. `npm run docs` writes it. */
export async function messagesPage(): Promise<string> {
  const file = new URL('../../locales/interface/fr.json', import.meta.url);
  const french = z.record(z.string(), z.string()).parse(JSON.parse(await readFile(file, 'utf8')));
  const messages = Object.entries(french)
    .filter(([english]) => isMessage(english))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `# Messages in English and French

To find a message that you have in one language in the other, search this page; \`…\` stands for what differs. What to do about the usual ones:
[Troubleshooting](troubleshooting.md). What \`check\` finds: [Rules](rules.md). The page is written from \`locales/interface/fr.json\`.

${messages.map(([english, text]) => `- ${shown(english)}\n  ${shown(text)}`).join('\n')}
`;
}
