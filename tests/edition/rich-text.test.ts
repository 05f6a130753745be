import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLocales } from '../../src/edition/locale.ts';
import { richText } from '../../src/edition/rich-text.ts';
import { markdownFaults } from '../../src/issue/markdown.ts';
import { root } from '../helpers/newsletter.ts';

const { value: [locale] = [] } = await loadLocales(root, ['en']);
if (locale === undefined) throw new Error('no locale');
const text = (markdown: string): string =>
  richText(markdown, locale)
    .blocks.map(block => block.text)
    .join('\n\n');
const html = (markdown: string): string =>
  richText(markdown, locale)
    .blocks.map(block => block.html)
    .join('');

describe('the small Markdown', () => {
  it('becomes safe HTML', () => {
    expect(html('One *a* **b** `c` [d](https://x.y/?a=1&b=2)\n\n- e\n- f\n\n> g\n\n3. h')).toBe(
      '<p>One <em>a</em> <strong>b</strong> <code>c</code> <a href="https://x.y/?a=1&amp;b=2">d</a></p>' +
        '<ul><li>e</li><li>f</li></ul><blockquote><p>g</p></blockquote><ol start="3"><li>h</li></ol>',
    );
  });

  it('becomes plain text with bullets, quote marks and numbered links', () => {
    expect(text('See [d](https://x.y) and [e](https://z.y).\n\n- f\n- g\n  - h\n\n> i\n\n3. j\n4. k')).toBe(
      'See d [1] and e [2].\n\n• f\n• g\n  • h\n\n> i\n\n3. j\n4. k',
    );
    expect(richText('[d](https://x.y) [e](https://z.y)', locale).links).toEqual(['https://x.y', 'https://z.y']);
  });

  it('never lets a tag or a script link through, whatever it is given', () => {
    const piece = fc.constantFrom(
      '<script>',
      '</p>',
      '<img src=x onerror=y>',
      '[a](javascript:b)',
      '[a](data:text/html,x)',
      '*',
      '`',
      '"',
      "'",
      '&',
      '<',
      '>',
      '\n',
      '\n\n',
      '- ',
      '> ',
      'w ',
      '<!--',
      '[x](https://y.z "t")',
      '![i](https://y.z)',
      '# ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), pieces => {
        const out = html(pieces.join(''));
        expect(out).not.toMatch(/<(?!\/?(?:p|em|strong|a|span|code|ul|ol|li|blockquote|br)\b)/);
        expect(out).not.toMatch(/href="(?!https?:|mailto:)/);
        expect(out).not.toMatch(/<[^>]*\son\w+=/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is what is left when nothing is at fault', () => {
    expect(markdownFaults('Plain *text*, [a link](https://x.y), `code`.\n\n- a list\n\n> a quote')).toEqual([]);
    expect(markdownFaults('![i](https://x.y/z.png)').map(fault => fault.what)).toEqual([
      'An image cannot be used in a text.',
    ]);
    expect(markdownFaults('```\ncode\n```').map(fault => fault.what)).toEqual([
      'A block of code cannot be used in a text.',
    ]);
  });
});
