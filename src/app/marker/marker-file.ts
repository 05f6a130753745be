import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { privateFileMode } from '../../store/database/private-file.ts';
import type { Markers } from '../../store/ledger/markers.ts';

/** Markers of runs as files in a folder, one a week. */
export const markerFiles = (folder: string): Markers => ({
  name: folder,
  read: week =>
    readFile(fileOf(folder, week), 'utf8').catch((cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
      throw cause;
    }),
  async write(week, text) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = fileOf(folder, week);
    // Whole or not at all, and on the disk before the first message goes.
    const file = await open(`${path}.new`, 'w', privateFileMode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    const directory = await open(folder);
    await directory.sync().catch(() => undefined);
    await directory.close();
  },
  close: () => Promise.resolve(),
});

const fileOf = (folder: string, week: string): string => join(folder, `${week}.json`);
