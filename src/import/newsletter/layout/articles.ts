import { creditOf, type Draft, tidy } from '../../draft.ts';
import { lettersOf } from '../../page-title.ts';
import { labelsOf, takeKicker, takeLinkLine, takePart } from './article-parts.ts';
import type { Block } from './block.ts';
import { textSize } from './furniture.ts';
import { isHome, isKicker, isRoundUp, type Role, rolesOf } from './titles.ts';
import { isReadMore, maxLabelChars } from './words.ts';

/** The articles of a newsletter and the text before them; images that no article can hold. */
export type Found = { intro?: string; drafts: Draft[]; spareImages: number };

/** An article's blocks, with its title and the section above it. */
type Group = { title?: Block; section?: string; blocks: Block[] };

/**
 * Finds the articles among the blocks of a newsletter.
 * @param subject the newsletter's, which is the title of a letter without one
 * @param isLetter whether the newsletter is one article
 */
export function articlesIn(blocks: readonly Block[], subject: string, isLetter: boolean): Found {
  const roles = isLetter ? new Map<number, Role>() : rolesOf(blocks);
  const [head = { blocks: [] }, ...groups] = groupsOf(blocks, roles);
  const size = textSize(blocks);
  if (groups.length === 0 && !isLetter && isRoundUp(head.blocks.filter(({ items }) => items.length > 0)))
    return { drafts: head.blocks.flatMap(block => briefs(block, undefined)), spareImages: 0 };
  if (
    groups.filter(({ title }) => title !== undefined).length === 0 &&
    !groups.some(({ blocks: own }) => isRoundUp(own))
  )
    return letterOf(blocks, subject, size);
  const drafts = groups.flatMap(group =>
    group.title === undefined
      ? group.blocks.flatMap(block => briefs(block, group.section))
      : [draftOf(group, titleOf(group.title))],
  );
  const texts = head.blocks.filter(({ kind }) => kind === 'text' || kind === 'list');
  const firstText = texts.findIndex(block => !isHeading(block, size));
  const intro = texts.slice(firstText === -1 ? texts.length : firstText);
  return {
    intro:
      intro
        .map(({ markdown }) => markdown)
        .filter(text => text !== '')
        .join('\n\n') || undefined,
    drafts,
    spareImages: spareIn(head.blocks, 0) + groups.reduce((sum, group) => sum + spareIn(group.blocks, 1), 0),
  };
}

const spareIn = (blocks: readonly Block[], used: number): number =>
  Math.max(0, blocks.filter(({ kind }) => kind === 'image').length - used);

const isHeading = (block: Block, size: number): boolean =>
  block.level > 0 || (block.isBold && block.text.length <= maxLabelChars) || block.size > size * 1.3;

const titleOf = (block: Block): string => tidy(block.text);

/** The blocks before the first title, and those of each title with what stands above it. */
function groupsOf(blocks: readonly Block[], roles: ReadonlyMap<number, Role>): Group[] {
  const starts = new Map<number, number>();
  const titles = [...roles.keys()].sort((a, b) => a - b);
  const isLeading = leadingImages(blocks, roles);
  for (const at of titles) {
    const target = targetOf(blocks, at, roles);
    let start = target ?? at;
    while (
      target === undefined &&
      start > 0 &&
      !roles.has(start - 1) &&
      (isLeading(start - 1, at) ||
        isKicker(blocks[start - 1], blocks[at]) ||
        (isLeading(start - 2, at) && isCredit(blocks[start - 1])))
    )
      start--;
    starts.set(start, at);
  }
  const groups: Group[] = [{ blocks: [] }];
  let section: string | undefined;
  for (const [i, block] of blocks.entries()) {
    const at = starts.get(i);
    if (at !== undefined && roles.get(at) === 'section') {
      section = blocks[at]?.text;
      groups.push({ section, blocks: [] });
    } else if (at !== undefined) groups.push({ title: blocks[at], section, blocks: [] });
    if (!roles.has(i)) groups.at(-1)?.blocks.push(block);
  }
  return groups.filter(({ title, blocks: own }, i) => i === 0 || title !== undefined || isRoundUp(own));
}

/** The block above a title, or the title itself, to which the contents lead: there the article begins. */
function targetOf(blocks: readonly Block[], title: number, roles: ReadonlyMap<number, Role>): number | undefined {
  for (let i = title; i >= 0 && (i === title || !roles.has(i)); i--) if (blocks[i]?.isTarget === true) return i;
  return undefined;
}

/**
 * Whether an image stands above the title that follows it, not below the one before it: by the table that both are in; else by where the
 * first article has its image.
 */
