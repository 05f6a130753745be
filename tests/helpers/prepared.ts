import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { emptyFolder } from './newsletter.ts';

/**
 * A folder that is costly to make is made once for a test file, when it is first needed; each test gets a copy.
 * @param make fills an empty folder
 * @returns gives a copy, which is removed when the test ends
 */
export function preparedFolder(make: (folder: string) => Promise<void>): () => Promise<string> {
  let prepared: Promise<string> | undefined;
  const prepare = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'hebdo-test-'));
    await make(folder);
    return folder;
  };
  afterAll(async () => {
    if (prepared !== undefined) await rm(await prepared, { recursive: true });
  });
  return async () => {
    prepared ??= prepare();
    const folder = await emptyFolder();
    await cp(await prepared, folder, { recursive: true });
    return folder;
  };
}
