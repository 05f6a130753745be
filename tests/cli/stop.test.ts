import { expect, it } from 'vitest';
import { listOf, week } from '../faults/newsletter.ts';
import { hebdo } from '../helpers/hebdo.ts';
import { politely, scriptedServer } from '../helpers/smtp.ts';

it('a server that refuses us stops all sending: it is told everywhere, costs no reader their place, and a person ends it', async () => {
  const state = { refuses: true, asked: 0, taken: 0 };
  const { url } = await scriptedServer(line => {
    if (line === '<dot>') state.taken++;
    if (!line.startsWith('RCPT')) return politely(line);
    state.asked++;
    return state.refuses ? '554 5.7.1 service refused: your address is on a blocklist\r\n' : politely(line);
  });
  const folder = await listOf(60, url);
  const first = await hebdo(folder, ['send', week, '--yes']);
  expect([first.code, first.out]).toEqual([
    4,
    expect.stringContaining('service refused: your address is on a blocklist'),
  ]);
  expect(first.out).toContain('--lift-stop');
  const asked = state.asked;
  expect(asked).toBeLessThan(30);

  const status = await hebdo(folder, ['status']);
  expect(status.out).toContain('All sending has stopped since');
  // In the newsletter's time zone.
  expect(status.out).toMatch(/tried after \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(Europe\/Paris\)/);
  const { stop } = JSON.parse((await hebdo(folder, ['status', week, '--format', 'json'])).out);
  expect(stop).toMatchObject({ code: 554, words: expect.stringContaining('blocklist') });
  const { findings } = JSON.parse((await hebdo(folder, ['doctor', '--format', 'json'])).out);
  expect(findings).toContainEqual(expect.objectContaining({ about: 'sending', state: 'error' }));

  // Whoever sends now does not ask the server at all.
  const again = await hebdo(folder, ['send', week, '--yes']);
  expect([again.code, state.asked]).toEqual([4, asked]);
  expect(again.out).toContain('All sending has stopped since');

  state.refuses = false;
  expect((await hebdo(folder, ['send', week, '--yes', '--lift-stop'])).code).toBe(3);
  const counts = JSON.parse((await hebdo(folder, ['status', week, '--format', 'json'])).out).editions;
  const sum = (name: string) =>
    counts.reduce((total: number, { states }: { states: Record<string, number> }) => total + (states[name] ?? 0), 0);
  // Those that were refused wait for their time; all others have theirs, and nobody has failed.
  expect([sum('accepted'), sum('deferred'), sum('failed')]).toEqual([60 - asked, asked, 0]);
  expect(state.taken).toBe(60 - asked);
  expect(JSON.parse((await hebdo(folder, ['status', '--format', 'json'])).out).stop).toBeNull();
}, 120_000);
