import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { personalLinks } from '../../src/message/personal-links.ts';
import { openStore } from '../../src/store/store.ts';
import { secret, start } from '../helpers/hebdo.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { listOf, long, week } from './newsletter.ts';

const kills = long ? 20 : 3;
const perKill = 400;

describe('kill -9 of the pages under load', () => {
  it(`${kills} times: whoever was told that they have left, has`, { timeout: 600_000 }, async () => {
    const { url } = await smtpSink();
    const folder = await listOf(kills * perKill, url);
    const told = new Set<number>();
    for (let kill = 0; kill < kills; kill++) {
      const { child, ended } = start(folder, ['serve', '--port', '0']);
      const line = await new Promise<string>(resolve => child.stdout.once('data', chunk => resolve(String(chunk))));
      const site = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
      const numbers = Array.from({ length: perKill }, (_, i) => kill * perKill + i + 1);
      const lanes = Array.from({ length: 10 }, async () => {
        for (let subscriber = numbers.pop(); subscriber !== undefined; subscriber = numbers.pop()) {
          const { unsubscribe_url } = personalLinks('', { subscriber, week }, secret, new Date());
          const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
          const answer = await fetch(site + unsubscribe_url, { method: 'POST', body }).catch(() => undefined);
          if (answer?.status === 200) told.add(subscriber);
        }
      });
      await sleep(50 + Math.random() * 150);
      child.kill('SIGKILL');
      await Promise.all(lanes);
      expect((await ended).signal).toBe('SIGKILL');
    }
    expect(told.size).toBeGreaterThan(kills * 5);
    const store = await openStore(`sqlite:${join(folder, '.hebdo/hebdo.db')}`);
    for (const subscriber of told) expect((await store.subscribers.byNumber(subscriber))?.status).toBe('unsubscribed');
    await store.close();
    console.log(`${kills} kills, ${told.size} answered, none lost`);
  });
});
