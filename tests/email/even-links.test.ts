import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { makeFixtures } from '../../scripts/judges/fixtures.ts';
import { withEvenLinks } from '../../src/email/even-links.ts';
import { issueSlots } from '../../src/email/slots.ts';
import { dkimSigner } from '../../src/message/dkim.ts';
import { emptyFolder } from '../helpers/newsletter.ts';

const webVersion = 'https://news.example.com/2026-W48/fr/';
const locale = { t: () => 'Lire dans le navigateur' };

describe('the links of the two parts of a message', () => {
  it('are even in number, whatever the parts hold', () => {
    const html = fc.constantFrom(
      '<a href="https://a.example/">',
      '<img src="http://a.example/b.jpg">',
      '<a href="#a">',
    );
    const slot = fc.constantFrom(`<a href="${issueSlots.unsubscribe_url}">`, 'text', '<a href="mailto:a@a.example">');
    const text = fc.constantFrom('https://a.example/', issueSlots.language_url, 'text', '(http://b.example/c)');
    fc.assert(
      fc.property(fc.array(fc.oneof(html, slot)), fc.array(text), (tags, words) => {
        const page = tags.join('\n');
        const even = withEvenLinks(words.join('\n'), page, webVersion, locale);
        const inText = even.match(/https?:|[\uE100-\uE103]/g)?.length ?? 0;
        const inHtml = tags.filter(tag => /"(?:https?:|[\uE100-\uE103])/.test(tag)).length;
        expect((inText + inHtml) % 2).toBe(0);
        expect(even.startsWith(words.join('\n'))).toBe(true);
      }),
    );
  });

  it('leave a text alone whose number is even already', () => {
    expect(withEvenLinks('https://a.example/', '<a href="https://a.example/">', webVersion, locale)).toBe(
      'https://a.example/',
    );
  });

  it('are even in number in the messages that the judges read', { timeout: 120_000 }, async () => {
    const folder = await emptyFolder();
    for (const { name, eml } of await makeFixtures(folder, dkimSigner([]))) {
      const { html, text } = await simpleParser(await readFile(eml));
      const { document } = parseHTML(html || '');
      const links = [...document.querySelectorAll('a[href^=http], img[src^=http]')];
      const inText = text?.match(/https?:\/\//g) ?? [];
      expect.soft((links.length + inText.length) % 2, name).toBe(0);
    }
  });
});
