import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { preferencesOf } from '../../src/subscribers/preferences.ts';
import { axe, launchBrowser } from '../helpers/browser.ts';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { smtpSink } from '../helpers/smtp.ts';

/** A newsletter whose issue went out; one reader's address is gone, another called it spam, a third has left. */
async function sent() {
  const { url } = await smtpSink();
  const folder = await sampleNewsletter();
  for (const [name, language] of [
    ['a', 'fr'],
    ['b', 'fr'],
    ['c', 'en'],
  ] as const)
    await hebdo(folder, ['subscribers', 'add', `${name}@example.com`, '--language', language]);
  await hebdo(folder, ['send', sampleWeek, '--yes'], { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret });
  const store = await openStore(`sqlite:${join(folder, '.hebdo/hebdo.db')}`);
  const now = new Date();
  const limit = { count: 5, within: 1 };
  await store.bounces.record({ key: '1', subscriber: 1, week: sampleWeek, kind: 'hard', source: 'x' }, limit, now);
  await store.bounces.record({ key: '2', subscriber: 2, week: sampleWeek, kind: 'complaint', source: 'x' }, limit, now);
  const reader = await store.subscribers.byNumber(3);
  if (reader !== undefined) await preferencesOf(store.subscribers, () => now).leave(reader, sampleWeek);
  const link = 'https://example.com/<script>';
  for (let i = 0; i < 3; i++) await store.statistics.countClick(sampleWeek, 'fr', link, now);
  await store.close();
  return { folder, day: new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(now), link };
}

describe('hebdo report', () => {
  it('tells what came of an issue, by language, day and link', async () => {
    const { folder, day, link } = await sent();
    const { code, out } = await hebdo(folder, ['report', sampleWeek]);
    expect(code).toBe(0);
    expect(out).toMatch(/language +sent +hard +complaint +left/);
    expect(out).toMatch(/fr +2 +1 +1 +0/);
    expect(out).toMatch(/en +1 +0 +0 +1/);
    expect(out).toMatch(new RegExp(`${day} +3 +1 +1 +1`));
    expect(out).toMatch(/example\.com\/<script> +3 +█/);
    expect(JSON.parse((await hebdo(folder, ['report', sampleWeek, '--format', 'json'])).out)).toMatchObject({
      week: sampleWeek,
      days: [{ day, sent: 3, hard: 1, soft: 0, complaint: 1, left: 1, joined: 0 }],
      links: [{ url: link, count: 3, languages: { fr: 3 } }],
    });
    expect(out).not.toContain('@');
  });

  it('shows which providers refuse us, with what to do, and warns of one that goes on; it names no reader', async () => {
    const { folder } = await sent();
    const store = await openStore(`sqlite:${join(folder, '.hebdo/hebdo.db')}`);
    const words = '550 5.7.1 <b@example.com>: Client host [192.0.2.1] blocked using zen.spamhaus.org';
    for (const key of ['p', 'q', 'r'])
      await store.bounces.record(
        { key, subscriber: 2, week: sampleWeek, kind: 'policy', code: '5.7.1', words, source: 'x' },
        { count: 5, within: 1 },
        new Date(),
      );
    await store.close();
    const { out } = await hebdo(folder, ['report', sampleWeek]);
    expect(out).toMatch(/example\.com +3 +550 5\.7\.1 <…>: Client host/);
    expect(out).toContain('example.com: Your IP address is on a block list');
    expect(out).toContain('Warning: refused several times in a row by example.com');
    expect(out).not.toContain('@');
    expect(JSON.parse((await hebdo(folder, ['report', sampleWeek, '--format', 'json'])).out)).toMatchObject({
      refusals: [{ provider: 'example.com', count: 3, isPersistent: true, cause: 'block_list' }],
    });
  });

  it('is a page, too: accessible, without scripts, at 375 pixels', async () => {
    const { folder } = await sent();
    expect((await hebdo(folder, ['report', sampleWeek, '--format', 'html'])).err).toContain(
      `dist/${sampleWeek}/report.html`,
    );
    const path = join(folder, 'dist', sampleWeek, 'report.html');
    expect(await readFile(path, 'utf8')).not.toContain('<script');
    const browser = await launchBrowser();
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ viewport: { width: 375, height: 800 }, colorScheme, bypassCSP: true });
        await page.goto(`file://${path}`);
        expect((await axe(page)).violations).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  });

  it('of an issue that was not sent says so', async () => {
    const folder = await sampleNewsletter();
    expect((await hebdo(folder, ['report', sampleWeek])).out).toContain('has not begun');
    expect(JSON.parse((await hebdo(folder, ['report', sampleWeek, '--format', 'json'])).out)).toEqual({
      version: 1,
      output: 'report ISSUE',
      week: sampleWeek,
      from: null,
    });
  });
});
