import { wordsOf } from './words.ts';

/** An enhanced status code, `class.subject.detail` (RFC 3463 section 2). */
export type EnhancedCode = { code: string; subject: string; detail: string };

const enhanced = /(?<![\d.])([245]\.(\d{1,3})\.(\d{1,3}))(?![\d.]\d|\d)/g;

/** Codes of a text that are looked at. */
const maxCodes = 20;

const enhancedCodesIn = (words: string): EnhancedCode[] =>
  words
    .matchAll(enhanced)
    .take(maxCodes)
    .map(([, code = '', subject = '', detail = '']) => ({ code, subject, detail }))
    .toArray();

/** The first enhanced code in a server's words. @example enhancedCodeIn('5.1.1 User unknown')?.subject // '1' */
export const enhancedCodeIn = (words: string): EnhancedCode | undefined => enhancedCodesIn(words)[0];

/**
 * The enhanced code in a server's words that says most: `5.7.26` rather than `5.7.0`, and that rather than `5.0.0`. Of several that
 * say as much, the first one that is not a success.
 */
export function mostPreciseCodeIn(words: string): EnhancedCode | undefined {
  const codes = enhancedCodesIn(words);
  const failures = codes.filter(({ code }) => !code.startsWith('2'));
  const best = Math.max(...failures.map(precisionOf));
  return failures.find(code => precisionOf(code) === best) ?? codes[0];
}

/** How much a code says: 0 is `X.0.0`, 1 a subject alone, or Exchange Online's "the remote server returned" (350 to 369), 2 a detail. */
export const precisionOf = ({ subject, detail }: Pick<EnhancedCode, 'subject' | 'detail'>): 0 | 1 | 2 => {
  if (subject === '0') return 0;
  const n = Number(detail);
  return n === 0 || (n >= 350 && n < 370 && subject !== '7') ? 1 : 2;
};

/** Whether a code is about the recipient: their address (subject 1) or mailbox (2). */
export const isOfRecipient = (status: Pick<EnhancedCode, 'subject'> | undefined): boolean =>
  status?.subject === '1' || status?.subject === '2';

/** An enhanced code in words, else a reply code at the beginning of a line. */
export const codeIn = (words: string): string | undefined =>
  mostPreciseCodeIn(words)?.code ?? /(?:^|[\s:(])([45]\d\d)[\s:;-]/m.exec(words)?.[1];

/** The reply code in a server's words. */
export const replyCodeIn = (words: string): number | undefined => {
  const [, code] = /(?:^|[\s:(#>;])([45]\d\d)(?=[\s:;,.-]|$)/m.exec(words) ?? [];
  return code === undefined ? undefined : Number(code);
};

/** Whether a line repeats a server's reply: it has a code where replies have one. */
export const bearsReplyCode = (line: string): boolean =>
  /(^|[\s:(#>])[45]\d\d([\s-]|\s*\(?#?[45]\.\d)|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/.test(line);

/** Whether a text quotes the refusal of a recipient: a reply code with an enhanced code, or with words about a recipient. */
export const quotesRefusal = (text: string): boolean =>
  text.split('\n').some(line => {
    const [, rest] = /\b[45]\d\d[ -#](.*)/.exec(line) ?? [];
    return rest !== undefined && (/\b[45]\d\d[ -#]\(?#?[45]\.\d\.\d/.test(line) || wordsOf(rest).say('recipient'));
  });
