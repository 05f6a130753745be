import type { Token } from 'markdown-it';
import { isSafeLink, parseMarkdown } from '../issue/markdown.ts';
import type { Locale } from './locale.ts';
import type { Stretch } from './typography.ts';

/** A paragraph, list or quote, rendered for both parts of an email. */
type Block = {
  /** Safe HTML: it contains only the tags that this file writes; everything else is escaped. */
  html: string;
  /** Unwrapped plain text; links are marked `[1]`, `[2]`. */
  text: string;
};

/** Rendered Markdown: its blocks, and the targets of its links in the order of their marks. */
export type RichText = { blocks: Block[]; links: string[] };

/** Escapes text for HTML content and quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, char => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' }[char]};`);

/**
 * Renders and typesets the Markdown of issues.
 * @param locale of the language the text is written in
 */
export function richText(markdown: string, locale: Locale): RichText {
  const links: string[] = [];
  return { blocks: topLevel(parseMarkdown(markdown)).map(tokens => renderBlock(tokens, locale, links)), links };
}

/** Groups tokens by top-level block: a paragraph, list or quote. */
function topLevel(tokens: readonly Token[]): Token[][] {
  const groups: Token[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0) groups.push([]);
    groups.at(-1)?.push(token);
    depth += token.nesting;
  }
  return groups;
}

function renderBlock(tokens: readonly Token[], locale: Locale, links: string[]): Block {
  let html = '';
  const paragraphs: string[] = [];
  // The prefix of a paragraph in plain text: list bullets and quote marks, outermost first.
  const lists: { ordered: boolean; next: number }[] = [];
  let bullet = '';
  let quotes = 0;
  const add = (text: string): void => {
    const indent = bullet === '' ? '  '.repeat(lists.length) : bullet;
    const lines = text.split('\n').map((line, i) => (i === 0 ? indent : ' '.repeat(indent.length)) + line);
    paragraphs.push(lines.map(line => '> '.repeat(quotes) + line).join('\n'));
    bullet = '';
  };
  for (const token of tokens) {
    switch (token.type) {
      case 'paragraph_open':
      case 'paragraph_close':
        if (!token.hidden) html += token.nesting === 1 ? '<p>' : '</p>';
        break;
      case 'bullet_list_open':
      case 'ordered_list_open':
        lists.push({ ordered: token.tag === 'ol', next: Number(token.attrGet('start') ?? 1) });
        html += token.tag === 'ol' ? orderedList(token) : '<ul>';
        break;
      case 'list_item_open': {
        const list = lists.at(-1);
        bullet = `${'  '.repeat(lists.length - 1)}${list?.ordered ? `${list.next++}.` : '•'} `;
        html += '<li>';
        break;
      }
      case 'blockquote_open':
        quotes++;
        html += '<blockquote>';
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop();
        html += `</${token.tag}>`;
        break;
      case 'list_item_close':
        html += '</li>';
        break;
      case 'blockquote_close':
        quotes--;
        html += '</blockquote>';
        break;
      case 'inline': {
        const line = renderInline(token.children ?? [], locale, links);
        html += line.html;
        add(line.text);
        break;
      }
      default:
        // `check` rejects other tokens (`markdownFaults`). One that still arrives is shown as escaped text.
        html += escapeHtml(token.content);
        add(token.content);
    }
  }
  const isItem = (text = ''): boolean => /^(> )*\s*(•|\d+\.) /.test(text);
  const text = paragraphs
    .map((paragraph, i) => (i === 0 ? '' : isItem(paragraph) && isItem(paragraphs[i - 1]) ? '\n' : '\n\n') + paragraph)
    .join('');
  return { html, text };
}

const orderedList = (token: Token): string => {
  const start = Number(token.attrGet('start') ?? 1);
  return start === 1 ? '<ol>' : `<ol start="${start}">`;
};

/** Renders the inline tokens of a paragraph; appends link targets to `links`. */
function renderInline(tokens: readonly Token[], locale: Locale, links: string[]): { html: string; text: string } {
  const stretches = tokens
    .filter(token => textTokens.has(token.type))
    .map(
      (token): Stretch => ({
        text: breakTokens.has(token.type) ? '\n' : token.content,
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
        // A link whose text is its address needs no mark.
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
        const content = (textTokens.has(token.type) ? typeset.shift() : undefined) ?? token.content;
        html += locale.raise(escapeHtml(content));
        text += content;
      }
    }
  }
  return { html, text };
}

const breakTokens = new Set(['softbreak', 'hardbreak']);
const textTokens = new Set(['text', 'text_special', 'code_inline', ...breakTokens]);
