import { wordsOf } from './words.ts';

/** An enhanced status code, `class.subject.detail` (RFC 3463 section 2). */
export type EnhancedCode = { code: string; subject: string; detail: string };

/** The first enhanced code in a server's words. @example enhancedCodeIn('5.1.1 User unknown')?.subject // '1' */
export function enhancedCodeIn(words: string): EnhancedCode | undefined {
  const [, code, subject, detail] = /(?<![\d.])([245]\.(\d{1,3})\.(\d{1,3}))(?![\d.])/.exec(words) ?? [];
  return code === undefined || subject === undefined || detail === undefined ? undefined : { code, subject, detail };
}

/** An enhanced code in words, else a reply code at the beginning of a line. */
export const codeIn = (words: string): string | undefined =>
  enhancedCodeIn(words)?.code ?? /(?:^|[\s:(])([45]\d\d)[\s:;-]/m.exec(words)?.[1];

/** Whether a line repeats a server's reply: it has a code where replies have one. */
export const bearsReplyCode = (line: string): boolean =>
  /(^|[\s:(#>])[45]\d\d([\s-]|\s*\(?#?[45]\.\d)|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/.test(line);

/** Whether a text quotes the refusal of a recipient: a reply code with an enhanced code, or with words about a recipient. */
export const quotesRefusal = (text: string): boolean =>
  text.split('\n').some(line => {
    const [, rest] = /\b[45]\d\d[ -#](.*)/.exec(line) ?? [];
    return rest !== undefined && (/\b[45]\d\d[ -#]\(?#?[45]\.\d\.\d/.test(line) || wordsOf(rest).say('recipient'));
  });
