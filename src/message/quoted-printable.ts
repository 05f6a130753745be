/** RFC 2045 section 6.7: with its soft break a line has 76 characters at most. */
const longest = 75;

/**
 * Encodes text as quoted-printable, so that it stands as it is on the wire and in a DKIM hash: no line begins with a
 * dot (nothing to stuff, RFC 5321 section 4.5.2) or with `From `, no line ends in white space, no two spaces stand
 * together (`relaxed` changes nothing, RFC 6376 section 3.4.4).
 * @param text with any line ends; each becomes CRLF
 * @returns ASCII; it begins at the beginning of a line and may end in the middle of one
 */
export function quotedPrintable(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(encodeLine)
    .join('\r\n');
}

/** Joins encoded pieces into one text: a soft line break between two of them is none to the reader. */
export const softBreak = '=\r\n';

function encodeLine(line: string): string {
  const encoded = line.replace(/[^\x20-\x3c\x3e-\x7e]+/g, bytesOf).replace(/ (?= )| $/g, '=20');
  if (encoded.length <= longest && !/^(\.|From )/.test(encoded)) return encoded;
  const lines: string[] = [];
  for (let at = 0; at < encoded.length; ) {
    const first = encoded[at] === '.' ? '=2E' : encoded.startsWith('From ', at) ? '=46' : undefined;
    const start = first === undefined ? at : at + 1;
    let end = Math.min(encoded.length, start + longest - (first?.length ?? 0));
    // No escape is cut in two: =XX stays whole.
    if (end < encoded.length) {
      if (encoded[end - 1] === '=') end -= 1;
      else if (encoded[end - 2] === '=') end -= 2;
    }
    lines.push((first ?? '') + encoded.slice(start, end));
    at = end;
  }
  return lines.join(softBreak);
}

const bytesOf = (characters: string): string =>
  [...Buffer.from(characters)].map(byte => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
