import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A cache of compiled HTML by its MJML source. */
export type HtmlCache = {
  /** @returns the HTML, or undefined if it is not in the cache */
  get(mjml: string): Promise<string | undefined>;
  put(mjml: string, html: string): Promise<void>;
};

/** The files to keep; an issue needs one file per language. */
const maxCachedFiles = 60;

/**
 * Opens a cache in a folder. The folder may be deleted at any time; if it cannot be read or written, nothing is cached and
 * no error occurs.
 * @param compiler the name, version and options of the compiler; HTML of other compilers is not used
 */
export function htmlCache(folder: string, compiler: string): HtmlCache {
  const pathOf = (mjml: string): string =>
    join(folder, `${createHash('sha256').update(`${compiler}\n${mjml}`).digest('hex')}.html`);
  const ignoringErrors = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);
  return {
    async get(mjml) {
      const path = pathOf(mjml);
      const html = await ignoringErrors(readFile(path, 'utf8'));
      if (html === undefined) return undefined;
      await ignoringErrors(utimes(path, new Date(), new Date()));
      return html;
    },
    async put(mjml, html) {
      const unfinished = join(folder, `${randomUUID()}.part`);
      await ignoringErrors(
        (async () => {
          await mkdir(folder, { recursive: true, mode: 0o700 });
          await writeFile(unfinished, html);
          await rename(unfinished, pathOf(mjml));
          await prune(folder);
        })(),
      );
    },
  };
}

/** Removes the least recently used files. */
async function prune(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= maxCachedFiles) return;
  const files = await Promise.all(
    names.map(async name => ({ path: join(folder, name), used: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = files.sort((a, b) => b.used - a.used).slice(maxCachedFiles);
  await Promise.all(old.map(({ path }) => rm(path, { force: true })));
}
