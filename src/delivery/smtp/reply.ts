import { t } from '../../wording/wording.ts';
/** A complete reply: the texts of its lines, and all of them as one text, without control characters. */
export type Reply = { code: number; words: string; lines: string[] };

/** RFC 5321 section 4.5.3.1.5 allows 512 bytes a line, and some servers send more. */
const maxLineBytes = 4_096;
const maxLines = 128;
const maxReplyBytes = 65_536;

/** The server sent bytes that are no reply. */
export class NoReply extends Error {}

/** Assembles replies (RFC 5321 section 4.2) from chunks of bytes, wherever they are cut. */
export type ReplyParser = {
  /** Whether a reply is incomplete. */
  readonly isOpen: boolean;
  /**
   * Reads the next bytes.
   * @param found gets each reply that the bytes complete
   * @throws NoReply if they are no reply, or exceed the limits of one
   */
  read(bytes: Buffer, found: (reply: Reply) => void): void;
};

/** A parser for the replies of one connection. */
export function replyParser(): ReplyParser {
  let lines: string[] = [];
  let rest = '';
  let size = 0;

  const readLine = (line: string, found: (reply: Reply) => void): void => {
    if (!/^[2-5]\d\d(?:[ -]|$)/.test(line)) throw new NoReply(t('the server answered what is no reply'));
    // RFC 5321 section 4.2.1: all lines of a reply have the same code.
    if (lines[0] !== undefined && lines[0].slice(0, 3) !== line.slice(0, 3))
      throw new NoReply(t('the lines of a reply have different codes'));
    lines.push(line);
    size += line.length;
    if (line[3] !== '-') {
      found(replyOf(lines));
      lines = [];
      size = 0;
    } else if (lines.length >= maxLines || size > maxReplyBytes) throw new NoReply(t('the server’s reply has no end'));
  };
  return {
    get isOpen() {
      return rest !== '' || lines.length > 0;
    },
    read(bytes, found) {
      const text = rest + bytes.toString('latin1');
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        if (end - start > maxLineBytes) throw new NoReply(t('a line of the server’s reply is too long'));
        readLine(text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end), found);
        start = end + 1;
      }
      rest = text.slice(start);
      if (rest.length > maxLineBytes) throw new NoReply(t('a line of the server’s reply has no end'));
    },
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/** The text of a line: UTF-8 (RFC 6531 section 3.7.4) where it is valid, else Windows-1252, which contains Latin-1. */
function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}

/** The reply that raw lines make up. Enhanced codes (RFC 3463) stay part of the text. */
function replyOf(raw: readonly string[]): Reply {
  const lines = raw.map(line =>
    decoded(Buffer.from(line.slice(4), 'latin1'))
      .replace(/\p{Cc}/gu, ' ')
      .trim(),
  );
  return { code: Number(raw[0]?.slice(0, 3)), words: lines.join(' ').trim(), lines };
}

/** A server's words with each address replaced by `<…>`. */
export const withoutAddresses = (words: string): string =>
  words.replace(/<?(?<![^\s<>@])[^\s<>@]+@[^\s<>@]+>?/g, '<…>');
