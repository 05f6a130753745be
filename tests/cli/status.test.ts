import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { timelineOf } from '../../src/app/send/run-status.ts';
import { openStore } from '../../src/store/store.ts';
import { axe, launchBrowser } from '../helpers/browser.ts';
import { hebdo } from '../helpers/hebdo.ts';
import { sampleNewsletter } from '../helpers/newsletter.ts';

const week = '2026-W48';
const start = new Date('2026-11-27T07:00:00Z');

/** A newsletter whose issue went to sixty readers in three minutes; every tenth was refused, some in hostile words. */
async function sentNewsletter(): Promise<string> {
  const folder = await sampleNewsletter();
  const store = await openStore(`sqlite:${join(folder, '.hebdo/hebdo.db')}`);
  async function* people() {
    for (let i = 1; i <= 60; i++) yield { address: `r${i}@d${i % 15}.example`, language: i % 2 === 0 ? 'fr' : 'en' };
  }
  await store.subscribers.upsert(people(), start, () => undefined);
  const until = new Date(start.getTime() + 600_000);
  const holder = 'me';
  const editionFor = (language: string) => language;
  const claimed = await store.ledger.claim({
    week,
    contentHash: 'x',
    holder,
    now: start,
    until,
    isDead: () => false,
    editionFor,
  });
  if (!('token' in claimed)) throw new Error(claimed.kind);
  const { token } = claimed;
  for (const { id } of await store.ledger.open(week, start, { limit: 100 })) {
    const at = new Date(start.getTime() + id * 3_000);
    await store.ledger.begin(id, token, at);
    await store.ledger.commit(id, token, at);
    const words = `5.1.1 <r${id}@d${id % 15}.example>: <script>alert(1)</script> queue id A${id}BCDEF7`;
    await store.ledger.settle(
      id,
      token,
      id % 10 === 0 ? { state: 'failed', code: 550, words } : { state: 'accepted', code: 250, words: 'ok' },
      at,
    );
  }
  await store.ledger.release(week, token, until);
  await store.close();
  return folder;
}

describe('hebdo status', () => {
  it('of a name that is no week says so, as report does', async () => {
    const folder = await sampleNewsletter();
    for (const command of ['status', 'report']) {
      const { code, err } = await hebdo(folder, [command, '2026-W84']);
      expect([code, err]).toEqual([1, expect.stringContaining('2026-W84 is no ISO week.')]);
    }
  });

  it('shows who has the issue, over time, by domain, and what servers said, alike words together', async () => {
    const folder = await sentNewsletter();
    const { code, out } = await hebdo(folder, ['status', week]);
    expect(code).toBe(0);
    expect(out).toMatch(/en +30 +0/);
    expect(out).toMatch(/fr +24 +6/);
    expect(out).toContain('accepted per 5 s');
    // In the newsletter's time zone, Europe/Paris.
    expect(out).toContain('begun 2026-11-27 08:00:00, finished 2026-11-27 08:10:00 (times of Europe/Paris)');
    expect(out).toMatch(/08:00:00 +08:03:00/);
    const all = await hebdo(folder, ['status']);
    expect(all.out).toMatch(/2026-W48 +2026-11-27 08:00:00/);
    expect(all.out).toContain('Times are those of Europe/Paris.');
    expect(out).toMatch(/d0\.example +2 +2/);
    expect(out).toMatch(/6 +failed +550 5\.1\.1 <…>: <script>alert\(1\)<\/script> queue id …/);
  });

  it('has the same as JSON', async () => {
    const folder = await sentNewsletter();
    const { out } = await hebdo(folder, ['status', week, '--format', 'json']);
    const { editions, domains, refusals, troubled } = JSON.parse(out);
    expect(editions).toHaveLength(2);
    expect(domains).toHaveLength(13);
    expect(refusals).toMatchObject([{ state: 'failed', code: 550, count: 6 }]);
    expect(troubled).toHaveLength(6);
  });

  it('writes a page with charts that needs nothing else, runs nothing, and is accessible', async () => {
    const folder = await sentNewsletter();
    expect((await hebdo(folder, ['status', week, '--format', 'html', '--out', 'page.html'])).code).toBe(0);
    const html = await readFile(join(folder, 'page.html'), 'utf8');
    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/(?:src|href)=/);
    const browser = await launchBrowser();
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ viewport: { width: 375, height: 800 }, colorScheme, bypassCSP: true });
        await page.goto(`file://${join(folder, 'page.html')}`);
        expect((await axe(page)).violations).toEqual([]);
        expect(await page.locator('.columns rect').count()).toBe(36);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  });

  it('wants an issue for a page, and knows one whose sending has not begun', async () => {
    const folder = await sentNewsletter();
    expect((await hebdo(folder, ['status', '--format', 'html'])).code).toBe(2);
    expect((await hebdo(folder, ['status', '2026-W01'])).out).toContain('has not begun');
  });
});

describe('a timeline', () => {
  it('has as few steps as can be seen at once, whole ones, and loses nothing', () => {
    const accepted = Array.from({ length: 5_000 }, (_, i) => ({
      second: new Date(start.getTime() + i * 7_000).toISOString().slice(0, 19),
      count: 2,
    }));
    const { counts = [], stepSeconds, start: from } = timelineOf(accepted) ?? {};
    expect(counts.length).toBeLessThanOrEqual(60);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect([stepSeconds, from]).toEqual([900, start]);
    expect(timelineOf([])).toBeUndefined();
  });
});
