import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hebdo, start } from '../helpers/hebdo.ts';
import { politely, scriptedServer, smtpSink } from '../helpers/smtp.ts';
import { balance, listOf, long, week } from './newsletter.ts';

const connections = 5;
const { recipients, runs, kills } = long
  ? { recipients: 2_000, runs: 20, kills: 10 }
  : { recipients: 300, runs: 1, kills: 5 };
const command = ['send', week, '--yes', '--connections', String(connections)];

/** Sends, and gives the process a signal a moment after its first message of this start has arrived. */
async function sendAndSignal(folder: string, taken: readonly unknown[], signal: NodeJS.Signals) {
  const before = taken.length;
  const { child, ended } = start(folder, command);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (taken.length === before && !over) await sleep(2);
  await sleep(Math.random() * (long ? 120 : 60));
  child.kill(signal);
  const asked = performance.now();
  return { ...(await ended), seconds: (performance.now() - asked) / 1_000 };
}

describe('kill -9 at random moments', () => {
  it(`${runs * kills} times over ${runs} runs of ${recipients}: no one gets two copies, none gets none but the uncertain`, async () => {
    const rows: string[] = [];
    for (let run = 1; run <= runs; run++) {
      const { url, taken, close } = await smtpSink({ onTaken: () => sleep(Math.random() * 4) });
      const folder = await listOf(recipients, url);
      let killed = 0;
      for (let kill = 0; kill < kills; kill++)
        if ((await sendAndSignal(folder, taken, 'SIGKILL')).signal === 'SIGKILL') killed++;
      expect([0, 3]).toContain((await hebdo(folder, command)).code);
      const { uncertain, twice, none, accepted, troubled } = await balance(folder, recipients, taken);
      rows.push(
        `| ${run} | ${killed} | ${taken.length} | ${accepted} | ${uncertain} | ${twice.length} | ${none.length} |`,
      );
      expect([twice, none, troubled]).toEqual([[], [], 0]);
      expect(uncertain).toBeLessThanOrEqual(killed * connections);
      expect(accepted + uncertain).toBe(recipients);
      await close();
    }
    console.log(
      `| run | kills | arrived | accepted | uncertain | twice | lost |\n|---|---|---|---|---|---|---|\n${rows.join('\n')}`,
    );
  }, 1_800_000);
});

describe('SIGTERM at random moments', () => {
  const times = long ? 50 : 4;
  it(`${times} times: ends within five seconds, and nobody gets two copies, nobody none, and nothing is uncertain`, async () => {
    const { url, taken } = await smtpSink({ onTaken: () => sleep(Math.random() * 4) });
    const all = long ? 8_000 : 300;
    const folder = await listOf(all, url);
    for (let time = 0; time < times; time++) {
      const { code, seconds, out } = await sendAndSignal(folder, taken, 'SIGTERM');
      // It may just have been done.
      expect([0, 130]).toContain(code);
      if (code === 130) expect(out).toContain('Interrupted');
      expect(seconds).toBeLessThan(5);
    }
    expect((await hebdo(folder, command)).code).toBe(0);
    expect(await balance(folder, all, taken)).toEqual({
      uncertain: 0,
      twice: [],
      none: [],
      accepted: all,
      troubled: 0,
    });
  }, 600_000);
});

describe('a second signal', () => {
  it('ends at once, whatever the server is doing; what was on the wire is uncertain, the rest goes on', async () => {
    let dots = 0;
    const { url } = await scriptedServer(line => (line === '<dot>' && ++dots === 3 ? undefined : politely(line)));
    const folder = await listOf(6, url);
    const { child, ended } = start(folder, ['send', week, '--yes', '--connections', '1']);
    while (dots < 3) await sleep(5);
    child.kill('SIGTERM');
    await sleep(100);
    const asked = performance.now();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(130);
    expect(performance.now() - asked).toBeLessThan(1_500);
    expect((await hebdo(folder, command)).code).toBe(3);
    const { editions } = JSON.parse((await hebdo(folder, ['status', week, '--format', 'json'])).out);
    const counts = editions.map(({ states }: { states: Record<string, number> }) => states);
    const of = (state: string): number =>
      counts.reduce((sum: number, one: Record<string, number>) => sum + (one[state] ?? 0), 0);
    expect([of('accepted'), of('uncertain')]).toEqual([5, 1]);
  });
});
