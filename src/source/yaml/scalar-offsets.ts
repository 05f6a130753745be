import { Scalar } from 'yaml';

const cache = new WeakMap<Scalar, readonly number[]>();

/**
 * The offset in the file of each character of a scalar's value, and of the end. Escapes, indentation and the line breaks of
 * folded texts have no counterpart in the value.
 * @param file the text of the whole file
 */
export function scalarOffsets(scalar: Scalar, file: string): readonly number[] {
  const known = cache.get(scalar);
  if (known !== undefined) return known;
  const offsets = alignedOffsets(scalar, file);
  cache.set(scalar, offsets);
  return offsets;
}

function alignedOffsets({ value, type, range }: Scalar, file: string): number[] {
  const text = String(value);
  if (range == null) return [];
  const [start, end] = range;
  const isBlock = type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
  const isDouble = type === Scalar.QUOTE_DOUBLE;
  const isSingle = type === Scalar.QUOTE_SINGLE;
  // The header of a block (`|`, `>-`) is a line of its own.
  let at = isBlock ? file.indexOf('\n', start) + 1 : isDouble || isSingle ? start + 1 : start;
  const offsets: number[] = [];
  for (let i = 0; i < text.length; i++) {
    while (at < end && isPassed(file, at, text[i] ?? '', isDouble)) at++;
    offsets.push(at);
    if (isDouble && file[at] === '\\') at += escapeLength(file, at);
    else if (isSingle && file[at] === "'") at += 2;
    else if (file[at] === text[i]) at++;
    // Otherwise the character stands for a line break that was passed.
  }
  offsets.push(Math.min(at, end));
  return offsets;
}

/** Whether a character of the file has no counterpart in the value: white space, and in double quotes the `\` that continues a line. */
const isPassed = (file: string, at: number, next: string, isDouble: boolean): boolean => {
  const isContinuation = isDouble && file[at] === '\\' && /[\r\n]/.test(file[at + 1] ?? '');
  return isContinuation || (file[at] !== next && /\s/.test(file[at] ?? ''));
};

/** The length of an escape in double quotes (YAML 1.2.2, section 5.7): `\n`, `\xA0`, `\u200b`, `\U0001F600`. */
const escapeLength = (file: string, at: number): number => 2 + ({ x: 2, u: 4, U: 8 }[file[at + 1] ?? ''] ?? 0);
