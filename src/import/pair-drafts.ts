import { languageTag } from '../source/values.ts';
import type { Draft } from './draft.ts';

/** What pairing looks at: a `Draft`, with its date and the addresses of its translations (hreflang) where they are known. */
export type Pairable = Pick<Draft, 'url' | 'image' | 'source' | 'comments'> & {
  language?: string;
  date?: Date;
  alternates?: readonly string[];
  /** The addresses of translations that are paired already. */
  pairedUrls?: readonly string[];
};

/** Drafts that are translations of each other, and the rest of each list in its order. */
export type Pairs<First, Second> = { pairs: [First, Second][]; first: First[]; second: Second[] };

/**
 * Finds the drafts that are the same article in two languages. Each sign is tried on what the signs before it left: the addresses
 * of translations that a page names, the link, the image, the slug, the comments, the source and the date. A sign pairs two drafts only if no
 * third has it, and nothing speaks against it: a logo that stands beside three articles pairs none.
 * @param byPosition also pairs the rest by position if the lists are equally long and what is paired already is in the same
 *   order: for two editions of one newsletter, not for feeds
 * @example pairDrafts([{ url: 'https://a.example/fr/x' }], [{ url: 'https://a.example/en/x' }]).pairs // one pair
 */
export function pairDrafts<First extends Pairable, Second extends Pairable>(
  first: readonly First[],
  second: readonly Second[],
  { byPosition = false } = {},
): Pairs<First, Second> {
  const partners = new Map<First, Second>();
  const taken = new Set<Second>();
  const pair = (a: First, b: Second): void => {
    partners.set(a, b);
    taken.add(b);
  };
  for (const sign of signs) {
    const left = byKey(
      first.filter(one => !partners.has(one)),
      sign,
    );
    const right = byKey(
      second.filter(one => !taken.has(one)),
      sign,
    );
    for (const [key, [a, ...moreA]] of left) {
      const [b, ...moreB] = right.get(key) ?? [];
      const isClear = a !== undefined && b !== undefined && moreA.length === 0 && moreB.length === 0;
      if (!isClear || partners.has(a) || taken.has(b)) continue;
      // An image of each, which are not the same, say more than the minute.
      const differ = sign === sameMinute && a.image !== undefined && b.image !== undefined;
      if (sign === namedPages || !(differ || namesOthers(a, b) || namesOthers(b, a))) pair(a, b);
    }
  }
  const inOrder = [...partners].every(([a, b]) => first.indexOf(a) === second.indexOf(b));
  if (byPosition && first.length === second.length && inOrder)
    for (const [i, a] of first.entries()) {
      const b = second[i];
      if (b !== undefined && !partners.has(a)) pair(a, b);
    }
  return {
    pairs: first.flatMap((a): [First, Second][] => {
      const b = partners.get(a);
      return b === undefined ? [] : [[a, b]];
    }),
    first: first.filter(one => !partners.has(one)),
    second: second.filter(one => !taken.has(one)),
  };
}

/**
 * Groups drafts that are translations of each other. A draft without one is a group of its own.
 * @param languages those of the drafts; a group has one draft of each at most, in this order
 * @returns the newest first, if all drafts have a date
 */
export function groupTranslations<D extends Pairable & { language: string }>(
  drafts: readonly D[],
  languages: readonly string[],
): D[][] {
  let groups: D[][] = [];
  for (const language of languages) {
    const known = groups.map(group => ({
      ...group[0],
      group,
      alternates: group.flatMap(({ alternates = [] }) => alternates),
      pairedUrls: group.flatMap(({ url = '' }) => url),
    }));
    const { pairs, first, second } = pairDrafts(
      known,
      drafts.filter(one => one.language === language),
    );
    groups = [
      ...pairs.map(([{ group }, draft]) => [...group, draft]),
      ...first.map(({ group }) => group),
      ...second.map(draft => [draft]),
    ];
  }
  const order = (group: readonly D[]): number =>
    drafts.every(({ date }) => date !== undefined)
      ? -Math.max(...group.map(({ date }) => date?.getTime() ?? 0))
      : Math.min(...group.map(one => drafts.indexOf(one)));
  return groups.sort((a, b) => order(a) - order(b));
}

/** The drafts that have each key of a sign. */
function byKey<D extends Pairable>(drafts: readonly D[], sign: (draft: Pairable) => string[]): Map<string, D[]> {
  const found = new Map<string, D[]>();
  for (const draft of drafts)
    for (const key of new Set(sign(draft))) if (key !== '') found.set(key, [...(found.get(key) ?? []), draft]);
  return found;
}

