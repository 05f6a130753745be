import type { Block } from './block.ts';
import { textSize } from './furniture.ts';
import { isSectionName, maxLabelChars } from './words.ts';

/** What a block of a newsletter begins: an article, or a section of several. */
export type Role = 'article' | 'section';

const titleChars = { min: 3, max: 200 };
/** A text this much larger than the rest is a title by its size. */
const largeText = 1.12;
/** The part of the blocks with the same style that must look like titles of articles. */
const minShare = 0.5;
const labelShare = 0.8;
const shortTextShare = 0.4;

/**
 * Finds the titles of a newsletter's articles. Titles of one kind look alike, so blocks are judged by their style (heading, size, bold):
 * those of a style are titles if most of them have what articles have: a link, a button or an image of their own.
 * @returns by the index of the block
 */
export function rolesOf(blocks: readonly Block[]): Map<number, Role> {
  const size = textSize(blocks, shortTextShare);
  const candidates = blocks.flatMap((block, i) => (isTitleLike(block, size) ? [i] : []));
  const styles = [...Map.groupBy(candidates, i => styleOf(blocks[i], size)).values()].toSorted(
    (a, b) => strengthOf(blocks[b[0] ?? 0]) - strengthOf(blocks[a[0] ?? 0]),
  );
  const roles = new Map<number, Role>();
  const isStrong = (i: number): boolean => isLarge(blocks[i], size);
  for (const titles of styles) {
    const articles = titles.filter(i => !isSection(blocks, i, candidates));
    const found = articles.filter(i => hasOwn(blocks, i, candidates, roles, isStrong(i), titles.length > 1));
    if (articles.length > 0 && found.length >= articles.length * minShare)
      for (const i of articles) roles.set(i, 'article');
  }
  // A newsletter of texts with links, without buttons and images.
  if (roles.size === 0) {
    const texts = styles.filter(([first = 0, second]) => second !== undefined && isStrong(first));
    const linked = texts.find(
      titles =>
        titles.filter(i => groupOf(blocks, i, candidates).some(({ links }) => links.length > 0)).length >=
        titles.length * minShare,
    );
    for (const i of linked ?? []) if (!isRoundUp(groupOf(blocks, i, candidates))) roles.set(i, 'article');
  }
  const others = candidates.filter(i => !roles.has(i));
  const labels = others.filter(i => isKicker(blocks[i], blocks[i + 1]) && roles.has(i + 1));
  // A label that most articles have is of its article, not of those below.
  const isLabel = (i: number): boolean => labels.length >= roles.size * labelShare && labels.includes(i);
  const articles = [...roles.keys()];
  for (const i of others)
    if (!isLabel(i) && (isSection(blocks, i, articles) || isRoundUp(groupOf(blocks, i, candidates))))
      roles.set(i, 'section');
  return roles;
}

/** Whether all of a group are links with a few words: each is an article. */
export const isRoundUp = (group: readonly Block[]): boolean =>
  group.length > 0 &&
  group.every(({ items }) => items.length > 0) &&
  group.reduce((sum, { items }) => sum + items.length, 0) > 1;

const isLarge = (block: Block | undefined, size: number): boolean =>
  block !== undefined && ((block.level > 0 && block.size >= size * 0.8) || block.size >= size * largeText);

const isTitleLike = (block: Block, size: number): boolean =>
  block.kind === 'text' &&
  block.text.length >= titleChars.min &&
  block.text.length <= titleChars.max &&
  (block.level > 0 ||
    block.size >= size * largeText ||
    block.isBold ||
    (block.href !== undefined && block.text.length > 12));

const styleOf = (block: Block | undefined, size: number): string =>
  block === undefined
    ? ''
    : `${block.level} ${block.size} ${block.isBold} ${!isLarge(block, size) && block.href !== undefined}`;

const strengthOf = (block: Block | undefined): number =>
  block === undefined ? 0 : block.size * 10 + (block.isBold ? 2 : 0) + (block.level > 0 ? 7 - block.level : 0);

/** Whether a block is a short label above a title: a category. */
export function isKicker(block: Block | undefined, title: Block | undefined): boolean {
  if (block === undefined || title === undefined || block.kind !== 'text' || block.text.length > maxLabelChars)
    return false;
  if (/[.!?…:]$/u.test(block.text)) return false;
  const isCapitals = /\p{Lu}{2}/u.test(block.text) && block.text === block.text.toUpperCase();
  return isCapitals || block.isUpper || /kicker|categor|rubri|eyebrow|overline|\btag\b/i.test(block.classes);
}

/** The blocks from a title to the next of some. */
function groupOf(blocks: readonly Block[], i: number, titles: readonly number[]): Block[] {
  const next = titles.find(one => one > i) ?? blocks.length;
  return blocks.slice(i + 1, next);
}

/** Whether a title stands directly above another, of another style, and leads nowhere itself. */
function isSection(blocks: readonly Block[], i: number, titles: readonly number[]): boolean {
  const block = blocks[i];
  if (block === undefined || (block.href !== undefined && !isHome(block.href))) return false;
  if (isSectionName(block.text)) return true;
  const next = blocks.findIndex((one, at) => at > i && one.kind !== 'image' && !isKicker(one, blocks[at + 1]));
  const below = blocks[next];
  const isLast = next === -1;
  const hasImage = blocks.slice(i + 1, Math.max(i + 1, next)).some(({ kind }) => kind === 'image');
  return (
    isLast ||
    (titles.includes(next) &&
      below !== undefined &&
      strengthOf(below) !== strengthOf(block) &&
      !(hasImage && below.level > block.level && block.level > 1))
  );
}

/** Whether a link leads to a site, not to a page of it. */
export function isHome(href: string): boolean {
  const url = URL.parse(href);
  return url !== null && url.pathname.length <= 1 && url.search === '';
}

/**
 * Whether a title has a link, a button or an image of its own. Inside another article, what has neither link nor image is a heading of
 * that article, unless a button has ended it.
 */
function hasOwn(
  blocks: readonly Block[],
  i: number,
  candidates: readonly number[],
  roles: ReadonlyMap<number, Role>,
  isStrong: boolean,
  isOneOfSome: boolean,
): boolean {
  const block = blocks[i];
  if (block === undefined) return false;
  const outer = [...roles.keys()].filter(one => one < i).sort((a, b) => b - a)[0];
  // Below titles that are larger, a link is a title if it is bold and a text follows it.
  if (!isStrong && roles.size > 0)
    return (
      block.isBold &&
      block.href !== undefined &&
      block.href !== blocks[outer ?? -1]?.href &&
      blocks[i + 1]?.kind === 'text'
    );
  if (block.href !== undefined) return !isHome(block.href);
  if (block.around !== undefined && isStrong) return true;
  const isClosed = outer === undefined || blocks.slice(outer + 1, i).some(({ kind }) => kind === 'button');
  const before = blocks.slice(Math.max(0, i - 2), i);
  const hasImageBefore =
    before.at(-1)?.kind === 'image' || (before[0]?.kind === 'image' && (before[1]?.text.length ?? 99) < 60);
  const after = groupOf(blocks, i, candidates);
  const stronger = candidates.filter(one => strengthOf(blocks[one]) >= strengthOf(block));
  const whole = isOneOfSome ? groupOf(blocks, i, stronger) : after;
  const hasButton = whole.some(({ kind }) => kind === 'button');
  if (hasImageBefore) return isStrong || hasButton;
  return isClosed && (hasButton || (isStrong && after[0]?.kind === 'image'));
}
