import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { testRecipientId } from '../../src/message/recipient.ts';
import { signToken } from '../../src/secret/link-token.ts';
import { closeGraceMs, serveWeb } from '../../src/web/server.ts';
import { axe, launchBrowser } from '../helpers/browser.ts';
import { hebdo, secret, start as startHebdo } from '../helpers/hebdo.ts';
import { sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { olderSecret, pages, week } from '../helpers/site.ts';
import { smtpSink } from '../helpers/smtp.ts';

describe('the archive', () => {
  const archive = {
    past: () => Promise.resolve([]),
    page: (at: string, language: string) => Promise.resolve(at === week && language === 'fr' ? 'page' : undefined),
    image: () => Promise.resolve(undefined),
  };

  it('adds the slash to the web version of an edition', async () => {
    const { get } = await pages({ archive });
    const response = await get(`/${week}/fr`);
    expect([response.status, response.headers.get('location')]).toEqual([301, 'fr/']);
  });

  it.each([
    '%2F%2Fevil.example',
    '%5C%5Cevil.example',
    '%5Cevil.example',
    '%2Fevil.example',
    'https:',
    'https%3A%2F%2Fevil.example',
    'javascript%3Aalert(1)',
    '%0d%0aSet-Cookie%3A%20a%3Db',
    'fr%0d%0aX%3A%20y',
    '%00',
    'fr%00',
    'de',
    'fr%2F..%2F..%2F%2Fevil.example',
    '@evil.example',
    '%E2%80%8B',
  ])('leads nowhere else: /%s', async path => {
    const { get, failures } = await pages({ archive });
    for (const at of [`/${week}/${path}`, `/2025-W01/${path}`]) {
      const response = await get(at);
      expect([response.status, response.headers.get('location')]).toEqual([404, null]);
    }
    expect(failures).toEqual([]);
  });

  it('has no page of a week that was not sent', async () => {
    const { get } = await pages({ archive });
    expect((await get('/2025-W01/fr')).status).toBe(404);
  });
});

describe('/health', () => {
  it('says that the database is away, also where it does not answer', async () => {
    const { store } = await pages();
    for (const ping of [() => Promise.reject(new Error('gone')), () => new Promise<void>(() => undefined)]) {
      const { get } = await pages({ store: { ...store, ping } });
      expect((await get('/health')).status).toBe(503);
    }
    expect(await (await (await pages()).get('/health')).text()).toBe('ok');
  });
});

describe('the server', () => {
  it.each([
    ['half a header', 'GET / HTTP/1.1\r\nHost: x\r\nX-Half: '],
    ['half a body', 'POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\naddress='],
    ['nothing', ''],
  ])('ends within its grace though a client holds %s', async (_, sent) => {
    const { app } = await pages();
    const server = await serveWeb(app, { host: '127.0.0.1', port: 0 });
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(sent);
    await new Promise(resolve => setTimeout(resolve, 50));
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(closeGraceMs + 2_000);
    socket.destroy();
  });
});

describe('the link to unsubscribe', () => {
  it('works with a slash that a mail program adds, by GET and by POST', async () => {
    const { get, app, post, links, zoe, from } = await pages();
    for (const link of [...Object.values(links), '/confirm/x.y', '/account/x.y']) {
      const response = await get(`${link}/`);
      const target = new URL(response.headers.get('location') ?? '', `https://x.example${link}/`);
      expect([response.status, target.pathname]).toEqual([301, link]);
    }
    expect((await get('/unsubscribe/%2F%2Fevil.example/')).status).toBe(404);
    await post(`${links.unsubscribe_url}/`, { wish: 'leave' });
    expect((await zoe())?.status).toBe('unsubscribed');
    await post(links.unsubscribe_url, { wish: 'return' });
    const body = 'List-Unsubscribe=One-Click';
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) };
    const response = await app.request(`${links.unsubscribe_url}/`, { method: 'POST', body, headers }, from());
    expect([response.status, (await zoe())?.status]).toEqual([200, 'unsubscribed']);
  });

  it('shows a page with buttons, and changes nothing: link scanners follow it', async () => {
    const { get, links, zoe, store } = await pages();
    const response = await get(links.unsubscribe_url);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain('lang="fr"');
    expect(page).toContain('Se désabonner\u202f?');
    expect(page).toContain('z…@example.com');
    expect((await zoe())?.status).toBe('active');
    expect(await store.subscribers.changes(1)).toEqual([]);
  });

  it('posted by a mail program (RFC 8058) leaves at once, whatever form the body has, and as often as it comes', async () => {
    for (const contentType of [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      '',
    ]) {
      const { app, links, zoe, store } = await pages();
      const request = { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': contentType } };
      expect((await app.request(links.unsubscribe_url, request)).status).toBe(200);
      expect((await app.request(links.unsubscribe_url, request)).status).toBe(200);
      expect((await zoe())?.status).toBe('unsubscribed');
      expect(await store.subscribers.changes(1)).toMatchObject([{ kind: 'left', week }]);
    }
  });

  it('takes a reason, offers the way back, and can be taken back', async () => {
    const { post, links, zoe, store } = await pages();
    const farewell = await (await post(links.unsubscribe_url, { wish: 'leave', reason: 'too_often' })).text();
    expect(farewell).toContain('Désabonnement confirmé');
    expect(await store.subscribers.changes(1)).toMatchObject([{ kind: 'left', detail: 'too_often' }]);
    await post(links.unsubscribe_url, { wish: 'return' });
    expect((await zoe())?.status).toBe('active');
  });

  it('offers another language and a pause instead', async () => {
    const { post, links, zoe } = await pages();
    expect(await (await post(links.unsubscribe_url, { wish: 'language', language: 'en' })).text()).toContain(
      'Your preferences have been saved.',
    );
    await post(links.unsubscribe_url, { wish: 'pause' });
    expect(await zoe()).toMatchObject({ language: 'en', status: 'active', pausedUntil: '2026-12-25T08:00:00.000Z' });
  });

  it('opens no more than that: it works for ever, and may lie in a forwarded mail', async () => {
    const { post, links, zoe } = await pages();
    const page = await (await post(links.unsubscribe_url, { wish: 'pause' })).text();
    expect(page).toContain('En pause jusqu’au');
    expect(page).not.toContain('Zoé');
    await post(links.unsubscribe_url, { wish: 'save', name: 'Other' });
    expect((await zoe())?.name).toBe('Zoé <b>');
  });

  it('works for ever, with the secret of last year, and for one who was erased', async () => {
    const old = await pages({ signedWith: olderSecret });
    expect((await old.post(old.links.unsubscribe_url, {})).status).toBe(200);
    expect((await old.zoe())?.status).toBe('unsubscribed');
    const erased = await pages({ subscriber: 77 });
    expect((await erased.post(erased.links.unsubscribe_url, {})).status).toBe(200);
    expect((await erased.zoe())?.status).toBe('active');
  });

  it('of a test copy says whose it is: nobody’s', async () => {
    const { get, post, links, zoe } = await pages({ subscriber: testRecipientId });
    expect(await (await get(links.unsubscribe_url)).text()).toContain('exemplaire d’essai');
    expect((await post(links.unsubscribe_url, {})).status).toBe(200);
    expect((await zoe())?.status).toBe('active');
  });
});

