import { type Email, gmailClipsAt } from '../email.ts';
import type { MailRule } from './rule.ts';

/** The HTML is smaller than what Gmail shows. */
export const emailSize: MailRule = {
  id: 'email-size',
  severity: 'warning',
  doc: {
    finds: 'an edition whose HTML is larger than the 102,400 bytes that Gmail shows, with a bar of what takes the room',
    why: 'Gmail cuts the rest off behind a link: readers miss the end, and the way out.',
    wrong: '(thirty long articles)',
    right: '(ten articles, some of them brief)',
  },
  find: ({ editions }) =>
    editions
      .filter(({ email }) => Buffer.byteLength(email.html) > gmailClipsAt)
      .map(({ email }) => ({
        about: 'issue',
        message: `The \`${email.language}\` edition has ${kilobytes(Buffer.byteLength(email.html))} KB of HTML; Gmail shows 100. ${roomBar(email)}`,
        hint: 'Shorten texts, make articles brief, or keep one for next week.',
      })),
};

/** What takes the room in an email's HTML, in bytes. */
export function roomOf({ html }: Email): { styles: number; texts: number; markup: number } {
  const total = Buffer.byteLength(html);
  const styles = [...html.matchAll(/<style[\s\S]*?<\/style>|(?<= )style="[^"]*"/g)].reduce(
    (sum, [style]) => sum + Buffer.byteLength(style),
    0,
  );
  const texts = Buffer.byteLength(
    html.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]+>/g, '').replace(/\s+/g, ' '),
  );
  return { styles, texts, markup: total - styles - texts };
}

/** `styles ███████ 34 KB, texts …`: a block is 4 KB. */
function roomBar(email: Email): string {
  return Object.entries(roomOf(email))
    .map(([what, bytes]) => `${what} ${'█'.repeat(Math.max(1, Math.round(bytes / 4_096)))} ${kilobytes(bytes)} KB`)
    .join(', ');
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1_024);
