import { Document, isMap, isSeq, parseDocument, Scalar, YAMLMap } from 'yaml';
import { z } from 'zod';
import type { Publication } from '../publication/schema.ts';
import { t } from '../wording/wording.ts';
import type { Draft } from './draft.ts';

/**
 * Adds a draft to an issue file as its last article. The article is inserted into the text, so that the rest of the file
 * keeps its bytes; only an article list on one line is rewritten. The texts in the publication's other languages are
 * empty, which `check` reports.
 * @param text the issue file, without syntax errors
 * @param translations the same article in other languages
 * @returns the file's new text and the article's id
 */
export function insertDraft(
  text: string,
  draft: Draft,
  publication: Publication,
  translations: readonly Draft[] = [],
): { text: string; id: string } {
  const doc = parseDocument(text);
  const articles = doc.get('articles', true);
  const existingIds = isSeq(articles)
    ? articles.items.flatMap(item => (isMap(item) ? [String(item.get('id'))] : []))
    : [];
  const id = idOf(draft.title, existingIds);
  if (isSeq(articles) && articles.flow !== true && articles.items.length > 0 && articles.range != null) {
    const first = articles.items[0];
    const start = isMap(first) && first.range != null ? first.range[0] : articles.range[0];
    const line = text.lastIndexOf('\n', start - 1) + 1;
    const indent = text.slice(line, start).replace(/-\s*$/, '').length;
    const last = articles.items.at(-1);
    // The first draft fills the empty article of a new issue, which would be the lead otherwise.
    if (articles.items.length === 1 && isMap(first) && isEmpty(first) && first.range != null) {
      const filled = articleYaml([draft, ...translations], id, publication, indent);
      return { text: `${text.slice(0, line)}${filled}${text.slice(endOfLine(text, first.range[1]))}`, id };
    }
    const end = endOfLine(text, isMap(last) && last.range != null ? last.range[1] : articles.range[1]);
    const before = text.slice(0, end).replace(/(?<!\n)\n*$/, '\n');
    // The file's own style: an empty line between articles, or none.
    const gap = /\n[ \t]*\r?\n[ \t]*-\s/.test(text.slice(articles.range[0], articles.range[1])) ? '\n' : '';
    return {
      text: `${before}${gap}${articleYaml([draft, ...translations], id, publication, indent)}${text.slice(end)}`,
      id,
    };
  }
  // There is no article yet, or the list is on one line: write the whole key.
  const whole = articleYaml([draft, ...translations], id, publication, 2);
  if (articles === undefined || articles === null)
    return { text: `${text.replace(/(?<!\n)\n*$/, '\n')}articles:\n${whole}`, id };
  const added = parseDocument(whole).contents;
  const before = isSeq(articles) ? articles.items : [];
  doc.setIn(['articles'], [...before, ...(isSeq(added) ? added.items : [])]);
  return { text: doc.toString({ lineWidth: 0 }), id };
}

/** Whether an article has no title and no body in any language. */
const isEmpty = (article: YAMLMap): boolean =>
  ['title', 'body'].every(key => {
    const value: unknown = article.toJSON()[key] ?? '';
    return Object.values(typeof value === 'string' ? { value } : z.record(z.string(), z.unknown()).parse(value)).every(
      text => text === '' || text === null,
    );
  });

/** The offset of the next line; `offset` itself if it is at the beginning of a line. */
function endOfLine(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Makes an id from the first words of a title, in small ASCII letters, with a number if the id exists. */
export function idOf(title: string, existingIds: readonly string[]): string {
  const words =
    title
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/['’]/g, ' ')
      .match(/[a-z0-9]+/g) ?? [];
  const base =
    words
      .filter(word => word.length > 2)
      .slice(0, 4)
      .join('-')
      .slice(0, 50) || 'article';
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!existingIds.includes(id)) return id;
  }
}

/** Writes the article as YAML. @param drafts one per language @param indent spaces before each line */
function articleYaml(
  drafts: readonly [Draft, ...Draft[]],
  id: string,
  publication: Publication,
  indent: number,
): string {
  const [draft] = drafts;
  const map = new YAMLMap();
  const textOf = (tag: string, read: (draft: Draft) => string | undefined): string => {
    const own = drafts.find(({ language }) => language === tag);
    return own === undefined ? '' : (read(own) ?? '');
  };
  const tags = [draft.language, ...publication.languages.filter(one => one !== draft.language)];
  /** The texts of all languages; undefined if no draft has one. */
  const texts = (read: (draft: Draft) => string | undefined, block = false): YAMLMap | undefined => {
    const all = new YAMLMap();
    for (const tag of tags) {
      const text = textOf(tag, read);
      const scalar = new Scalar(text);
      scalar.type = block && text !== '' ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
      all.set(tag, scalar);
    }
    return tags.some(tag => textOf(tag, read) !== '') ? all : undefined;
  };
  /** The first draft's value of a field that is the same in all languages. */
  const first = <K extends keyof Draft>(key: K): Draft[K] | undefined =>
    drafts.find(one => one[key] !== undefined)?.[key];
  const set = (key: string, value: unknown): void => {
    if (value !== undefined) map.set(key, value);
  };
  map.set('id', id);
  set(
    'title',
    texts(({ title }) => title),
  );
  const links = drafts.flatMap(({ language, url }) => (url === undefined ? [] : [[language, url] as const]));
  const isOneLink = new Set(links.map(([, url]) => url)).size < 2 || links.length < drafts.length;
  set('url', isOneLink ? (links[0]?.[1] ?? 'https://') : Object.fromEntries(links));
  set('author', first('author'));
  const categories = categoryKeys(
    drafts.flatMap(one => one.categories),
    publication,
  );
  if (categories.keys.length > 0) map.set('categories', categories.keys);
  const image = drafts.find(one => one.image !== undefined && one.image.src !== '')?.image ?? draft.image;
  if (image !== undefined && image.src !== '')
    map.set('image', {
      src: image.src,
      alt: texts(one => one.image?.alt) ?? '',
      ...(image.credit === undefined ? {} : { credit: defined(image.credit) }),
    });
  set(
    'standfirst',
    texts(({ standfirst }) => standfirst),
  );
  set(
    'body',
    texts(({ body }) => body, true),
  );
  set(
    'pull_quote',
    texts(({ pullQuote }) => pullQuote),
  );
  const source = first('source');
  if (source !== undefined) map.set('source', defined(source));
  set('comments', first('comments'));
  set('written_by', first('writtenBy'));

  const notes = [
    ...(categories.unknownNames.length > 0
      ? [
          t('Categories of the page that hebdo.yaml does not have: %{names}', {
            names: categories.unknownNames.join(', '),
          }),
        ]
      : []),
    ...(image?.src === '' && image.credit !== undefined
      ? [t('Add an image; its credit: %{credit}.', { credit: Object.values(defined(image.credit)).join(', ') })]
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

/** Finds the publication's keys for a page's category names. */
function categoryKeys(
  names: readonly string[],
  { categories }: Publication,
): { keys: string[]; unknownNames: string[] } {
  const plainForm = (name: string): string =>
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '');
  const keyOf = (name: string): string | undefined =>
    Object.entries(categories).find(([key, text]) =>
      [key, ...(typeof text === 'string' ? [text] : Object.values(text))].some(
        one => plainForm(one) === plainForm(name),
      ),
    )?.[0];
  const keys = [...new Set(names.flatMap(name => keyOf(name) ?? []))];
  return { keys, unknownNames: names.filter(name => keyOf(name) === undefined) };
}