describe('the link to the preferences', () => {
  it('changes name and language, and shows the page in the new one', async () => {
    const { get, post, links, zoe } = await pages();
    const before = await (await get(links.preferences_url)).text();
    expect(before).toContain('value="Zoé &lt;b&gt;"');
    expect(before).toMatch(/value="fr" checked/);
    const after = await (
      await post(links.preferences_url, { wish: 'save', name: ' Zoé\r\nBcc: x ', language: 'en' })
    ).text();
    expect(after).toContain('Your preferences have been saved.');
    expect(await zoe()).toMatchObject({ name: 'Zoé Bcc: x', language: 'en' });
  });

  it('pauses, goes on, leaves and comes back', async () => {
    const { post, links, zoe, store } = await pages();
    expect(await (await post(links.preferences_url, { wish: 'pause' })).text()).toContain(
      'En pause jusqu’au 25 décembre 2026.',
    );
    await post(links.preferences_url, { wish: 'resume' });
    expect((await zoe())?.pausedUntil).toBeUndefined();
    await post(links.preferences_url, { wish: 'leave' });
    expect((await zoe())?.status).toBe('unsubscribed');
    await post(links.preferences_url, { wish: 'return' });
    expect((await store.subscribers.changes(1)).map(({ kind }) => kind)).toEqual([
      'paused',
      'resumed',
      'left',
      'returned',
    ]);
  });

  it('keeps where the reader is, by country in the page’s language, and forgets it', async () => {
    const { get, post, links, zoe, store } = await pages();
    const before = await (await get(links.preferences_url)).text();
    expect(before).toContain('<option value="Pacific/Kiritimati">Kiribati (Kiritimati)</option>');
    expect(before).toContain('<option value="Europe/London">Royaume-Uni</option>');
    expect(before).not.toContain(' selected');
    const after = await (await post(links.preferences_url, { wish: 'save', time_zone: 'Pacific/Pago_Pago' })).text();
    expect((await zoe())?.timeZone).toBe('Pacific/Pago_Pago');
    expect(after).toContain('<option value="Pacific/Pago_Pago" selected>Samoa américaines</option>');
    await post(links.preferences_url, { wish: 'save', time_zone: 'Mars/Olympus' });
    await post(links.preferences_url, { wish: 'save', name: 'Zoé' });
    expect((await zoe())?.timeZone).toBe('Pacific/Pago_Pago');
    await post(links.preferences_url, { wish: 'save', time_zone: '' });
    expect((await zoe())?.timeZone).toBeUndefined();
    expect((await store.subscribers.changes(1)).map(({ kind, detail }) => [kind, detail])).toEqual([
      ['time_zone', 'Pacific/Pago_Pago'],
      ['name', undefined],
      ['time_zone', undefined],
    ]);
  });

  it('shows a time zone that came by an import as it is, and an older name of one', async () => {
    const { get, post, links, zoe, store } = await pages();
    for (const [zone, shown] of [
      ['Etc/GMT+5', 'Etc/GMT+5'],
      ['America/Montreal', 'Canada (Toronto)'],
    ] as const) {
      await store.subscribers.change(1, { time_zone: zone }, { kind: 'time_zone' }, new Date(0));
      const page = await (await get(links.preferences_url)).text();
      expect(page).toContain(`<option value="${zone}" selected>${shown}</option>`);
      await post(links.preferences_url, { wish: 'save', time_zone: zone });
      expect((await zoe())?.timeZone).toBe(zone);
    }
  });

  it('takes no language that the publication has not, and no wish that is none', async () => {
    const { post, links, zoe } = await pages();
    await post(links.preferences_url, { wish: 'save', language: 'xx' });
    await post(links.preferences_url, {});
    await post(links.preferences_url, { wish: 'bogus' });
    await post(links.language_url, { language: 'xx' });
    expect(await zoe()).toMatchObject({ language: 'fr', name: 'Zoé <b>', status: 'active' });
  });

  it('takes no form from another site; the one-click link does', async () => {
    const { post, links, zoe } = await pages();
    const cross = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect((await post(links.preferences_url, { wish: 'save', language: 'en' }, cross)).status).toBe(403);
    expect((await post(links.language_url, { language: 'en' }, cross)).status).toBe(403);
    expect((await zoe())?.language).toBe('fr');
    expect((await post(links.unsubscribe_url, {}, cross)).status).toBe(200);
  });
});

