/// <reference lib="dom" />
import { createConnection } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smtpTransport } from '../../src/delivery/smtp/smtp-transport.ts';
import { messageMaker } from '../../src/message/message.ts';
import { type Mailbox, openMailbox } from '../../src/preview/demo-mailbox.ts';
import { inboxApp } from '../../src/preview/inbox-app.ts';
import { type LocalServer, serveLocally } from '../../src/preview/local-server.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { axe, launchBrowser, noBrowser } from '../helpers/browser.ts';
import { secret } from '../helpers/hebdo.ts';
import { compiled, root } from '../helpers/newsletter.ts';

let browser: Browser;
let mailbox: Mailbox;
let inbox: LocalServer;

beforeAll(async () => {
  const { editions } = await compiled(root);
  const { value: publication } = await loadPublication(root);
  if (publication === undefined) throw new Error('the sample is broken');
  mailbox = await openMailbox();
  const session = await smtpTransport({ host: '127.0.0.1', port: mailbox.port, tls: 'never' }).open();
  for (const { email } of editions) {
    const to = { id: 1, address: `${email.language}@example.com`, name: '<b>Zoé</b> "Zo"' };
    await session.send(await messageMaker(email, { publication, secret })(to, new Date()), () => Promise.resolve(true));
  }
  session.close();
  inbox = await serveLocally(inboxApp(mailbox), 4_400);
  if (noBrowser === undefined) browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await inbox.close();
  await mailbox.close();
});

describe('the inbox', () => {
  it('lists the messages and shows each as HTML, at two widths and in two colour schemes, as text, headers and source', async () => {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
    const errors: string[] = [];
    // The browser's driver looks into the frame by scripts, which are refused there as all others are.
    page.on('console', message => {
      if (message.type() === 'error' && !message.text().startsWith('Blocked script execution'))
        errors.push(message.text());
    });
    await page.goto(inbox.url);
    await page.locator('nav li').nth(1).waitFor();
    expect(await page.locator('nav li').allInnerTexts()).toHaveLength(2);
    expect(await page.locator('nav li strong').first().textContent()).toBe('<b>Zoé</b> "Zo"');

    const mail = page.frameLocator('iframe');
    await mail.getByRole('heading', { level: 1, name: 'L’Hebdo de l’IA' }).waitFor();
    const width = () => page.locator('iframe').evaluate(frame => frame.getBoundingClientRect().width);
    const background = () =>
      mail
        .locator('.paper')
        .first()
        .evaluate(e => getComputedStyle(e).backgroundColor);
    expect([await width(), await background()]).toEqual([800, 'rgb(255, 255, 255)']);
    await page.getByText('Phone', { exact: true }).click();
    await page.getByText('Dark', { exact: true }).click();
    await expect.poll(background).toBe('rgb(28, 27, 25)');
    expect(await width()).toBe(375);
    expect(
      await mail
        .locator('img')
        .first()
        .evaluate(image => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0),
    ).toBe(true);

    await page.getByText('Plain text').click();
    expect(await page.locator('pre').textContent()).toContain('AU SOMMAIRE');
    await page.getByText('Headers').click();
    expect(await page.locator('table').textContent()).toContain('List-Unsubscribe=One-Click');
    await page.getByText('Source').click();
    expect(await page.locator('pre').textContent()).toContain('Content-Type: multipart/alternative');

    await page.locator('nav a').nth(1).click();
    await page.getByText('HTML', { exact: true }).click();
    await mail.getByRole('heading', { level: 1, name: 'AI Weekly' }).waitFor();
    expect(errors).toEqual([]);
    await page.close();
  });

  it('causes no complaint of the browser by itself', async () => {
    const page = await browser.newPage();
    const messages: string[] = [];
    page.on('console', message => messages.push(message.text()));
    await page.goto(inbox.url);
    await page.locator('iframe').waitFor();
    await page.waitForTimeout(400);
    expect(messages).toEqual([]);
    await page.close();
  });

  it.each([
    [1_280, 'light'],
    [1_280, 'dark'],
    [375, 'light'],
  ] as const)('is accessible at %i px in %s', async (width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    await page.goto(inbox.url);
    await page.locator('iframe').waitFor();
    expect((await axe(page)).violations).toEqual([]);
    await context.close();
  });

  it('lets nothing in a mail run, and is for this machine only', async () => {
    const response = await fetch(`${inbox.url}/frame`);
    expect(response.headers.get('content-security-policy')).toMatch(/^sandbox .*default-src 'none'/);
    expect((await fetch(`${inbox.url}/messages/99`)).status).toBe(404);
    expect((await fetch(`${inbox.url}/assets/..%2Fserver.ts`)).status).toBe(404);
    expect(await statusForHost('evil.example.com')).toBe('403');
    expect(await statusForHost('localhost')).toBe('302');
  });
});

/** What a request under another host's name gets. */
function statusForHost(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(new URL(inbox.url).port), '127.0.0.1', () => {
      socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
    let text = '';
    socket.on('data', chunk => {
      text += chunk;
    });
    socket.on('end', () => resolve(text.split(' ')[1] ?? ''));
    socket.on('error', reject);
  });
}
