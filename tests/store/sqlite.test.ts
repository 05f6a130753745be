import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WorldError } from '../../src/source/world-error.ts';
import { openStore } from '../../src/store/store.ts';
import { emptyFolder } from '../helpers/newsletter.ts';
import { limitsContract } from './limits-contract.ts';
import { readersContract } from './readers-contract.ts';
import { storeContract } from './store-contract.ts';

for (const contract of [storeContract, readersContract, limitsContract]) {
  describe('SQLite in memory', () => contract(() => openStore('sqlite::memory:')));
  describe('SQLite in a file', () =>
    contract(async () => openStore(`sqlite:${join(await emptyFolder(), 'deep/hebdo.db')}`)));
}

describe('a SQLite file', () => {
  it('is written ahead (WAL) and opened again with what was in it', async () => {
    const path = join(await emptyFolder(), 'hebdo.db');
    const first = await openStore(`sqlite:${path}`);
    await first.suppressions.add('a@example.com', 'asked', new Date());
    await first.close();
    const again = await openStore(`sqlite:${path}`);
    expect(await again.suppressions.find('a@example.com')).toMatchObject({ reason: 'asked' });
    await again.close();
    const db = new DatabaseSync(path);
    expect(db.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    db.close();
  });

  it('waits for the disk at each commit where a power cut is to be survived', async () => {
    const path = join(await emptyFolder(), 'hebdo.db');
    const store = await openStore(`sqlite:${path}`, 'power');
    await store.suppressions.add('a@example.com', 'asked', new Date());
    expect(await store.suppressions.find('a@example.com')).toBeDefined();
    await store.close();
  });

  it('that is none, or of a newer hebdo, is refused in clear words', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'x.db'), 'this is not a database, but it is long enough to be read as one');
    await expect(openStore(`sqlite:${join(folder, 'x.db')}`)).rejects.toThrow(WorldError);
    const path = join(folder, 'newer.db');
    await (await openStore(`sqlite:${path}`)).close();
    const db = new DatabaseSync(path);
    db.exec(`insert into kysely_migration (name, timestamp) values ('2999-01-future', '2999-01-01')`);
    db.close();
    await expect(openStore(`sqlite:${path}`)).rejects.toThrow('written by a newer hebdo');
  });

  it('is written by several processes at once: one waits for the other, and none is turned away', async () => {
    const path = join(await emptyFolder(), 'hebdo.db');
    const store = await openStore(`sqlite:${path}`);
    const module = new URL('../../src/store/store.ts', import.meta.url).href;
    const busy = `
      const { openStore } = await import(${JSON.stringify(module)});
      const store = await openStore(${JSON.stringify(`sqlite:${path}`)});
      const end = Date.now() + 1_500;
      console.log('ready');
      for (let i = 0; Date.now() < end; i++) await store.suppressions.add('a' + i + '@example.com', 'x', new Date());
      await store.close();`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', busy], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    let asked = 0;
    while (child.exitCode === null) {
      // Reads first, and then writes.
      const request = { kind: 'sign_up' as const, address: `b${asked++}@example.com`, language: 'fr', page: 'p' };
      await store.confirmations.ask(request, 1_000_000, { between: 1, perDay: 9 }, new Date());
      await setImmediate();
    }
    expect((await ended)[0]).toBe(0);
    expect(asked).toBeGreaterThan(50);
    expect(await store.confirmations.waiting()).toBe(asked);
    await store.close();
  });

  it('or PostgreSQL are the stores there are, and the words say so', async () => {
    await expect(openStore('mysql://x')).rejects.toThrow('HEBDO_DATABASE_URL');
  });
});
