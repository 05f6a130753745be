import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { t } from '../../wording/wording.ts';
import { UnreadableList } from './line.ts';

/** Bytes of a line, at most. A longer one would have to be held in memory whole. */
const maxLineBytes = 1024 * 1024;

/** Whether a text names an encoding that can be read. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name) !== undefined;
  } catch {
    return false;
  }
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path)) yield z.instanceof(Buffer).parse(chunk);
}

/** The text of a file as a stream. @throws TypeError within the stream if it has another encoding */
export function textStream(path: string, encoding: string): Readable {
  if (new TextDecoder(encoding).encoding === 'utf-8') return createReadStream(path);
  async function* decoded(): AsyncGenerator<string> {
    const decoder = new TextDecoder(encoding, { fatal: true });
    for await (const chunk of chunksOf(path)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  }
  return Readable.from(decoded());
}

/**
 * Looks at a whole file before a line of it is used: Latin-1 read as UTF-8 silently loses every accent, and a line without an end
 * fills the memory.
 * @throws UnreadableList with the line, and the encoding that the file seems to have
 */
export async function checkEncoding(path: string, encoding: string): Promise<void> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const isUtf16 = decoder.encoding.startsWith('utf-16');
  let line = 1;
  let lineBytes = 0;
  let last: Buffer = Buffer.alloc(0);
  let looksLikeUtf8 = true;
  let hasLetters = false;
  for await (const bytes of chunksOf(path)) {
    last = bytes;
    try {
      if (!isUtf16 && bytes.includes(0)) throw new TypeError('a NUL byte');
      decoder.decode(bytes, { stream: true });
    } catch {
      throw wrongEncoding(path, decoder.encoding, bytes, line + lineEnds(bytes.subarray(0, firstInvalid(bytes))));
    }
    if (!decoder.encoding.startsWith('utf-')) looksLikeUtf8 &&= isUtf8(bytes);
    hasLetters ||= bytes.some(byte => byte > 127);
    const end = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13));
    lineBytes = end === -1 ? lineBytes + bytes.length : bytes.length - end - 1;
    line += lineEnds(bytes);
    if (lineBytes > maxLineBytes)
      throw new UnreadableList(
        path,
        t('This line is longer than 1 MB.'),
        t('A list has one person per line: is this another kind of file, or was it saved without line ends?'),
        line,
      );
  }
  if (!decoder.encoding.startsWith('utf-') && looksLikeUtf8 && hasLetters)
    throw new UnreadableList(
      path,
      t('The file is encoded in UTF-8, not in %{encoding}.', { encoding: decoder.encoding }),
      t('Leave --encoding out: its accents would be lost otherwise.'),
    );
  try {
    // The last character may be cut off.
    decoder.decode();
  } catch {
    throw wrongEncoding(path, decoder.encoding, last, line);
  }
}

const wrongEncoding = (path: string, encoding: string, bytes: Buffer, line: number): UnreadableList =>
  new UnreadableList(
    path,
    t('The file is not encoded in %{encoding} here.', { encoding: encoding.toUpperCase() }),
    t(
      'It seems to be %{encoding}: say --encoding %{encoding}. Or save it as UTF-8 (in a spreadsheet: “CSV UTF-8”); its accents would be lost otherwise.',
      { encoding: likelyEncoding(bytes) },
    ),
    line,
  );

/** The encoding that bytes which are no UTF-8 seem to have. */
function likelyEncoding(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const count = (is: (byte: number, i: number) => boolean): number => bytes.filter(is).length;
  const zeros = count(byte => byte === 0);
  if (zeros > bytes.length / 10)
    return count((byte, i) => byte === 0 && i % 2 === 1) > zeros / 2 ? 'utf-16le' : 'utf-16be';
  // The letters é è à ê ç: on old Macs, and in Windows.
  const [mac, windows] = [
    [0x8e, 0x8f, 0x88, 0x90, 0x8d],
    [0xe9, 0xe8, 0xe0, 0xea, 0xe7],
  ].map(letters => count(byte => letters.includes(byte)));
  return (mac ?? 0) > (windows ?? 0) ? 'macintosh' : 'windows-1252';
}

/** Line ends, counted as the CSV parser does: a carriage return alone ends a line, too. */
const lineEnds = (bytes: Buffer): number =>
  bytes.filter((byte, i) => byte === 10 || (byte === 13 && bytes[i + 1] !== 10 && i + 1 < bytes.length)).length;

/** The offset in a chunk at which it stops being UTF-8. */
function firstInvalid(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  const at = text.search(/[\uFFFD\0]/);
  return at === -1 ? 0 : Buffer.byteLength(text.slice(0, at));
}
