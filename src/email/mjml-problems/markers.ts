import { tagsOf } from './tags.ts';

/** A place in a file of a template, of the `<` of a tag. */
export type Place = { file: string; line: number; column: number };

const markerOf = ({ file, line, column }: Place): string =>
  ` data-hebdo-place="${encodeURIComponent(file)}:${line}:${column}"`;
const marker = / data-hebdo-place="([^":]{1,300}):(\d{1,9}):(\d{1,9})"/;

/**
 * The text of a template's file with a marker of its place in each tag. Liquid copies the markers into its output, where they tell from which
 * file and line a tag comes. They add no line.
 */
export function withMarkers(file: string, text: string): string {
  let [out, at, line, lineStart] = ['', 0, 1, 0];
  for (const { at: start, end } of insertions(text)) {
    for (let next = text.indexOf('\n', lineStart); next !== -1 && next < start; next = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = next + 1;
    }
    out += text.slice(at, end) + markerOf({ file, line, column: start - lineStart + 1 });
    at = end;
  }
  return out + text.slice(at);
}

const opening = /<[A-Za-z][\w-]{0,60}(?=[\s/>])/y;

/** Where tags begin, and where their names end. What is in Liquid's brackets is no tag. */
function* insertions(text: string): Generator<{ at: number; end: number }> {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{' && (text[at + 1] === '{' || text[at + 1] === '%')) {
      const end = text.indexOf(text[at + 1] === '{' ? '}}' : '%}', at + 2);
      if (end === -1) return;
      at = end + 1;
    } else if (text[at] === '<') {
      opening.lastIndex = at;
      if (opening.test(text)) yield { at, end: opening.lastIndex };
    }
  }
}

/**
 * The places of the tags of a Liquid output, in their order; undefined for those that no file holds as such.
 * @param marked the same output, made of files with markers
 * @returns nothing if the outputs differ in their tags
 */
export function placesOf(output: string, marked: string): (Place | undefined)[] {
  const [tags, markedTags] = [tagsOf(output), tagsOf(marked)];
  if (tags.length !== markedTags.length || tags.some(({ name }, i) => name !== markedTags[i]?.name)) return [];
  return markedTags.map(({ at, end }) => {
    const [, file, line, column] = marker.exec(marked.slice(at, end)) ?? [];
    return file === undefined
      ? undefined
      : { file: decodeURIComponent(file), line: Number(line), column: Number(column) };
  });
}
