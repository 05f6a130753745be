import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { hebdo, secret, start } from '../helpers/hebdo.ts';
import { issueYaml, newsletterWith } from '../helpers/newsletter.ts';
import { smtpSink } from '../helpers/smtp.ts';

const week = '2026-W40';
const connections = 5;
/** `npm run test:faults` kills 200 times over runs of 2,000 recipients; `npm test` a few times over fewer. */
const long = process.env.HEBDO_FAULTS === 'long';
const { recipients, runs, kills } = long
  ? { recipients: 2_000, runs: 20, kills: 10 }
  : { recipients: 300, runs: 1, kills: 5 };

async function newsletter(url: string) {
  const folder = await newsletterWith({ [`issues/${week}.yaml`]: issueYaml(week) });
  await writeFile(join(folder, '.env'), `HEBDO_SMTP_URL=${url}\nHEBDO_SECRET="${secret}"\n`);
  const store = await openStore(`sqlite:${join(folder, '.hebdo/hebdo.db')}`);
  async function* people() {
    for (let i = 0; i < recipients; i++) yield { address: `r${i}@example.com`, language: i % 2 === 0 ? 'fr' : 'en' };
  }
  await store.subscribers.put(people(), new Date(), () => undefined);
  await store.close();
  return folder;
}

/** Sends, and kills the process a moment after its first message of this start has arrived. */
async function sendAndKill(folder: string, taken: readonly unknown[]): Promise<boolean> {
  const before = taken.length;
  const { child, ended } = start(folder, ['send', week, '--yes', '--connections', String(connections)]);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (taken.length === before && !over) await sleep(2);
  await sleep(Math.random() * (long ? 120 : 60));
  child.kill('SIGKILL');
  return (await ended).signal === 'SIGKILL';
}

describe('kill -9 at random moments', () => {
  it(`${runs * kills} times over ${runs} runs of ${recipients}: no one gets two copies, none gets none but the uncertain`, async () => {
    const rows: string[] = [];
    for (let run = 1; run <= runs; run++) {
      const { url, taken, close } = await smtpSink({ onTaken: () => sleep(Math.random() * 4) });
      const folder = await newsletter(url);
      let killed = 0;
      for (let kill = 0; kill < kills; kill++) if (await sendAndKill(folder, taken)) killed++;
      const last = await hebdo(folder, ['send', week, '--yes', '--connections', String(connections)]);
      expect([0, 3]).toContain(last.code);

      const { troubled, editions } = JSON.parse((await hebdo(folder, ['status', week, '--format', 'json'])).out);
      const uncertain = new Set<string>(troubled.map(({ address }: { address: string }) => address));
      const copies = new Map<string, number>();
      for (const { to } of taken) copies.set(to, (copies.get(to) ?? 0) + 1);
      const twice = [...copies].filter(([, count]) => count > 1);
      const none = Array.from({ length: recipients }, (_, i) => `r${i}@example.com`).filter(
        to => !copies.has(to) && !uncertain.has(to),
      );
      const accepted = editions.reduce(
        (sum: number, { states }: { states: { accepted?: number } }) => sum + (states.accepted ?? 0),
        0,
      );
      rows.push(
        `| ${run} | ${killed} | ${taken.length} | ${accepted} | ${uncertain.size} | ${twice.length} | ${none.length} |`,
      );

      expect(twice).toEqual([]);
      expect(none).toEqual([]);
      expect(troubled.every(({ state }: { state: string }) => state === 'uncertain')).toBe(true);
      expect(uncertain.size).toBeLessThanOrEqual(killed * connections);
      expect(accepted + uncertain.size).toBe(recipients);
      await close();
    }
    console.log(
      `| run | kills | arrived | accepted | uncertain | twice | lost |\n|---|---|---|---|---|---|---|\n${rows.join('\n')}`,
    );
  }, 1_800_000);
});
