import { isWebLink } from '../../../source/values.ts';
import { creditOf, type Draft, saysAi, tidy, unquoted } from '../../draft.ts';
import type { Block } from './block.ts';

const withHelp =
  /^\W*(?:written|made) with the help of (?:an? )?(?:AI|artificial)|^\W*(?:écrit|rédigé) avec l.aide d.une (?:IA|intelligence)/iu;
const sourceLine = /^(?:sources?|via) ?: ?(.{2,60})$/iu;

/** Puts what a line of links says (`Read more · Source: TechCrunch · 3 comments`) into the draft. */
export function takeLinkLine(draft: Draft, { text, links, href }: Block): void {
  for (const part of labelsOf(text)) {
    const link = links.find(({ words }) => words === part)?.href ?? (links.length < 2 ? href : undefined);
    const source = sourceLine.exec(part)?.[1];
    if (source !== undefined)
      draft.source = {
        name: tidy(source),
        url: links.find(({ words, href }) => source.includes(words) && isWebLink(href))?.href,
      };
    else if (link !== undefined && isWebLink(link) && /\bcomment(?:s|aires?)?\b/i.test(part))
      draft.comments = { url: link, count: Number(/\d{1,6}/.exec(part)?.[0] ?? 0) };
  }
}

/** Puts what the line above a title says into the draft: its categories, and whether an AI wrote it. */
export function takeKicker(draft: Draft, text: string): void {
  for (const label of labelsOf(text)) {
    const source = sourceLine.exec(label)?.[1];
    if (withHelp.test(label)) draft.writtenBy = 'ai_assisted';
    else if (saysAi(label)) draft.writtenBy = 'ai';
    else if (source !== undefined) draft.source = { name: tidy(source) };
    else draft.categories.push(label);
  }
}

/** The labels of a line: `Hardware · AI` has two. */
export const labelsOf = (text: string): string[] =>
  text
    .split(/[·|•,/]/u)
    .map(tidy)
    .filter(label => label !== '');

/** Puts a block that is not of the text into the draft: a credit, a byline, a source, a notice. @returns whether it did */
export function takePart(draft: Draft, block: Block, previous: Block | undefined, image: Block | undefined): boolean {
  const { text, classes } = block;
  const isShort = text.length <= 120;
  const credit =
    isShort && image !== undefined && (previous?.kind === 'image' || /credit|caption/i.test(classes))
      ? creditOf(text)
      : undefined;
  const author = /^(?:par|by|von|por|di) (\p{Lu}[^\d.!?:·|]{2,60}?)(?: [·|•–—-] .{0,60})?$/u.exec(text)?.[1];
  const source = sourceLine.exec(labelsOf(text)[0] ?? '')?.[1];
  if (credit !== undefined) draft.image = { src: '', alt: '', credit: withLinks(credit, block) };
  else if (isShort && labelsOf(text).some(label => withHelp.test(label) || saysAi(label))) takeKicker(draft, text);
  else if (author !== undefined) draft.author = tidy(author);
  else if (source !== undefined && !/[.!?] /.test(source))
    draft.source = { name: tidy(source), url: block.links.map(({ href }) => href).find(isWebLink) };
  else if (draft.standfirst === undefined && text.length < 400 && /standfirst|chap[eô]|subtitle|\bdek\b/i.test(classes))
    draft.standfirst = unquoted(text);
  else if (draft.pullQuote === undefined && text.length < 400 && /pull-?quote|\bpull\b/i.test(classes))
    draft.pullQuote = unquoted(text);
  else return /^\d{1,2} min(?:ute)?s?\b.{0,20}$/i.test(text);
  return true;
}

/** A credit with the links that its block has. */
const withLinks = (credit: NonNullable<ReturnType<typeof creditOf>>, { links }: Block): typeof credit => {
  const linkOf = (name: string | undefined): string | undefined =>
    links.find(({ words, href }) => words === name && isWebLink(href))?.href;
  return {
    ...credit,
    ...(linkOf(credit.author) === undefined ? {} : { author_url: linkOf(credit.author) }),
    ...(linkOf(credit.source) === undefined ? {} : { source_url: linkOf(credit.source) }),
  };
};