/** A shorter slug (`news`, `42`) says too little. */
const minSlugChars = 6;

/** The addresses of a page and of its translations, as it names them. */
const namedPages = ({ url = '', pairedUrls = [], alternates = [] }: Pairable): string[] =>
  [url, ...pairedUrls, ...alternates].map(plainAddress);

/** Whether a page names translations, of which the other is none. The beginning of a site is no translation of an article. */
function namesOthers({ url = '', pairedUrls = [], alternates = [] }: Pairable, other: Pairable): boolean {
  const own = [url, ...pairedUrls].map(plainAddress);
  const named = alternates.filter(one => withoutLanguage(one) !== '').map(plainAddress);
  return named.some(one => !own.includes(one)) && !named.includes(plainAddress(other.url ?? ''));
}

const dayMs = 86_400_000;
/** Programs that publish both languages at once write them one after the other. Midnight is a day without a time. */
const sameMinute = ({ date }: Pairable): string[] =>
  date === undefined || date.getTime() % dayMs === 0 ? [] : [date.toISOString().slice(0, 16)];

/** The signs of the same article, the surest first: each gives keys, of which two drafts must share one. */
const signs: readonly ((draft: Pairable) => string[])[] = [
  namedPages,
  ({ url = '', language = '' }) => [withoutLanguage(withoutEnding(url, language))],
  ({ image }) => [imageKey(image?.src ?? '')],
  ({ url = '' }) => [slugOf(url)].filter(slug => slug.length >= minSlugChars),
  ({ comments }) => [plainAddress(comments?.url ?? '')],
  ({ source }) => [withoutLanguage(source?.url ?? '')],
  sameMinute,
];

/** An address whose last part ends with its language, without that: `/harbour-fr`. */
const withoutEnding = (address: string, language: string): string =>
  language === '' ? address : address.replace(new RegExp(`[-_]${RegExp.escape(language)}(?=/?$)`, 'i'), '');

/** An image's address without its language and size. Its parameters count where they name the image, and not its size. */
function imageKey(src: string): string {
  const path = src.split('?')[0] ?? '';
  const isFile = /\.(?:jpe?g|png|gif|webp|avif)$/i.test(path);
  return withoutLanguage(isFile ? path.replace(/-\d{2,5}x\d{2,5}(?=\.\w{3,4}$)/, '') : src);
}

/** An address to compare: without `www.`, fragment, parameters that count clicks, and slash at the end. */
function plainAddress(address: string): string {
  const url = URL.parse(address);
  if (url === null) return address;
  for (const name of [...url.searchParams.keys()]) if (/^utm_/i.test(name)) url.searchParams.delete(name);
  const host = url.hostname.replace(/^www\./, '');
  return `${host}${url.pathname.replace(/\/$/, '')}${url.search}`;
}

/** An address without its language: a part of the host or path, or a parameter, that is only a language (`/fr/`, `en.`, `?lang=fr`). */
function withoutLanguage(address: string): string {
  const url = URL.parse(address);
  if (url === null) return address.replace(/[-_.][a-z]{2}(?=\.\w{2,4}$)/, '');
  for (const name of ['lang', 'language', 'locale', 'hl']) url.searchParams.delete(name);
  const labels = url.hostname.split('.');
  if (labels.length > 2 && isLanguage(labels[0] ?? '')) url.hostname = labels.slice(1).join('.');
  const parts = url.pathname.split('/').filter(part => part !== '' && !isLanguage(part));
  url.pathname = parts.join('/').replace(/[-_.][a-z]{2}(?=\.\w{2,4}$)/, '');
  // The address of a site is no article's.
  return url.pathname === '/' && url.search === '' ? '' : plainAddress(url.href);
}

/** Two letters, with or without a region: `fr`, `fr-CA`, `pt_BR`. */
const isLanguage = (part: string): boolean =>
  /^[a-z]{2}(?:[-_][a-z]{2})?$/i.test(part) && languageTag.safeParse(part.replace('_', '-')).success;

/** The last part of an address's path, without ending. */
const slugOf = (address: string): string =>
  URL.parse(address)
    ?.pathname.split('/')
    .findLast(part => part !== '')
    ?.replace(/\.\w{2,5}$/, '') ?? '';