describe('the link to change the language', () => {
  it('changes it when the form is sent, and nothing else', async () => {
    const { get, post, links, zoe } = await pages();
    expect(await (await get(links.language_url)).text()).toContain('Dans quelle langue');
    expect(await (await post(links.language_url, { language: 'en', name: 'Other', wish: 'leave' })).text()).toContain(
      'Your preferences have been saved.',
    );
    expect(await zoe()).toMatchObject({ language: 'en', name: 'Zoé <b>', status: 'active' });
  });
});

describe('a page’s language', () => {
  it('follows the link, else the reader, else the browser, else the publication', async () => {
    const { get, links } = await pages();
    const languageOf = async (path: string, accept = '') =>
      /<html lang="(\w+)"/.exec(await (await get(path, { 'accept-language': accept })).text())?.[1];
    expect(await languageOf(`${links.unsubscribe_url}?lang=en`, 'fr')).toBe('en');
    expect(await languageOf(links.unsubscribe_url, 'en')).toBe('fr');
    expect(await languageOf('/nothing', 'de, en-GB;q=0.8, fr;q=0.5')).toBe('en');
    expect(await languageOf('/nothing', ';;q=x,,')).toBe('fr');
    expect(await languageOf('/nothing?lang=../../etc')).toBe('fr');
  });
});

describe('bad input', () => {
  const token = (claims: Partial<Parameters<typeof signToken>[0]>, by = secret) =>
    signToken({ purpose: 'preferences', about: 1, week, expires: 0, ...claims }, by);

  it.each([
    ['forged', () => token({}, 'another secret, which is long enough as well'), 404, 'ne fonctionne pas'],
    ['cut', () => token({}).slice(0, -4), 404, 'ne fonctionne pas'],
    ['of another purpose', () => token({ purpose: 'unsubscribe' }), 404, 'ne fonctionne pas'],
    ['nothing like one', () => `${'x'.repeat(3_000)}.y`, 404, 'ne fonctionne pas'],
    ['expired', () => token({ expires: 1 }), 410, 'a expiré'],
  ])('a token that is %s gets a clear page, and nobody’s data', async (_, make, status, words) => {
    const { get, post, zoe } = await pages();
    const response = await get(`/preferences/${make()}`);
    const page = await response.text();
    expect(response.status).toBe(status);
    expect(page).toContain(words);
    expect(page).not.toContain('zoe@');
    expect((await post(`/preferences/${make()}`, { wish: 'save', language: 'en' })).status).toBe(status);
    expect((await zoe())?.language).toBe('fr');
  });

  it('a body of megabytes is refused before it is read', async () => {
    const { app, links, zoe } = await pages();
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: stream, duplex: 'half' };
    expect((await app.request(links.preferences_url, init)).status).toBe(413);
    expect((await zoe())?.language).toBe('fr');
  });

  it('a database that fails shows a page that says so, and tells the log, not the visitor', async () => {
    const { store, get, links, failures } = await pages();
    await store.close();
    const response = await get(links.preferences_url);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('Une erreur s’est produite');
    expect(failures).toHaveLength(1);
  });
});

