import { isMap, isPair, isScalar, parseDocument, type YAMLMap } from 'yaml';

/** A text of an issue file in one language: where it stands, and what it is. */
export type Filling = { path: readonly (string | number)[]; language: string; value: string; isMarkdown?: boolean };

/**
 * Writes a text into an issue file where it has none in that language yet. The rest of the file keeps its bytes.
 * @param text the issue file, without syntax errors
 * @returns the file's new text; undefined if the file has that text already, or has no such key
 * @example fillText('subject: { fr: "Un", en: "" }\n', { path: ['subject'], language: 'en', value: 'One' })
 */
export function fillText(text: string, { path, language, value, isMarkdown = false }: Filling): string | undefined {
  const node = parseDocument(text).getIn(path, true);
  if (!isMap(node)) return undefined;
  const pair = node.items.find(one => isPair(one) && isScalar(one.key) && one.key.value === language);
  const literal = (isBlock: boolean): string => literalOf(value, isBlock && node.flow !== true, columnOf(text, node));
  if (pair === undefined) return withNewKey(text, node, `${language}: ${literal(isMarkdown)}`);
  if (!isScalar(pair.value) || (pair.value.value !== '' && pair.value.value !== null) || pair.value.range == null)
    return undefined;
  const [start, end] = pair.value.range;
  const rest = text.slice(end, text.indexOf('\n', end) + 1 || undefined);
  // A comment behind the text would become a part of a block.
  const written = literal(isMarkdown && rest.trim() === '');
  const [before, after] = [text[start - 1] === ':' ? ' ' : '', rest.startsWith('#') ? ' ' : ''];
  return `${text.slice(0, start)}${before}${written}${after}${text.slice(end)}`;
}

/**
 * Gives a value that is the same in all languages, such as a link, an own value in one of them.
 * @param languages those of the publication; the other ones keep the value
 * @returns undefined if there is a value per language already, or the same, or none
 */
export function fillValue(
  text: string,
  path: readonly (string | number)[],
  language: string,
  value: string,
  languages: readonly string[],
): string | undefined {
  const node = parseDocument(text).getIn(path, true);
  if (isMap(node)) return fillText(text, { path, language, value });
  if (!isScalar(node) || node.range == null || node.value === value) return undefined;
  const values = languages.map(one => `${one}: ${JSON.stringify(one === language ? value : node.value)}`);
  return `${text.slice(0, node.range[0])}{ ${values.join(', ')} }${text.slice(node.range[1])}`;
}

/** A text as YAML: a block of lines if it is Markdown of several lines, else in quotes. @param column of its key */
function literalOf(value: string, isBlock: boolean, column: number): string {
  if (!isBlock || !value.includes('\n')) return JSON.stringify(value);
  const pad = ' '.repeat(column + 2);
  return `|-\n${value
    .split('\n')
    .map(line => (line.trim() === '' ? '' : pad + line))
    .join('\n')}`;
}

/** The column of the keys of a map that is not on one line. */
function columnOf(text: string, map: YAMLMap): number {
  const start = startOf(map);
  return start === undefined ? 0 : start - (text.lastIndexOf('\n', start - 1) + 1);
}

function startOf(map: YAMLMap): number | undefined {
  const key = map.items[0]?.key;
  return isScalar(key) ? key.range?.[0] : undefined;
}

/** The file with one more key at the end of a map; undefined if the map is empty. */
function withNewKey(text: string, map: YAMLMap, line: string): string | undefined {
  const last = map.items.at(-1)?.value;
  if (!isScalar(last) || last.range == null) return undefined;
  const [, end] = last.range;
  if (map.flow === true) return `${text.slice(0, end)}, ${line}${text.slice(end)}`;
  const newline = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1 || text.length;
  const gap = text[newline - 1] === '\n' ? '' : '\n';
  return `${text.slice(0, newline)}${gap}${' '.repeat(columnOf(text, map))}${line}\n${text.slice(newline)}`;
}
