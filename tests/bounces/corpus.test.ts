import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeMail } from '../../src/bounces/verdict.ts';
import { fixtureKeys } from './keys.ts';

/** Mails of our own making, one of each kind; a file's name begins with its verdict. */
const own = new URL('./corpus/', import.meta.url).pathname;
const reader = 'zoe@reader.example';
const who = { subscriber: 42, week: '2026-W48' };
/** Verdicts that are about no message of ours. */
const ofNoMessage = ['away', 'none'];

describe('the mails of tests/bounces/corpus', () => {
  it.each(readdirSync(own))('%s', async name => {
    const kind = name.split('-')[0] ?? '';
    const verdict = await judgeMail(readFileSync(join(own, name)), fixtureKeys);
    expect(verdict.class).toBe(kind);
    if (ofNoMessage.includes(kind)) return;
    expect(verdict.who).toEqual(who);
    if (kind !== 'leave') expect(verdict.recipient).toBe(reader);
  });

  it('are of every class', () => {
    const kinds = new Set(readdirSync(own).map(name => name.split('-')[0]));
    expect([...kinds].sort()).toEqual(
      ['away', 'complaint', 'delay', 'hard', 'leave', 'none', 'policy', 'soft', 'unknown'].sort(),
    );
  });

  it('never make a leave or a complaint of a mail without our signature', async () => {
    for (const name of readdirSync(own)) {
      const { who } = await judgeMail(readFileSync(join(own, name)), { ...fixtureKeys, secrets: ['x'.repeat(40)] });
      expect([name, who]).toEqual([name, undefined]);
    }
  });
});

/** A folder of bounces that were never seen here: `HEBDO_BOUNCE_CORPUS=folder npx vitest run tests/bounces/corpus.test.ts`. */
const corpus = process.env.HEBDO_BOUNCE_CORPUS ?? '';
const maxMailMs = 1_000;

describe.runIf(corpus !== '')('the mails of HEBDO_BOUNCE_CORPUS', () => {
  it('all get a verdict within a second', { timeout: 600_000 }, async () => {
    const files = readdirSync(corpus, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    const table: Record<string, { mails: number; 'with recipient': number; 'with code': number; slowestMs: number }> =
      {};
    const wrong: string[] = [];
    for (const file of files) {
      const raw = readFileSync(file);
      const began = performance.now();
      const verdict = await judgeMail(raw, fixtureKeys).catch((cause: unknown) => {
        wrong.push(`${file}: ${String(cause)}`);
      });
      const ms = performance.now() - began;
      if (ms > maxMailMs) wrong.push(`${file}: ${Math.round(ms)} ms`);
      if (!verdict) continue;
      const row = table[verdict.class] ?? { mails: 0, 'with recipient': 0, 'with code': 0, slowestMs: 0 };
      table[verdict.class] = row;
      row.mails++;
      if (verdict.recipient !== undefined) row['with recipient']++;
      if (verdict.code !== undefined) row['with code']++;
      row.slowestMs = Math.max(row.slowestMs, Math.round(ms));
    }
    console.table(table);
    expect(wrong).toEqual([]);
  });
});