describe('every page', () => {
  it('runs nothing, frames nothing, tells its address to nobody, and is not kept', async () => {
    const { get, links } = await pages();
    for (const path of [links.preferences_url, '/nothing', '/']) {
      const { headers } = await get(path, { host: 'evil.example' });
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toContain('max-age');
    }
    const page = await (await get(links.preferences_url, { host: 'evil.example' })).text();
    expect(page).not.toContain('evil.example');
    expect(page).not.toMatch(/<script|style=/);
  });

  it('has no undefined, no key of a word, and no straight quote in French', async () => {
    const { get, links } = await pages();
    for (const path of [...Object.values(links), '/nothing']) {
      const words = (await (await get(path)).text()).replace(/<[^>]*>/g, ' ');
      expect(words).not.toMatch(/undefined|\{\{|\[object|pages\.|'|[a-zé] [;:!?]/);
    }
  });
});

describe('hebdo serve', () => {
  it('serves a message’s own links, and ends when it is told to', async () => {
    const { url, taken } = await smtpSink();
    const folder = await sampleNewsletter();
    const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
    await hebdo(folder, ['subscribers', 'add', 'zoe@example.com']);
    await hebdo(folder, ['send', sampleWeek, '--yes'], env);
    const link =
      /List-Unsubscribe: <https:\/\/news\.example\.com(\/\S+)>/.exec(taken[0]?.raw.toString() ?? '')?.[1] ?? '';
    const { child, ended } = startHebdo(folder, ['serve', '--port', '0'], env);
    const line = await new Promise<string>(resolve => child.stdout.once('data', chunk => resolve(String(chunk))));
    const base = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
    const one = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
    expect((await fetch(base + link, one)).status).toBe(200);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect((await hebdo(folder, ['subscribers', 'show', 'zoe@example.com'])).out).toContain('unsubscribed');
    expect((await hebdo(folder, ['serve'])).err).toContain('HEBDO_SECRET');
  });

  it('answers on a socket: the health check, and a one-click POST byte for byte as mail programs send it', async () => {
    const { app, links, zoe } = await pages();
    const server = await serveWeb(app, { host: '127.0.0.1', port: 0 });
    expect(await (await fetch(`http://127.0.0.1:${server.port}/health`)).text()).toBe('ok');
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      `POST ${links.unsubscribe_url} HTTP/1.1\r\nHost: news.example.com\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 26\r\nConnection: close\r\n\r\nList-Unsubscribe=One-Click`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200/);
    expect((await zoe())?.status).toBe('unsubscribed');
    await server.close();
  });

  it('is accessible, in light and dark, at 320 pixels, in both languages', async () => {
    const { app, links } = await pages();
    const server = await serveWeb(app, { host: '127.0.0.1', port: 0 });
    const browser = await launchBrowser();
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ viewport: { width: 320, height: 700 }, colorScheme, bypassCSP: true });
        for (const path of [...Object.values(links), '/nothing'])
          for (const language of ['fr', 'en']) {
            await page.goto(`http://127.0.0.1:${server.port}${path}?lang=${language}`);
            expect((await axe(page)).violations).toEqual([]);
            expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
          }
        await page.close();
      }
    } finally {
      await browser.close();
      await server.close();
    }
  });

  it('works by keyboard and mouse in a browser without scripts, under its own strict policy', async () => {
    const { app, links, zoe } = await pages();
    const server = await serveWeb(app, { host: '127.0.0.1', port: 0 });
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ javaScriptEnabled: false });
      await page.goto(`http://127.0.0.1:${server.port}${links.preferences_url}`);
      await page.getByLabel('English').check();
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('Your preferences have been saved.').waitFor();
      expect((await zoe())?.language).toBe('en');
      await page.getByRole('button', { name: 'Unsubscribe' }).press('Enter');
      await page.getByText('This address is not subscribed.').waitFor();
      expect((await zoe())?.status).toBe('unsubscribed');
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
