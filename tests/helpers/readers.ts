import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { hebdo } from './hebdo.ts';
import { copySample, emptyFolder } from './newsletter.ts';

let prepared: Promise<string> | undefined;
afterAll(async () => {
  if (prepared !== undefined) await rm(await prepared, { recursive: true });
});

async function prepare(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hebdo-test-'));
  await copySample(folder);
  const { code, err } = await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv']);
  if (code !== 0) throw new Error(err);
  return folder;
}

/** A copy of the sample newsletter whose 21 subscribers are in its SQLite database; they are imported once for a test file. */
export async function sampleWithReaders(): Promise<string> {
  prepared ??= prepare();
  const folder = await emptyFolder();
  await cp(await prepared, folder, { recursive: true });
  return folder;
}