function leadingImages(
  blocks: readonly Block[],
  roles: ReadonlyMap<number, Role>,
): (image: number, title: number) => boolean {
  const titles = [...roles]
    .filter(([, role]) => role === 'article')
    .map(([at]) => at)
    .sort((a, b) => a - b);
  const first = titles[0] ?? 0;
  const isImage = (i: number): boolean => blocks[i]?.kind === 'image';
  const isFirstAbove = [first - 1, first - 2, first - 3].some(isImage);
  const isLastBelow = isImage(blocks.length - 1);
  return (image, title) => {
    if (!isImage(image)) return false;
    const before = titles.findLast(one => one < image);
    // Where images stand below titles, the first of all is a banner.
    const hasImage = (from: number, to?: number): boolean =>
      blocks.slice(from + 1, to).some(({ kind }) => kind === 'image');
    if (before === undefined) return !(image === 0 && hasImage(title, titles[1]) && hasImage(titles.at(-1) ?? title));
    const [above, below] = [closeness(blocks[image], blocks[before]), closeness(blocks[image], blocks[title])];
    return above === below ? isFirstAbove && !isLastBelow : below > above;
  };
}

const isCredit = (block: Block | undefined): boolean => block?.kind === 'text' && creditOf(block.text) !== undefined;

/** How many elements two blocks are both in. */
function closeness(a: Block | undefined, b: Block | undefined): number {
  const different = a?.path.findIndex((step, i) => step !== b?.path[i]) ?? 0;
  return different === -1 ? (a?.path.length ?? 0) : different;
}

/** The draft of an article. Its link is that of its title, its button or its image; else the first in its text. */
function draftOf({ title, section, blocks }: Group, words: string): Draft {
  const image = blocks.find(({ kind }) => kind === 'image');
  const draft: Draft = { language: '', title: words, categories: section === undefined ? [] : labelsOf(section) };
  const body: Block[] = [];
  const buttons = blocks.filter(({ kind }) => kind === 'button');
  for (const [i, block] of blocks.entries()) {
    if (block.kind === 'image' || block.kind === 'button') continue;
    if (title !== undefined && body.length === 0 && isKicker(block, title)) takeKicker(draft, block.text);
    else if (!takePart(draft, block, blocks[i - 1], image)) body.push(block);
  }
  for (const button of buttons) takeLinkLine(draft, button);
  const isPart = ({ href, text }: Block): boolean => href === draft.comments?.url || sameAs(text, draft.source?.name);
  const own = buttons.filter(button => !isPart(button));
  const more = own.find(({ text }) => isReadMore(text)) ?? own[0];
  const links = [
    title?.href ?? title?.around,
    more?.href,
    image?.href,
    ...body.flatMap(block => block.links.map(({ href }) => href)),
  ];
  const others = own.filter(one => one !== more && one.href !== undefined && one.href !== title?.href);
  const texts = [...body.map(({ markdown }) => markdown), ...others.map(({ markdown }) => markdown)];
  const markdown = texts.filter(text => text !== '').join('\n\n');
  return {
    ...draft,
    categories: [...new Set(draft.categories)],
    url:
      links.find(href => href !== undefined && /^https?:/.test(href) && !isHome(href)) ??
      links.find(href => href?.startsWith('http')),
    body: markdown === '' ? undefined : markdown,
    image: image === undefined ? undefined : { src: image.src ?? '', alt: image.text, credit: draft.image?.credit },
  };
}

const sameAs = (text: string, name: string | undefined): boolean => name !== undefined && text.endsWith(name);

/** The articles of a round-up: each is a link with some words. */
const briefs = ({ items }: Block, section: string | undefined): Draft[] =>
  items.map(({ title, href, rest }) => ({
    language: '',
    title,
    url: href,
    body: rest === '' ? undefined : rest,
    categories: section === undefined ? [] : labelsOf(section),
  }));

/** A newsletter that is one text: its title is the first large line, or the subject. */
function letterOf(blocks: readonly Block[], subject: string, size: number): Found {
  const marked = blocks.findIndex(({ classes }) => /post-title/i.test(classes));
  const repeated = blocks.findIndex(block => block.kind === 'text' && lettersOf(block.text) === lettersOf(subject));
  const firstText = blocks.findIndex(block => block.kind === 'text' && !isHeading(block, size));
  const large = blocks.findLastIndex(
    (block, i) =>
      i < firstText &&
      block.kind === 'text' &&
      (block.level > 0 || block.size > size * 1.3) &&
      !isHome(block.href ?? ''),
  );
  const at = [marked, repeated, large].find(i => i !== -1) ?? -1;
  const title = blocks[at];
  const own = blocks
    .slice(at + 1)
    .filter(block => block.kind !== 'text' || lettersOf(block.text) !== lettersOf(title?.text ?? ''));
  const lead = blocks.slice(0, Math.max(0, at)).filter(({ kind }) => kind === 'image');
  const firstLine = own.findIndex(block => block.kind === 'list' || (block.kind === 'text' && !isByline(block)));
  const text = own.filter((block, i) => i >= firstLine || block.kind === 'image' || /subtitle/i.test(block.classes));
  const group = { title, blocks: [...lead.slice(-1), ...text] };
  const words = title === undefined ? subject : titleOf(title);
  if (words === '' || !own.some(({ markdown }) => markdown !== '')) return { drafts: [], spareImages: 0 };
  return { drafts: [draftOf(group, words)], spareImages: spareIn(group.blocks, 1) };
}

/** Whether a line between a letter's title and its text is a name or a date. */
const isByline = ({ text }: Block): boolean => text.length <= 40 && !/[.!?,:;…)]$/u.test(text);
