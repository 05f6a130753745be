import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '../../source/error-text.ts';
import { WorldError } from '../../source/world-error.ts';
import { privateFileMode } from '../../store/database/private-file.ts';
import type { Markers } from '../../store/ledger/markers.ts';
import { t } from '../../wording/wording.ts';

/** A new file whose writer has not renamed it after so long was killed. */
const leftoverAfterMs = 600_000;

/** Markers of runs as files in a folder, one a week. */
export const markerFiles = (folder: string): Markers => ({
  name: folder,
  read: week => readText(fileOf(folder, week)),
  async all() {
    const weeks = (await namesIn(folder)).flatMap(name => /^(\d{4}-W\d\d)\.json$/.exec(name)?.[1] ?? []);
    const texts = weeks.map(async week => {
      const text = await readText(fileOf(folder, week)).catch(asWorldError);
      return [week, text ?? ''] as const;
    });
    return new Map(await Promise.all(texts));
  },
  async write(week, text) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Whole or not at all, and on the disk before the first message goes. Others may write the same marker at the same time.
    const written = join(folder, `${week}.${randomUUID()}.new`);
    try {
      const file = await open(written, 'wx', privateFileMode);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(written, fileOf(folder, week));
    } catch (cause) {
      await rm(written, { force: true });
      throw cause;
    }
    const directory = await open(folder);
    await directory.sync().catch(() => undefined);
    await directory.close();
    await removeLeftovers(folder);
  },
  close: () => Promise.resolve(),
});

const fileOf = (folder: string, week: string): string => join(folder, `${week}.json`);

/** @throws WorldError if it exists and cannot be read */
async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return undefined;
    throw unreadable(path, cause);
  });
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((cause: unknown) => {
    if (isMissing(cause)) return [];
    throw unreadable(folder, cause);
  });
}

const isMissing = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';

const unreadable = (path: string, cause: unknown): WorldError =>
  new WorldError(
    t('%{path} cannot be read: %{why}. It says how much was sent: make it readable.', {
      path,
      why: errorText(cause),
    }),
    { cause },
  );

function asWorldError(cause: unknown): WorldError {
  if (cause instanceof WorldError) return cause;
  throw cause;
}

/** Removes what writers have left that were killed before they could rename it. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of (await namesIn(folder)).filter(each => each.endsWith('.new'))) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > leftoverAfterMs) await rm(path, { force: true }).catch(() => undefined);
  }
}
