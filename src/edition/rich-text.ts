import type { Token } from 'markdown-it';
import { isSafeLink, parseMarkdown } from '../issue/markdown.ts';
import type { Locale } from './locale.ts';
import type { Stretch } from './typography.ts';

/** Markdown made ready for both parts of a mail. */
export type RichText = {
  /** Safe HTML: only tags written here, everything else escaped. */
  html: string;
  /** Unwrapped plain text; links are marked `[1]`, `[2]`. */
  text: string;
  /** The links' targets, in the order of their marks. */
  links: string[];
};

/** Escapes text for HTML content and double-quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, char => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' }[char]};`);

/**
 * Renders the small Markdown of issues, typeset.
 * @param locale the language the text is written in
 */
export function richText(markdown: string, locale: Locale): RichText {
  const out: RichText = { html: '', text: '', links: [] };
  const blocks: string[] = [];
  // What stands before a block of plain text: list bullets and quote marks, outermost first.
  const lists: { ordered: boolean; next: number }[] = [];
  let prefix = '';
  let quotes = 0;
  for (const token of parseMarkdown(markdown)) {
    switch (token.type) {
      case 'paragraph_open':
        if (!token.hidden) out.html += '<p>';
        break;
      case 'paragraph_close':
        if (!token.hidden) out.html += '</p>';
        break;
      case 'bullet_list_open':
      case 'ordered_list_open':
        lists.push({ ordered: token.type.startsWith('ordered'), next: Number(token.attrGet('start') ?? 1) });
        out.html += token.type.startsWith('ordered') ? orderedList(token) : '<ul>';
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop();
        out.html += token.type.startsWith('ordered') ? '</ol>' : '</ul>';
        break;
      case 'list_item_open': {
        const list = lists.at(-1);
        prefix = `${'  '.repeat(lists.length - 1)}${list?.ordered ? `${list.next++}.` : '•'} `;
        out.html += '<li>';
        break;
      }
      case 'list_item_close':
        out.html += '</li>';
        break;
      case 'blockquote_open':
        quotes++;
        out.html += '<blockquote>';
        break;
      case 'blockquote_close':
        quotes--;
        out.html += '</blockquote>';
        break;
      case 'inline': {
        const { html, text } = inline(token.children ?? [], locale, out.links);
        out.html += html;
        const indent = lists.length > 0 && prefix === '' ? '  '.repeat(lists.length) : prefix;
        blocks.push(
          text
            .split('\n')
            .map((line, i) => '> '.repeat(quotes) + (i === 0 ? indent : ' '.repeat(indent.length)) + line)
            .join('\n'),
        );
        prefix = '';
        break;
      }
      default:
        // `markdownFaults` has refused the rest before; should one come all the same, it is shown, not obeyed.
        out.html += escapeHtml(token.content);
        blocks.push(token.content);
    }
  }
  out.text = blocks
    .map((block, i) => (i === 0 ? '' : isItem(block) && isItem(blocks[i - 1] ?? '') ? '\n' : '\n\n') + block)
    .join('');
  return out;
}

const isItem = (block: string): boolean => /^(> )*\s*(•|\d+\.) /.test(block);

const orderedList = (token: Token): string => {
  const start = Number(token.attrGet('start') ?? 1);
  return start === 1 ? '<ol>' : `<ol start="${start}">`;
};

function inline(tokens: Token[], locale: Locale, links: string[]): { html: string; text: string } {
  const shown = tokens.filter(token => texts.has(token.type));
  const stretches = shown.map(
    (token): Stretch => ({
      text: breaks.has(token.type) ? '\n' : token.content,
      code: token.type === 'code_inline',
    }),
  );
  const typeset = locale.typeset(stretches);
  let html = '';
  let text = '';
  const open: { href: string; from: number }[] = [];
  for (const token of tokens) {
    switch (token.type) {
      case 'em_open':
      case 'em_close':
      case 'strong_open':
      case 'strong_close':
        html += `<${token.type.endsWith('close') ? '/' : ''}${token.tag}>`;
        break;
      case 'link_open': {
        const href = String(token.attrGet('href') ?? '');
        open.push({ href, from: text.length });
        html += isSafeLink(href) ? `<a href="${escapeHtml(href)}">` : '<span>';
        break;
      }
      case 'link_close': {
        const link = open.pop();
        if (link === undefined) break;
        html += isSafeLink(link.href) ? '</a>' : '</span>';
        // A link whose words are its address needs no mark.
        if (text.slice(link.from) !== link.href && isSafeLink(link.href)) {
          links.push(link.href);
          text += ` [${links.length}]`;
        }
        break;
      }
      case 'softbreak':
        typeset.shift();
        html += '\n';
        text += ' ';
        break;
      case 'hardbreak':
        typeset.shift();
        html += '<br>';
        text += '\n';
        break;
      case 'code_inline': {
        const content = typeset.shift() ?? token.content;
        html += `<code>${escapeHtml(content)}</code>`;
        text += content;
        break;
      }
      default: {
        const content = (texts.has(token.type) ? typeset.shift() : undefined) ?? token.content;
        html += escapeHtml(content);
        text += content;
      }
    }
  }
  return { html, text };
}

const breaks = new Set(['softbreak', 'hardbreak']);
const texts = new Set(['text', 'text_special', 'code_inline', ...breaks]);
