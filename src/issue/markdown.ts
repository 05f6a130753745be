import MarkdownIt, { type Token } from 'markdown-it';
import { hasSchemeTwice, isWebLink } from '../source/values.ts';
import { type PlainWording, t } from '../wording/wording.ts';

/**
 * A part of a text that issues do not support: `what` is the message, `words` is how it is written in the file, and `hint`
 * is how to correct it.
 */
export type MarkdownFault = { rule: string; what: string; words: string; hint: string };

// All of CommonMark is parsed, so that unsupported syntax is reported instead of shown as plain text.
const parser = new MarkdownIt('commonmark', { html: true });
parser.validateLink = () => true;

/** The tokens of the texts that were parsed last: several rules, and both forms of a message, ask for the same ones. */
const parsed = new Map<string, Token[]>();
const maxParsed = 300;

/** Parses Markdown into tokens, including unsupported ones, which `markdownFaults` reports. They are shared: not to be changed. */
export function parseMarkdown(text: string): readonly Token[] {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const tokens = parser.parse(text, {});
  if (parsed.size === maxParsed) parsed.clear();
  parsed.set(text, tokens);
  return tokens;
}

/** Whether `href` is a link that texts may contain: http, https or mailto. */
export const isSafeLink = (href: string): boolean =>
  isWebLink(href) || /^mailto:[^\s\p{Cc}<>"@]+@[^\s\p{Cc}<>"]+$/u.test(href);

const supportedTokens = new Set([
  'paragraph_open',
  'paragraph_close',
  'inline',
  'text',
  'text_special',
  'softbreak',
  'hardbreak',
  'em_open',
  'em_close',
  'strong_open',
  'strong_close',
  'link_open',
  'link_close',
  'code_inline',
  'bullet_list_open',
  'bullet_list_close',
  'ordered_list_open',
  'ordered_list_close',
  'list_item_open',
  'list_item_close',
  'blockquote_open',
  'blockquote_close',
]);

/** Levels of emphasis, lists and quotes. Each is a level of HTML, which templates process recursively. */
const maxLevel = 40;

/** Finds everything in `text` that issues do not support: raw HTML, unsafe links, headings, images, code blocks. */
export function markdownFaults(text: string): MarkdownFault[] {
  const faults: MarkdownFault[] = [];
  const visit = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      const href = token.type === 'link_open' ? String(token.attrGet('href')) : null;
      if (token.type.startsWith('html_'))
        faults.push({
          rule: 'raw-html',
          what: t('Raw HTML cannot be used in a text.'),
          words: token.content.trim().split('\n')[0] ?? '<',
          hint: t('Use Markdown (*emphasis*, **strong**, [link](https://…)), or write &lt; for a lone <.'),
        });
      else if (href !== null && hasSchemeTwice(href))
        faults.push({
          rule: 'unsafe-link',
          what: t('The link has https:// twice.'),
          words: href,
          hint: t('Remove one of the two.'),
        });
      else if (href === '')
        faults.push({
          rule: 'unsafe-link',
          what: t('The link has no target.'),
          words: ']()',
          hint: t('Write it between the brackets: [words](https://…).'),
        });
      else if (href !== null && !isSafeLink(href))
        faults.push({
          rule: 'unsafe-link',
          what: t('The link `%{href}` is not a safe link.', { href: href.slice(0, 80) }),
          words: href,
          hint: t('Write it in full with https:// (or mailto:).'),
        });
      else if (!supportedTokens.has(token.type) && !token.type.endsWith('_close'))
        faults.push({
          rule: 'markdown-unsupported',
          what: t('%{what} cannot be used in a text.', { what: nameOf(token.type) }),
          words: token.markup || token.content.trim().split('\n')[0] || '',
          hint: t('Texts hold paragraphs, emphasis, links, lists, quotes and `code`.'),
        });
      if (token.children !== null) visit(token.children);
    }
  };
  const tokens = parseMarkdown(text);
  const isDeep = tokens.some(
    ({ level, children }) => level > maxLevel || children?.some(child => child.level > maxLevel),
  );
  if (isDeep)
    faults.push({
      rule: 'markdown-unsupported',
      what: t('The text has emphasis, lists or quotes more than %{maxLevel} deep.', { maxLevel }),
      words: '',
      hint: t('Write it flatter: mail programs do not show so many levels.'),
    });
  visit(tokens);
  return faults;
}

const names: Record<string, PlainWording> = {
  heading_open: 'A heading',
  image: 'An image',
  fence: 'A block of code',
  code_block: 'A text indented by four spaces (a block of code)',
  hr: 'A rule (---)',
};

const nameOf = (type: string): string => {
  const name = names[type];
  return name === undefined ? `\`${type}\`` : t(name);
};

/** The links of a text in order: their words and targets. */
export function linksIn(text: string): { words: string; href: string }[] {
  const links: { words: string; href: string }[] = [];
  const visit = (tokens: readonly Token[]): void => {
    let open: { words: string; href: string } | undefined;
    for (const token of tokens) {
      if (token.children !== null) visit(token.children);
      if (token.type === 'link_open') open = { words: '', href: String(token.attrGet('href')) };
      else if (token.type === 'link_close' && open !== undefined) {
        links.push(open);
        open = undefined;
      } else if (open !== undefined) open.words += token.content;
    }
  };
  visit(parseMarkdown(text));
  return links;
}
