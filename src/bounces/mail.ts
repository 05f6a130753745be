import { createHash } from 'node:crypto';
import { type AddressObject, simpleParser } from 'mailparser';
import { wordsOf } from '../replies/words.ts';

/** Of a mail that came back this much is read, in bytes: reports stand at the beginning. */
export const longestMail = 1024 * 1024;

/** A mail as far as it matters here. */
export type Mail = {
  /** Names the mail: one that is read twice counts once. */
  key: string;
  /** The header as it stands, unfolded. */
  head: string;
  subject: string;
  from: { address: string; name: string };
  /** The addresses it came to. */
  to: string[];
  /** What its writer says; of an HTML part, its text. */
  text: string;
  /** The fields of its reports (RFC 3464, RFC 5965), as text. */
  reports: { type: string; fields: string }[];
  /** The mail that it is about, or its header, as it stands. */
  original: string;
};

/**
 * Reads a mail, whatever is wrong with it: what cannot be read is left out.
 * @param raw its bytes; those behind `longestMail` are not looked at
 */
export async function readMail(raw: Buffer): Promise<Mail> {
  const bytes = withoutNesting(withoutEnvelope(raw.subarray(0, longestMail)));
  const mail = await simpleParser(bytes, {
    keepDeliveryStatus: true,
    skipImageLinks: true,
    skipTextToHtml: true,
    maxHtmlLengthToParse: longestMail / 4,
  }).catch(() => undefined);
  const head = tame(unfold(headOf(bytes.toString('latin1'))));
  const parts = (mail?.attachments ?? []).map(({ contentType, content }) => ({
    // The parser gives false where the field is there and empty: RFC 2045 section 5.2 takes it for plain text.
    type: (contentType || 'text/plain').toLowerCase(),
    text: tame(content.toString('utf8')),
  }));
  const isReport = ({ type }: { type: string }): boolean =>
    ['message/delivery-status', 'message/global-delivery-status', 'message/feedback-report'].includes(type);
  const isOriginal = ({ type }: { type: string }): boolean => /^(message\/(rfc822|global)|text\/rfc822)/.test(type);
  const from = addressesOf(mail?.from)[0];
  const { said, returned } = cutOriginal(tame(mail?.text ?? plainOf(mail?.html || '')));
  return {
    key: createHash('sha256')
      .update(/^message-id:.*$/im.exec(head)?.[0] ?? '')
      .update(/^date:.*$/im.exec(head)?.[0] ?? '')
      .update(said.slice(0, 10_000))
      .digest('base64url'),
    head,
    subject: mail?.subject ?? '',
    from: from ?? { address: fieldIn(head, 'from') ?? '', name: '' },
    to: addressesOf(mail?.to).map(({ address }) => address),
    text: said,
    reports: parts.filter(isReport).map(({ type, text }) => ({ type, fields: unfold(text) })),
    original: [...parts.filter(isOriginal).map(({ text }) => text), returned].join('\n').trimStart(),
  };
}

/** A header field's value, without its comments. @param head unfolded */
export function fieldIn(head: string, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim();
}

/** Characters of a line, and of a text, that are looked at: patterns take their time with a line of a million. */
const longestLine = 2_000;
const longestText = 100_000;

const tame = (text: string): string =>
  text
    .slice(0, longestText)
    .split('\n')
    .map(line => line.slice(0, longestLine))
    .join('\n');

/** Lines that belong together as one. */
export const unfold = (text: string): string => text.replace(/\r\n/g, '\n').replace(/\n[ \t]+/g, ' ');

/** What stands before the first empty line. */
export const headOf = (text: string): string => /^[\s\S]*?(?=\r?\n\r?\n|$(?![\s\S]))/.exec(text)?.[0] ?? text;

const addressesOf = (field: AddressObject | AddressObject[] | undefined): { address: string; name: string }[] =>
  [field]
    .flat()
    .flatMap(one => (one?.value ?? []).map(({ address, name }) => ({ address: address ?? '', name: name ?? '' })));

const plainOf = (html: string): string =>
  html.replace(/<br\s*\/?>|<\/(p|div|tr|li|h\d)>/gi, '\n').replace(/<[^>]*>/g, ' ');

/** The line that a file of mails (mbox) puts before each. */
const withoutEnvelope = (raw: Buffer): Buffer =>
  raw.subarray(0, 5).toString('latin1') === 'From ' ? raw.subarray(raw.indexOf(10) + 1) : raw;

/**
 * Parts within parts within parts: a parser takes its time with thousands of them. Nobody's report needs more than a few
 * levels, and none a hundred boundaries.
 */
function withoutNesting(raw: Buffer): Buffer {
  const text = raw.toString('latin1');
  const boundaries = [...text.matchAll(/boundary\s*=/gi)];
  const last = boundaries[40];
  return last === undefined ? raw : raw.subarray(0, last.index);
}

/** Where a report that is one text goes on with the mail it is about: below a rule or a line that says so, or at its header. */
const marksOriginal: readonly ((line: string) => boolean)[] = [
  line => /^[ \t]*[-=_*]{2}/.test(line) && wordsOf(line).say('originalRule'),
  line => line.length <= maxHeadingCharacters && wordsOf(line).say('originalLine'),
];
const maxHeadingCharacters = 100;
const originalHeader = /^[ \t>]*(received|return-path|x-[\w-]+|dkim-signature):.*\n(?:[ \t].*\n)*[ \t>]*[\w-]+:/im;

function cutOriginal(text: string): { said: string; returned: string } {
  const whole = text.replace(/\r\n/g, '\n');
  const lines = whole.split('\n');
  const placeOf = (line: number): number => lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0);
  const found = marksOriginal.map(marks => lines.findIndex(marks)).filter(line => line !== -1);
  const header = originalHeader.exec(whole)?.index ?? whole.length;
  // A report may begin with a rule of dashes: what follows it is looked at, not the rule.
  const end = Math.min(whole.length, ...[...found.map(placeOf), header].filter(at => at > 20));
  return { said: whole.slice(0, end), returned: whole.slice(end) };
}
