import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { describe, expect, it } from 'vitest';
import { sqliteDialect } from '../../src/store/database/sqlite.ts';
import { beginning } from '../../src/store/migrations/2026-11-beginning.ts';
import { openStore } from '../../src/store/store.ts';
import { emptyFolder } from '../helpers/newsletter.ts';

describe('the migration `pacing`', () => {
  it('gives what was there its domain, and says what is open', async () => {
    const path = join(await emptyFolder(), 'hebdo.db');
    const before = new Kysely<unknown>({ dialect: sqliteDialect(path, 'process') });
    const provider = { getMigrations: async () => ({ '2026-11-beginning': beginning }) };
    await new Migrator({ db: before, provider }).migrateToLatest();
    await before.destroy();
    const db = new DatabaseSync(path);
    db.exec(`
      insert into subscribers (address, address_key, language, status, created_at, updated_at)
        values ('A@Example.com', 'a@example.com', 'fr', 'active', '', ''), ('b@b.example', 'b@b.example', 'fr', 'active', '', '');
      insert into deliveries (week, subscriber_id, language, state, updated_at)
        values ('2026-W48', 1, 'fr', 'accepted', ''), ('2026-W48', 2, 'fr', 'queued', ''), ('2026-W48', 99, 'fr', 'failed', '')`);
    db.close();
    const store = await openStore(`sqlite:${path}`);
    expect(await store.ledger.open('2026-W48', new Date(), { limit: 10 })).toEqual([
      { id: 2, language: 'fr', domain: 'b.example', attempts: 0 },
    ]);
    await store.close();
  });
});

describe('a database that is new', () => {
  it('is made once, whichever processes open it at the same time', async () => {
    const url = `sqlite:${join(await emptyFolder(), 'hebdo.db')}`;
    const module = new URL('../../src/store/store.ts', import.meta.url).href;
    // All wait for the same moment, for they take a while to start.
    const at = Date.now() + 2_500;
    const code = `const { openStore } = await import('${module}');
      while (Date.now() < ${at}) ;
      await (await openStore('${url}')).close();`;
    const ended = await Promise.all(
      Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])),
    );
    expect(ended).toHaveLength(4);
    const store = await openStore(url);
    expect(await store.subscribers.countByLanguage()).toEqual([]);
    await store.close();
  });
});
