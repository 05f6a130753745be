import { isUtf8 } from 'node:buffer';
import { type ParsedMail, simpleParser } from 'mailparser';
import { t } from '../../wording/wording.ts';
import { ImportProblem, tidy } from '../draft.ts';
import { parsePage } from '../page-document.ts';

/** What a mail has of a newsletter. `images`: those it carries, by Content-ID. */
export type Mail = {
  subject: string;
  /** The name in its From field. */
  sender: string;
  date?: Date;
  language: string;
  html?: string;
  text?: string;
  images: Map<string, Uint8Array>;
};

/** Parts of a mail, at most: a parser is slow on thousands of nested ones. */
const maxBoundaries = 40;
/** Forwarded mails inside one another. */
const maxForwards = 3;
/** A longer text is a newsletter of its own, not a note above a forwarded one. */
const maxNoteChars = 2_000;

/**
 * Reads a mail; of a mail that forwards another as an attachment, the other.
 * @throws ImportProblem if it has too many parts, or no text
 */
export async function readMail(raw: Buffer, forwards = 0): Promise<Mail> {
  if (raw.toString('latin1').split(/boundary\s{0,4}=/i).length - 1 > maxBoundaries)
    throw new ImportProblem(
      t('This mail has more than %{maxBoundaries} parts with parts in them.', { maxBoundaries }),
      t('Save the newsletter as HTML and import that.'),
    );
  const mail = await simpleParser(decodable(ofOneMail(raw)), {
    ignoreEmbedded: true,
    keepCidLinks: true,
    skipTextToHtml: true,
    skipHtmlToText: true,
    skipTextLinks: true,
  });
  const forwarded = mail.attachments.find(({ contentType }) => contentType === 'message/rfc822');
  const own = mail.html || mail.text || '';
  if (forwarded !== undefined && forwards < maxForwards && own.length <= maxNoteChars)
    return readMail(forwarded.content, forwards + 1);
  if (own.trim() === '')
    throw new ImportProblem(
      t('This mail has no text.'),
      t('Open it in a mail program and save it again, as .eml or HTML.'),
    );
  return {
    subject: mail.subject ?? '',
    sender: mail.from?.value[0]?.name ?? '',
    date: mail.date,
    language: headerText(mail, 'content-language'),
    html: mail.html && !(isEmptyHtml(mail.html) && mail.text) ? mail.html : undefined,
    text: mail.text,
    images: new Map(
      mail.attachments.flatMap(({ cid, contentType, content }) =>
        cid !== undefined && contentType.startsWith('image/') ? [[cid, new Uint8Array(content)] as const] : [],
      ),
    ),
  };
}

/** Characters of HTML that may have no text. */
const maxEmptyChars = 5_000;

/** Whether HTML shows nothing, beside which a mail has its text. */
const isEmptyHtml = (html: string): boolean =>
  html.length <= maxEmptyChars && !/<img\b/i.test(html) && tidy(parsePage(html).body?.textContent) === '';

/**
 * The bytes of a mail without the line that a file of mails (mbox, RFC 4155) has before each.
 * @throws ImportProblem if the file has several mails
 */
function ofOneMail(raw: Buffer): Buffer {
  if (raw.subarray(0, 5).toString('latin1') !== 'From ') return raw;
  if (/\n\r?\nFrom \S{1,200} .{10,80}\r?\n[\w-]{1,60}:/.test(raw.toString('latin1')))
    throw new ImportProblem(
      t('This file has more than one mail.'),
      t('Save each mail by itself, and import them in turn.'),
    );
  return raw.subarray(raw.indexOf(10) + 1);
}

const headerText = (mail: ParsedMail, name: string): string => {
  const value = mail.headers.get(name);
  return typeof value === 'string' ? value : '';
};

/** Bytes of a mail in which its HTML names its charset. */
const maxMetaBytes = 100_000;

/**
 * A mail in UTF-8 or with a declared charset; one with neither is taken for what its HTML says, or Windows-1252. The HTML names no
 * charset for a mail program, but its sender wrote it so.
 */
function decodable(raw: Buffer): Buffer {
  const head = raw.toString('latin1', 0, maxMetaBytes);
  const declared = head.replace(/<meta[^<>]{0,300}>/gi, '');
  if (isUtf8(raw) || /charset\s{0,4}=/i.test(declared)) return raw;
  const named = /<meta[^<>]{0,200}charset\s{0,4}=\s{0,4}["']?([\w-]{1,40})/i.exec(head)?.[1] ?? '';
  try {
    return Buffer.from(new TextDecoder(named || 'windows-1252').decode(raw));
  } catch {
    return Buffer.from(new TextDecoder('windows-1252').decode(raw));
  }
}
