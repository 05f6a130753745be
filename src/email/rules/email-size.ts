import { cutRanges } from '../../source/cut-ranges.ts';
import { said, t } from '../../wording/wording.ts';
import { type Email, gmailClipBytes } from '../email.ts';
import type { MailRule } from './mail-rule.ts';

/** One block of the bar in the message. */
const bytesPerBlock = 4_096;

/** Reports editions whose HTML is larger than Gmail shows. */
export const emailSize: MailRule = {
  id: 'email-size',
  severity: 'warning',
  doc: {
    finds:
      'an edition whose HTML is larger than the 102,400 bytes that Gmail shows, with a bar of what takes up the space',
    why: 'Gmail hides the rest behind a link: readers miss the end, and the link to unsubscribe.',
    wrong: '(thirty long articles)',
    right: '(ten articles, some of them brief)',
  },
  find: ({ editions }) =>
    editions
      .filter(({ sentBytes }) => sentBytes > gmailClipBytes)
      .map(({ email, sentBytes }) => ({
        about: 'issue',
        ...said('The `%{language}` edition has %{size} KB of HTML; Gmail shows %{limit}. %{bar}', {
          language: email.language,
          size: kilobytes(sentBytes),
          limit: kilobytes(gmailClipBytes),
          bar: sizeBar(email, sentBytes),
        }),
        hint: t('Shorten texts, give articles the layout brief, or keep one for next week.'),
      })),
};

/** The bytes of an email's HTML by use: styles, texts and the rest of all. */
function sizesOf({ html }: Email, total: number): { styles: number; texts: number; markup: number } {
  const sheets = cutRanges(html, '<style', '</style>');
  const attributes = [...sheets.kept.matchAll(/(?<= )style="[^"]*"/g)].map(([attribute]) => attribute);
  const styles = [...sheets.cut, ...attributes].reduce((sum, style) => sum + Buffer.byteLength(style), 0);
  const withoutComments = cutRanges(sheets.kept, '<!--', '-->').kept;
  const texts = Buffer.byteLength(withoutComments.replace(/<[^<>]+>/g, '').replace(/\s+/g, ' '));
  return { styles, texts, markup: total - styles - texts };
}

/** `styles ███████ 34 KB, texts …`. */
function sizeBar(email: Email, sentBytes: number): string {
  return Object.entries(sizesOf(email, sentBytes))
    .map(
      ([use, bytes]) => `${use} ${'█'.repeat(Math.max(1, Math.round(bytes / bytesPerBlock)))} ${kilobytes(bytes)} KB`,
    )
    .join(', ');
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1_024);
