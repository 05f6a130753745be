import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { WorldError } from '../../src/source/world-error.ts';
import { openStore } from '../../src/store/store.ts';
import { emptyFolder } from '../helpers/newsletter.ts';
import { readersContract } from './readers-contract.ts';
import { storeContract } from './store-contract.ts';

for (const contract of [storeContract, readersContract]) {
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

  it('is the only store there is today, and the words say so', async () => {
    await expect(openStore('mysql://x')).rejects.toThrow('HEBDO_DATABASE_URL');
  });
});
