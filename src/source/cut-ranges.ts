/**
 * Cuts the ranges between two marks out of a text, in linear time: a pattern like `<!--[\s\S]*?-->` is quadratic where marks open
 * and never close.
 * @param open the mark that begins a range, and `close` the one that ends it; both are cut, too
 * @returns the text without the ranges, and the ranges. A range that does not end is kept as text
 * @example cutRanges('a<!--b-->c', '<!--', '-->') // { kept: 'ac', cut: ['<!--b-->'] }
 */
export function cutRanges(text: string, open: string, close: string): { kept: string; cut: string[] } {
  const cut: string[] = [];
  let kept = '';
  let at = 0;
  for (;;) {
    const begin = text.indexOf(open, at);
    const end = begin === -1 ? -1 : text.indexOf(close, begin + open.length);
    if (end === -1) return { kept: kept + text.slice(at), cut };
    kept += text.slice(at, begin);
    cut.push(text.slice(begin, end + close.length));
    at = end + close.length;
  }
}
