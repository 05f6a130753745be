/**
 * A text in which quantities are searched, and where each of its characters stands in the original. The readers' patterns name the
 * letters beside a number as `A-Za-zÀ-ž`: the class of all letters takes so long to compile that it was a twentieth of the time of
 * `hebdo check`. Words of any script are read by `wordAt`.
 */
export type PlainText = { plain: string; offsets: readonly number[] };

/** Links, addresses and code, and the markers of list items: an ordered list may be a plain one in the other language. */
const ignored =
  /\]\((?:[^\s()\]]|\([^\s()\]]{0,100}\)){0,500}\)|(?:https?:\/\/|www\.|\.[a-z]{2,12}\/)[^\s)]{1,500}|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}|`[^`]{0,1000}`|^[ \t]{0,8}(?:\d{1,2}[.)]|[-+*])(?=[ \t])|^#{1,6} /gmu;

/** No text has this character. It stands where words on both sides do not belong together. */
const gap = '\ufffc';

const plainOf: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\t': ' ',
  '–': '-',
  '—': '-',
  '−': '-',
  '‑': '-',
  '‐': '-',
  '’': "'",
  ʼ: "'",
  '⁄': '/',
  '×': 'x',
  ᵉ: 'e',
  ʳ: 'r',
};

/** The text without emphasis, links and code, with one form of space, dash and apostrophe. */
export function plainText(text: string): PlainText {
  const masked = text.replace(ignored, words => gap.repeat(words.length));
  const offsets: number[] = [];
  const parts: string[] = [];
  for (let i = 0; i < masked.length; i++) {
    const char = masked.charAt(i);
    if (char === '*' || char === '_') continue;
    const isBreak = char === '\n' && (masked[i - 1] === '\n' || masked[i + 1] === '\n');
    offsets.push(i);
    parts.push(isBreak ? gap : char === '\n' ? ' ' : (plainOf[char] ?? char));
  }
  offsets.push(masked.length);
  return { plain: parts.join(''), offsets };
}
