import MarkdownIt from 'markdown-it';
import { relative, type SitePage } from './pages.ts';
import type { Rendered } from './render.ts';
import type { Part } from './sidebar.ts';

const { escapeHtml } = new MarkdownIt().utils;

/** The words of the frame. */
const words = {
  en: {
    skip: 'Skip to content',
    pages: 'Pages',
    other: 'Français',
    otherTag: 'fr',
    home: 'Documentation',
    next: 'Next:',
  },
  fr: {
    skip: 'Aller au contenu',
    pages: 'Pages',
    other: 'English',
    otherTag: 'en',
    home: 'Documentation',
    next: 'Suite\u00a0:',
  },
} as const;

/** All that stands around a page. */
export type Frame = { page: SitePage; parts: readonly Part[]; addresses: ReadonlyMap<string, string>; other: string };

/** A whole HTML document: the page in the frame of its language. Nothing in it needs JavaScript. */
export function documentOf({ html, title, lead }: Rendered, { page, parts, addresses, other }: Frame): string {
  const say = words[page.language];
  const to = (source: string): string => relative(page.address, addresses.get(source) ?? source);
  const inOrder = parts.flatMap(({ links }) => links);
  const at = inOrder.findIndex(({ source }) => source === page.source);
  const next =
    at === -1 ? undefined : inOrder.slice(at + 1).find(({ source, anchor }) => anchor === '' && addresses.has(source));
  const home = page.language === 'fr' ? 'docs/fr/README.md' : 'docs/README.md';
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}${page.source === home ? '' : ' – hebdo'}</title>
<meta name="description" content="${escapeHtml(lead)}">
<link rel="stylesheet" href="${relative(page.address, 'style.css')}">
</head>
<body>
<a class="skip" href="#content">${say.skip}</a>
<header>
<div>
<a class="home" href="${to(home)}"><b>hebdo</b> ${say.home}</a>
<a class="to-pages" href="#pages">${say.pages}</a>
<a href="${to(other)}" lang="${say.otherTag}" hreflang="${say.otherTag}">${say.other}</a>
</div>
</header>
<div class="columns">
<main id="content">
${html}${next === undefined ? '' : `<p class="next">${say.next} <a href="${to(next.source)}">${escapeHtml(next.words)}</a></p>\n`}</main>
<nav id="pages" aria-label="${say.pages}">
${parts.map(part => partOf(part, page.source, to)).join('\n')}
</nav>
</div>
</body>
</html>
`;
}

function partOf({ heading, level, links }: Part, here: string, to: (source: string) => string): string {
  const items = links.map(({ words, source, anchor }) => {
    const current = source === here && anchor === '' ? ' aria-current="page"' : '';
    return `<li><a href="${to(source)}${anchor === '' ? '' : `#${anchor}`}"${current}>${escapeHtml(words)}</a></li>`;
  });
  const list = items.length === 0 ? '' : `\n<ul>\n${items.join('\n')}\n</ul>`;
  return `<${level}>${escapeHtml(heading)}</${level}>${list}`;
}
