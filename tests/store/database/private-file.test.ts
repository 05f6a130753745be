import { chmod, mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src/store/store.ts';
import { hebdo, secret } from '../../helpers/hebdo.ts';
import { emptyFolder, sampleNewsletter } from '../../helpers/newsletter.ts';

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);
const environment = { HEBDO_SECRET: secret };

/** The permissions of everything in `.hebdo/`, by name. */
async function modesIn(folder: string): Promise<Record<string, string>> {
  const modes: Record<string, string> = { '.': await modeOf(join(folder, '.hebdo')) };
  for (const name of await readdir(join(folder, '.hebdo'), { recursive: true }))
    modes[name] = await modeOf(join(folder, '.hebdo', name));
  return modes;
}
const expectPrivate = (modes: Record<string, string>): void => {
  expect(modes['hebdo.db']).toBe('600');
  for (const [name, mode] of Object.entries(modes)) expect([name, ['600', '700'].includes(mode)]).toEqual([name, true]);
};

describe.skipIf(process.platform === 'win32')('what only the owner may read', () => {
  it('is the folder of the store and all in it', async () => {
    const folder = await sampleNewsletter();
    expect((await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv'], environment)).code).toBe(0);
    expectPrivate(await modesIn(folder));
  });

  it('is also a store that others could read before', async () => {
    const folder = await sampleNewsletter();
    await mkdir(join(folder, '.hebdo'), { mode: 0o755 });
    await hebdo(folder, ['subscribers', 'add', 'ana@example.com', '--language', 'fr'], environment);
    await chmod(join(folder, '.hebdo'), 0o755);
    await chmod(join(folder, '.hebdo/hebdo.db'), 0o644);
    expect((await hebdo(folder, ['subscribers', 'list'], environment)).code).toBe(0);
    expectPrivate(await modesIn(folder));
  });

  it('is an export and a backup, also over a file that others could read', async () => {
    const folder = await sampleNewsletter();
    await hebdo(folder, ['subscribers', 'add', 'ana@example.com', '--language', 'fr'], environment);
    await writeFile(join(folder, 'old.csv'), '', { mode: 0o644 });
    for (const args of [
      ['subscribers', 'export', 'new.csv'],
      ['subscribers', 'export', 'old.csv'],
      ['suppressions', 'export', 'gone.csv'],
      ['store', 'backup', 'copy.db'],
    ]) {
      const { code, err } = await hebdo(folder, args, environment);
      expect([args, code, err]).toEqual([args, 0, expect.anything()]);
      expect([args, await modeOf(join(folder, args.at(-1) ?? ''))]).toEqual([args, '600']);
    }
  });
});

it('a database whose file is gone or another answers no ping: what is written then would be lost', async () => {
  const folder = await emptyFolder();
  const store = await openStore(`sqlite:${folder}/a.db`);
  onTestFinished(() => store.close());
  await store.ping();
  await rename(`${folder}/a.db`, `${folder}/b.db`);
  await expect(store.ping()).rejects.toThrow('ENOENT');
  await writeFile(`${folder}/a.db`, 'x');
  await expect(store.ping()).rejects.toThrow('replaced by another file');
});
