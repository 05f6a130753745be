import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import { plainWords } from '../../publication/plain-words.ts';
import { errorText } from '../../source/error-text.ts';
import { type Checked, problemIn } from '../../source/problem.ts';
import { graveIn } from '../../subscribers/list/standing.ts';
import { number, t } from '../../wording/wording.ts';
import { beginningOf, withPrivateFolder, withRegularFile } from './regular-file.ts';

/** A list to import. */
export type ListFile = {
  /** What messages call it: the path that was typed, or the name within an archive. */
  name: string;
  path: string;
  /** Whether its name says that all its people have left: Mailchimp exports them to files of their own. */
  areLeft: boolean;
};

const maxLists = 20;
const maxArchiveBytes = 2 ** 30;

/**
 * Calls `use` with the lists of a file: the file itself, or those of a zip archive, which are unpacked to a private folder. Those who
 * have left come first, so that an import that is cut off cannot leave them subscribed.
 * @param name a path, or `-` for standard input
 * @param use called with the lists, or with the problem that makes the archive unusable
 * @returns undefined if there is no such file
 */
export const withListFiles = <T>(
  name: string,
  use: (lists: Checked<ListFile[]>) => Promise<T>,
): Promise<T | undefined> =>
  withRegularFile(name, async path =>
    (await beginningOf(path)).isZip
      ? withPrivateFolder(async folder => use(await unpack(name, path, folder)))
      : use({ value: [{ name, path, areLeft: false }], problems: [] }),
  );

async function unpack(name: string, path: string, folder: string): Promise<Checked<ListFile[]>> {
  const refused = (message: string, hint: string): Checked<ListFile[]> => ({
    problems: [problemIn(name, { rule: 'subscriber-file', severity: 'error', message, hint })],
  });
  const lists: ListFile[] = [];
  let bytes = 0;
  try {
    const archive = await openPromise(path, { autoClose: false, lazyEntries: true });
    try {
      for await (const entry of archive.eachEntry()) {
        const list = basename(entry.fileName);
        // `._list.csv` holds what macOS knows of a file.
        if (!/\.(?:csv|tsv|txt|jsonl|ndjson)$/i.test(list) || list.startsWith('._')) continue;
        // Contacts who bought something and never subscribed.
        if (/^non ?subscribed/.test(plainWords(list))) continue;
        bytes += entry.uncompressedSize;
        if (lists.length === maxLists || bytes > maxArchiveBytes)
          return refused(
            t('The archive has more than %{lists} lists, or more than %{size} GB.', {
              lists: maxLists,
              size: number(maxArchiveBytes / 2 ** 30),
            }),
            t('Unpack it, and import its lists one by one.'),
          );
        // The names within an archive may lead anywhere: only the ending is used.
        const target = join(folder, `${lists.length}${/\.\w+$/.exec(list)?.[0]}`);
        // yauzl stops at an entry that has more bytes than it declares.
        await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(target, { mode: 0o600 }));
        lists.push({ name: list, path: target, areLeft: graveIn(plainWords(list)) !== undefined });
      }
    } finally {
      archive.close();
    }
  } catch (cause) {
    return refused(
      t('The archive cannot be read: %{cause}.', { cause: errorText(cause) }),
      t('Unpack it, and import its lists one by one.'),
    );
  }
  if (lists.length === 0)
    return refused(t('The archive holds no list.'), t('A list ends in .csv, .tsv, .txt, .jsonl or .ndjson.'));
  return { value: lists.sort((a, b) => Number(b.areLeft) - Number(a.areLeft)), problems: [] };
}
