/** RFC 2045 section 6.7: a line has at most 76 characters, including the `=` of a soft line break. */
const maxLineChars = 75;

/**
 * Encodes text as quoted-printable, in a form that needs no further changes. No line begins with a dot (no dot-stuffing,
 * RFC 5321 section 4.5.2) or with `From `, no line ends in white space, and no two spaces are adjacent (already canonical
 * for DKIM's `relaxed`, RFC 6376 section 3.4.4).
 * @param text with any line ends; each becomes CRLF
 * @returns ASCII, starting at the beginning of a line; it may end within a line
 */
export function quotedPrintable(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(encodeLine)
    .join('\r\n');
}

/** A soft line break: it joins two encoded pieces, and decoders remove it. */
export const softBreak = '=\r\n';

function encodeLine(line: string): string {
  const encoded = line.replace(/[^\x20-\x3c\x3e-\x7e]+/g, bytesOf).replace(/ (?= )| $/g, '=20');
  if (encoded.length <= maxLineChars && !/^(\.|From )/.test(encoded)) return encoded;
  const lines: string[] = [];
  for (let at = 0; at < encoded.length; ) {
    const first = encoded[at] === '.' ? '=2E' : encoded.startsWith('From ', at) ? '=46' : undefined;
    const start = first === undefined ? at : at + 1;
    let end = Math.min(encoded.length, start + maxLineChars - (first?.length ?? 0));
    // An escape (=XX) must not be split.
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
