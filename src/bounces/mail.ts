import { createHash } from 'node:crypto';
import { type AddressObject, simpleParser } from 'mailparser';
import { declaredCharset, decodedText, inUtf8, withoutEncodedWords, withoutEscapes } from './mime/charset.ts';
import { fieldIn, headOf, unfold } from './mime/header.ts';
import { withFoundBoundary, withMendedTypes } from './mime/mime-repair.ts';
import { cutOriginal } from './mime/original.ts';

/** Only the beginning of a mail is read: reports are there. */
export const maxMailBytes = 1024 * 1024;

/** Characters of the text that identify a mail. */
const maxKeyCharacters = 10_000;
const maxBoundaries = 40;
/** The beginning of a mail, in which a charset is looked for. */
const maxCharsetBytes = 64 * 1024;

const parserOptions = {
  keepDeliveryStatus: true,
  // Of a returned mail that is shown inline (RFC 2183) the parser would keep the text only, and our signature is in the header.
  ignoreEmbedded: true,
  skipImageLinks: true,
  skipTextToHtml: true,
  maxHtmlLengthToParse: maxMailBytes / 4,
};

/** The parts of a mail that the verdict needs. */
export type Mail = {
  /** Identifies the mail: one that is read twice counts once. */
  key: string;
  /** The raw header, unfolded. */
  head: string;
  subject: string;
  from: { address: string; name: string };
  /** The addresses in its To field. */
  to: string[];
  /** Its own text, without the mail it returns; of an HTML part, the text. */
  text: string;
  /** The fields of its reports (RFC 3464, RFC 5965), as text. */
  reports: { type: 'delivery-status' | 'feedback-report'; fields: string }[];
  /** Whether its envelope sender is empty, as RFC 5321 section 4.5.5 asks of reports. */
  hasEmptySender: boolean;
  /** The raw mail that it returns, or that mail's header. */
  original: string;
};

/**
 * Reads a mail, however malformed: parts that cannot be read are left out.
 * @param raw its bytes; those after `maxMailBytes` are ignored
 */
export async function readMail(raw: Buffer): Promise<Mail> {
  const { mail, attached } = await readOuter(raw);
  // A gateway that adds a notice to what leaves its house wraps a report in a mail of its own.
  const wrapped = mail.reports.length > 0 ? undefined : attached.find(isReport);
  if (wrapped === undefined) return mail;
  const { key: _key, head: _head, to: _to, ...report } = (await readOuter(wrapped)).mail;
  return { ...mail, ...report };
}

/** Whether a mail is a report (RFC 6522). */
const isReport = (raw: Buffer): boolean =>
  /^content-type:\s{0,20}multipart\/report/im.test(unfold(headOf(raw.toString('latin1', 0, maxCharsetBytes))));

/** Reads a mail, with the mails that are attached to it. */
async function readOuter(raw: Buffer): Promise<{ mail: Mail; attached: Buffer[] }> {
  const bytes = withoutNesting(
    withFoundBoundary(withMendedTypes(inUtf8(withoutEnvelope(raw.subarray(0, maxMailBytes))))),
  );
  const charset = declaredCharset(bytes.toString('latin1', 0, maxCharsetBytes));
  const mail = await simpleParser(bytes, parserOptions).catch(() => undefined);
  const head = truncated(unfold(headOf(bytes.toString('latin1'))));
  const parts = (mail?.attachments ?? []).map(({ contentType, content }) => ({
    // The parser gives false for an empty field, which means plain text (RFC 2045 section 5.2).
    type: (contentType || 'text/plain').toLowerCase(),
    text: truncated(decodedText(content, charset)),
  }));
  const isOriginal = ({ type }: { type: string }): boolean => /^(message\/(rfc822|global)|text\/rfc822)/.test(type);
  const from = addressesOf(mail?.from)[0];
  const shown = mail?.text ?? plainOf(mail?.html || '');
  const { said, returned } = cutOriginal(truncated(withoutEscapes(shown || attachedText(parts))));
  const read: Mail = {
    key: createHash('sha256')
      .update(/^message-id:.*$/im.exec(head)?.[0] ?? '')
      .update(/^date:.*$/im.exec(head)?.[0] ?? '')
      .update(said.slice(0, maxKeyCharacters))
      .digest('base64url'),
    head,
    subject: mail?.subject ?? '',
    from: from ?? { address: fieldIn(head, 'from') ?? '', name: '' },
    to: addressesOf(mail?.to).map(({ address }) => address),
    text: said,
    hasEmptySender: /^return-path:[ \t]*<>/im.test(head),
    reports: parts.flatMap(part => {
      const type = reportType(part);
      return type === undefined ? [] : { type, fields: withoutEncodedWords(unfold(part.text)) };
    }),
    original: [...parts.filter(isOriginal).map(({ text }) => text), returned].join('\n').trimStart(),
  };
  const attached = (mail?.attachments ?? []).filter(({ contentType }) => contentType === 'message/rfc822');
  return { mail: read, attached: attached.map(({ content }) => content) };
}

/** The type of a report, by its declared type, else by its fields: some servers declare it as text or as a file. */
function reportType({ type, text }: { type: string; text: string }): Mail['reports'][number]['type'] | undefined {
  if (['message/delivery-status', 'message/global-delivery-status'].includes(type)) return 'delivery-status';
  if (type === 'message/feedback-report') return 'feedback-report';
  if (!/^(text\/plain|application\/)/.test(type)) return undefined;
  const beginning = text.slice(0, maxReportBeginning);
  if (/^feedback-type:/im.test(beginning)) return 'feedback-report';
  return /^(final-recipient|reporting-mta):/im.test(beginning) ? 'delivery-status' : undefined;
}

/** Characters of a part in which the fields of a report are looked for. */
const maxReportBeginning = 2_000;

/** The text of a mail whose text parts are all attached. */
const attachedText = (parts: readonly { type: string; text: string }[]): string =>
  parts
    .filter(({ type }) => type.startsWith('text/plain'))
    .map(({ text }) => text)
    .join('\n');

/** Limits of lines and texts: patterns are slow on a line of a million characters. */
const maxLineCharacters = 2_000;
const maxTextCharacters = 100_000;

const truncated = (text: string): string =>
  text
    .slice(0, maxTextCharacters)
    .split('\n')
    .map(line => line.slice(0, maxLineCharacters))
    .join('\n');

const addressesOf = (field: AddressObject | AddressObject[] | undefined): { address: string; name: string }[] =>
  [field]
    .flat()
    .flatMap(one => (one?.value ?? []).map(({ address, name }) => ({ address: address ?? '', name: name ?? '' })));

const plainOf = (html: string): string =>
  html.replace(/<br\s*\/?>|<\/(p|div|tr|li|h\d)>/gi, '\n').replace(/<[^<>]*>/g, ' ');

/** A mail without empty lines before it, and without the line that a file of mails (mbox) puts before each. */
function withoutEnvelope(raw: Buffer): Buffer {
  const begin = raw.subarray(raw.findIndex(byte => ![10, 13, 32, 9].includes(byte)));
  return begin.subarray(0, 5).toString('latin1') === 'From ' ? begin.subarray(begin.indexOf(10) + 1) : begin;
}

/**
 * The mail up to its 41st boundary: a parser is slow on thousands of nested parts, and no report needs more than a few levels.
 */
function withoutNesting(raw: Buffer): Buffer {
  const text = raw.toString('latin1');
  const boundaries = [...text.matchAll(/boundary\s*=/gi)];
  const last = boundaries[maxBoundaries];
  return last === undefined ? raw : raw.subarray(0, last.index);
}
