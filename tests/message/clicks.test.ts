import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLink, signLink, withCountedLinks } from '../../src/message/clicks.ts';
import { messageMaker } from '../../src/message/message.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { secret } from '../helpers/hebdo.ts';
import { compiled, root } from '../helpers/newsletter.ts';
import { pages } from '../helpers/site.ts';

const site = 'https://news.example.com';
const { editions } = await compiled(root);
const { value: publication } = await loadPublication(root);
const email = editions[0]?.email;
if (email === undefined || publication === undefined) throw new Error('the sample is broken');
const hrefs = (html: string): string[] => [...html.matchAll(/<a\b[^>]*?href="([^"]+)"/g)].map(([, href]) => href ?? '');

describe('links that are counted', () => {
  it('lead where they led before, and none is personal', () => {
    const counted = withCountedLinks(email, site, secret);
    const [before, after] = [hrefs(email.html), hrefs(counted.html)];
    expect(after).toHaveLength(before.length);
    for (const [i, href] of after.entries()) {
      const was = (before[i] ?? '').replaceAll('&amp;', '&');
      const token = new RegExp(`^${site}/go/(.+)$`).exec(href)?.[1];
      if (token === undefined)
        expect(was).toMatch(/^(https:\/\/news\.example\.com\/(2026-W48\/.*)?$|[\uE100-\uE1FF]|#|mailto:)/);
      else expect(readLink(token, [secret])).toEqual({ week: email.week, language: email.language, url: was });
    }
    expect(after.filter(href => href.includes('/go/')).length).toBeGreaterThan(5);
    expect(counted.text).toBe(email.text);
    for (const slot of '\uE100\uE101\uE102\uE103')
      expect(counted.html.split(slot).length).toBe(email.html.split(slot).length);
  });

  it('are so only where hebdo.yaml says it: off by default', async () => {
    const bytes = async (count_clicks: boolean) =>
      (
        await messageMaker(email, { publication: { ...publication, count_clicks }, secret })(
          { id: 1, address: 'a@b.example' },
          new Date(0),
        )
      ).raw
        .toString()
        .replaceAll('=\r\n', '');
    expect(publication.count_clicks).toBe(false);
    expect(await bytes(false)).not.toContain('/go/');
    expect(await bytes(true)).toContain('https://news.example.com/go/');
  });

  it('keep any web address whole, and lead nowhere that we did not sign', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), url => {
        const token = signLink({ week: '2026-W48', language: 'fr', url }, secret);
        expect(readLink(token, [secret])?.url).toBe(url);
        expect(readLink(token, ['y'.repeat(40)])).toBeUndefined();
        expect(readLink(`${token.slice(0, 8)}A${token.slice(9)}`, ['y'.repeat(40), secret])?.url ?? url).toBe(url);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), token => {
        expect(readLink(token, [secret])).toBeUndefined();
      }),
    );
    expect(
      readLink(signLink({ week: 'x', language: 'fr', url: 'javascript:alert(1)' }, secret), [secret]),
    ).toBeUndefined();
  });
});

describe('the way of a counted link', () => {
  const url = 'https://techcrunch.com/a?b=1&c=2#d';
  const path = `/go/${signLink({ week: '2026-W48', language: 'fr', url }, secret)}`;

  it('counts, and leads on; no cookie, no referrer, nothing of the reader', async () => {
    const { get, app, store } = await pages();
    const response = await get(path);
    expect([response.status, response.headers.get('location')]).toEqual([302, url]);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('set-cookie')).toBeNull();
    await get(path);
    // A program that only looks where a link leads is no reader.
    await app.request(path, { method: 'HEAD' });
    expect(await store.statistics.clicks('2026-W48')).toEqual([{ url, language: 'fr', count: 2 }]);
  });

  it('leads on even where nothing can be counted', async () => {
    const { get, store, failures } = await pages();
    await store.close();
    expect((await get(path)).headers.get('location')).toBe(url);
    expect(failures).toHaveLength(1);
  });

  it('that we did not sign leads nowhere', async () => {
    const { get } = await pages();
    const body = Buffer.from(JSON.stringify(['2026-W48', 'fr', 'https://evil.example/'])).toString('base64url');
    for (const token of [`${body}.AAAAAAAAAAAAAAAAAAAAAA`, body, 'x', `${path.slice(4)}A`])
      expect((await get(`/go/${token}`)).status).toBe(404);
  });
});
