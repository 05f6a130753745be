import { Document, isMap, isSeq, parseDocument, Scalar, YAMLMap } from 'yaml';
import type { Publication } from '../publication/schema.ts';
import type { Draft } from './draft.ts';

/**
 * Adds a draft to an issue file as its last article. Everything else in the file stays as it is, byte for byte: the
 * article is written into the text, at the place the parsed document knows. Every other language of the publication
 * is left empty, which `check` reports.
 * @param text the issue file, without syntax errors
 * @returns the file's new text and the article's id
 */
export function insertDraft(text: string, draft: Draft, publication: Publication): { text: string; id: string } {
  const doc = parseDocument(text);
  const articles = doc.get('articles', true);
  const taken = isSeq(articles) ? articles.items.flatMap(item => (isMap(item) ? [String(item.get('id'))] : [])) : [];
  const id = idOf(draft.title, taken);
  if (isSeq(articles) && articles.flow !== true && articles.items.length > 0 && articles.range != null) {
    const first = articles.items[0];
    const start = isMap(first) && first.range != null ? first.range[0] : articles.range[0];
    const line = text.lastIndexOf('\n', start - 1) + 1;
    const indent = text.slice(line, start).replace(/-\s*$/, '').length;
    const last = articles.items.at(-1);
    const end = endOfLine(text, isMap(last) && last.range != null ? last.range[1] : articles.range[1]);
    const before = text.slice(0, end).replace(/\n*$/, '\n');
    // An empty line between articles, where the file keeps one.
    const gap = /\n\s*\n\s*-\s/.test(text.slice(articles.range[0], articles.range[1])) ? '\n' : '';
    return { text: `${before}${gap}${item(draft, id, publication, indent)}${text.slice(end)}`, id };
  }
  // No article yet, or a list on one line: the key is written anew.
  const whole = item(draft, id, publication, 2);
  if (articles === undefined || articles === null)
    return { text: `${text.replace(/\n*$/, '\n')}articles:\n${whole}`, id };
  const added = parseDocument(whole).contents;
  const before = isSeq(articles) ? articles.items : [];
  doc.setIn(['articles'], [...before, ...(isSeq(added) ? added.items : [])]);
  return { text: doc.toString({ lineWidth: 0 }), id };
}

/** The offset behind the line in which `offset` stands, unless it stands at the beginning of one. */
function endOfLine(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** An id from a title: its first words, in small ASCII letters. */
export function idOf(title: string, taken: readonly string[]): string {
  const words =
    title
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/['’]/g, ' ')
      .match(/[a-z0-9]+/g) ?? [];
  const plain =
    words
      .filter(word => word.length > 2)
      .slice(0, 4)
      .join('-')
      .slice(0, 50) || 'article';
  for (let n = 1; ; n++) {
    const id = n === 1 ? plain : `${plain}-${n}`;
    if (!taken.includes(id)) return id;
  }
}

/** The article as YAML, indented like its neighbours. */
function item(draft: Draft, id: string, publication: Publication, indent: number): string {
  const { language, title, url, standfirst, body, pullQuote, image, source, comments, writtenBy } = draft;
  const map = new YAMLMap();
  const texts = (value: string, block = false): YAMLMap => {
    const all = new YAMLMap();
    for (const tag of [language, ...publication.languages.filter(one => one !== language)]) {
      const scalar = new Scalar(tag === language ? value : '');
      scalar.type = block && tag === language ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
      all.set(tag, scalar);
    }
    return all;
  };
  map.set('id', id);
  map.set('title', texts(title));
  map.set('url', url ?? 'https://');
  const categories = categoryKeys(draft.categories, publication);
  if (categories.known.length > 0) map.set('categories', categories.known);
  if (image !== undefined && image.src !== '')
    map.set('image', {
      src: image.src,
      alt: image.alt === '' ? '' : texts(image.alt),
      ...(image.credit === undefined ? {} : { credit: defined(image.credit) }),
    });
  if (standfirst !== undefined) map.set('standfirst', texts(standfirst));
  if (body !== undefined) map.set('body', texts(body, true));
  if (pullQuote !== undefined) map.set('pull_quote', texts(pullQuote));
  if (source !== undefined) map.set('source', defined(source));
  if (comments !== undefined) map.set('comments', comments);
  if (writtenBy !== undefined) map.set('written_by', writtenBy);

  const notes = [
    ...(categories.unknown.length > 0
      ? [`The page's categories that hebdo.yaml does not name: ${categories.unknown.join(', ')}`]
      : []),
    ...(image?.src === '' && image.credit !== undefined
      ? [`An image credited to ${Object.values(defined(image.credit)).join(', ')} is to be added.`]
      : []),
  ];
  const doc = new Document([map]);
  const yaml = doc.toString({ lineWidth: 0, indentSeq: true, flowCollectionPadding: true });
  const pad = ' '.repeat(indent);
  return [...notes.map(note => `# ${note.replaceAll('\n', ' ')}`), ...yaml.trimEnd().split('\n')]
    .map(line => (line === '' ? '' : pad + line))
    .join('\n')
    .concat('\n');
}

const defined = (value: object): Record<string, string> =>
  Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));

/** The publication's keys for the names a page gives its categories. */
function categoryKeys(names: readonly string[], { categories }: Publication): { known: string[]; unknown: string[] } {
  const bare = (name: string): string =>
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '');
  const keyOf = (name: string): string | undefined =>
    Object.entries(categories).find(([key, text]) =>
      [key, ...(typeof text === 'string' ? [text] : Object.values(text))].some(one => bare(one) === bare(name)),
    )?.[0];
  const known = [...new Set(names.flatMap(name => keyOf(name) ?? []))];
  return { known, unknown: names.filter(name => keyOf(name) === undefined) };
}
