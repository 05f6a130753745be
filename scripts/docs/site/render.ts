import { posix } from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';
import manifest from '../../../package.json' with { type: 'json' };
import { slugger } from '../slug.ts';
import { relative, type SitePage } from './pages.ts';

/** A page as HTML, and what the frame around it and the sidebar need. */
export type Rendered = {
  html: string;
  title: string;
  /** The first paragraph. */
  lead: string;
  anchors: string[];
  /** Where its links lead, from the root of the site, with anchors. */
  links: string[];
};

/** Where the repository shows a file that is not a page. */
const repository = `${manifest.repository.url.replace(/^git\+|\.git$/g, '')}/blob/HEAD/`;

const wordsOf = (inline: Token | undefined): string =>
  (inline?.children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline' || type === 'softbreak')
    .map(({ type, content }) => (type === 'softbreak' ? ' ' : content))
    .join('');

/** Renders a page. @param addresses the address of each source */
export function render({ source, address, text }: SitePage, addresses: ReadonlyMap<string, string>): Rendered {
  // HTML in the pages is only comments: instructions for the tests.
  const markdown = new MarkdownIt({ html: true, linkify: false });
  markdown.renderer.rules.html_block = () => '';
  markdown.renderer.rules.html_inline = () => '';
  // Wide tables scroll by themselves, also by the keyboard.
  markdown.renderer.rules.table_open = () => '<div class="table" tabindex="0">\n<table>\n';
  markdown.renderer.rules.table_close = () => '</table>\n</div>\n';
  // Long names of variables and paths break after a sign.
  markdown.renderer.rules.code_inline = (tokens, i) =>
    `<code>${markdown.utils.escapeHtml(tokens[i]?.content ?? '').replace(/[_/](?=\w)/g, '$&<wbr>')}</code>`;
  markdown.renderer.rules.fence = (tokens, i) => {
    const { info = '', content = '' } = tokens[i] ?? {};
    const [kind = ''] = info.split(' ');
    return `<pre class="${markdown.utils.escapeHtml(kind)}" tabindex="0"><code>${markdown.utils.escapeHtml(content)}</code></pre>\n`;
  };
  const tokens = markdown.parse(text, {});
  const slug = slugger();
  const anchors: string[] = [];
  const links: string[] = [];
  let title = '';
  let lead = '';
  for (const [i, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const words = wordsOf(tokens[i + 1]);
      if (title === '') title = words;
      const anchor = slug(words);
      anchors.push(anchor);
      token.attrSet('id', anchor);
    }
    if (token.type === 'paragraph_open' && lead === '') lead = wordsOf(tokens[i + 1]);
    for (const child of token.children ?? [])
      for (const name of ['href', 'src']) {
        const target = child.attrGet(name);
        if (target === null) continue;
        const { href, inSite } = resolve(String(target), source, address, addresses);
        child.attrSet(name, href);
        if (inSite !== undefined) links.push(inSite);
      }
  }
  return { html: markdown.renderer.render(tokens, markdown.options, {}), title, lead, anchors, links };
}

/** A link of a page as it is in the site: to another page, to an image, or to the repository. */
function resolve(
  target: string,
  source: string,
  address: string,
  addresses: ReadonlyMap<string, string>,
): { href: string; inSite?: string } {
  if (/^[a-z]+:/.test(target)) return { href: target };
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? source : posix.join(posix.dirname(source), path);
  const hash = anchor === undefined ? '' : `#${anchor}`;
  const known = addresses.get(file) ?? (file.startsWith('docs/images/') ? file.slice('docs/'.length) : undefined);
  if (known === undefined) return { href: `${repository}${file}${hash}` };
  const href = path === '' ? hash : `${relative(address, known)}${hash}`;
  return { href, inSite: `${known}${hash}` };
}
