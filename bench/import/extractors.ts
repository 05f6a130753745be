import { Readability } from '@mozilla/readability';
import { Defuddle } from 'defuddle/node';
import { parseHTML } from 'linkedom';
import { draftFromPage } from '../../src/import/draft-from-page.ts';

/** What an extractor found in a page. What it does not look for is undefined. */
export type Extract = {
  title: string;
  language: string;
  text: string;
  standfirst?: string;
  image?: string;
  aiNotice?: boolean;
};

export type Extractor = (html: string, url: string) => Promise<Extract>;

/** The text of an article's HTML, with a space between its blocks. */
function textOf(html: string): string {
  const { document } = parseHTML(`<!doctype html><html><body>${html.replace(/<(?=[a-z/])/gi, ' <')}</body></html>`);
  return document.body.textContent ?? '';
}

/** The text of Markdown without the addresses of its links, the numbers of its lists and the escapes. */
const textOfMarkdown = (markdown: string): string =>
  markdown
    .replace(/\]\([^)\s]*\)/g, '')
    .replace(/^ *\d+\. /gm, '')
    .replace(/\\(?=\W)/g, '');

/** hebdo, and the libraries with their own settings. Each parses the page itself. */
export const extractors: Record<string, Extractor> = {
  async hebdo(html, url) {
    const draft = draftFromPage(html, url);
    return {
      title: draft.title,
      language: draft.language,
      text: [textOfMarkdown(draft.body ?? ''), draft.pullQuote].join('\n\n'),
      standfirst: draft.standfirst ?? '',
      image: draft.image?.src ?? '',
      aiNotice: draft.writtenBy === 'ai',
    };
  },
  async Readability(html) {
    const { document } = parseHTML(html);
    const article = new Readability(document).parse();
    return { title: article?.title ?? '', language: article?.lang ?? '', text: textOf(article?.content ?? '') };
  },
  async Defuddle(html, url) {
    const { document } = parseHTML(html);
    const { title, language, content, image } = await Defuddle(document, url, { useAsync: false });
    return { title, language, text: textOf(content), image };
  },
};
