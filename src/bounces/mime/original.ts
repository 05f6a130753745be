import { wordsOf } from '../../replies/words.ts';

/**
 * Where a report in one text continues with the mail it returns: below a rule that says so, at a line that says so and is followed
 * by a header, or at that header.
 */
const marksOriginal: readonly ((line: string, following: readonly string[]) => boolean)[] = [
  line => /^[ \t]*(?:[-=_]{2}|\*{3})/.test(line) && wordsOf(line).say('originalRule'),
  (line, following) =>
    line.length <= maxHeadingCharacters && wordsOf(line).say('originalLine') && following.some(isHeaderLine),
];
const isHeaderLine = (line: string): boolean =>
  /^[ \t>]{0,8}(received|return-path|from|to|subject|date|message-id|mime-version|content-type|x-[\w-]{1,40}):/i.test(
    line,
  );
const maxLinesToHeader = 12;
const maxHeadingCharacters = 100;
const minReportCharacters = 20;
const originalHeader =
  /^>? ?(received|return-path|x-[\w-]+|dkim-signature|message-id|mime-version|list-id|list-unsubscribe):.*\n(?:[ \t].*\n)*>? ?[\w-]+:/im;

/** Divides a bounce's text into its own words and the mail that it returns. */
export function cutOriginal(text: string): { said: string; returned: string } {
  const whole = text.replace(/\r\n/g, '\n');
  const lines = whole.split('\n');
  // The fields of a report, where they stand in the text, are no header of the returned mail.
  const field = whole.toLowerCase().lastIndexOf('\nfinal-recipient:');
  const from = field === -1 ? 0 : Math.max(field, whole.indexOf('\n\n', field));
  const header = from + (originalHeader.exec(whole.slice(from))?.index ?? whole.length);
  let start = 0;
  for (const [i, line] of lines.entries()) {
    // A report may begin with a rule of dashes, which marks nothing.
    const following = lines.slice(i + 1, i + maxLinesToHeader);
    if (start > minReportCharacters && marksOriginal.some(marks => marks(line, following))) break;
    start += line.length + 1;
  }
  const end = Math.min(start, header > minReportCharacters ? header : whole.length);
  return { said: whole.slice(0, end), returned: whole.slice(end) };
}
