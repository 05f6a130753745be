import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What MJML was compiled into, by what it was compiled from: the same twice need not be compiled twice. */
export type HtmlCache = {
  /** @returns the HTML, or nothing if it is not known */
  get(mjml: string): Promise<string | undefined>;
  put(mjml: string, html: string): Promise<void>;
};

/** Files that are kept; an issue is one a language. */
const most = 60;

/**
 * A cache in a folder, which may go at any time; should it be out of reach, nothing is cached, and nothing else happens.
 * @param compiler the name and version of what compiles, and its options: another's HTML is not taken
 */
export function htmlCache(folder: string, compiler: string): HtmlCache {
  const pathOf = (mjml: string): string =>
    join(folder, `${createHash('sha256').update(`${compiler}\n${mjml}`).digest('hex')}.html`);
  const quietly = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);
  return {
    async get(mjml) {
      const path = pathOf(mjml);
      const html = await quietly(readFile(path, 'utf8'));
      if (html === undefined) return undefined;
      await quietly(utimes(path, new Date(), new Date()));
      return html;
    },
    async put(mjml, html) {
      const unfinished = join(folder, `${randomUUID()}.part`);
      await quietly(
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

/** Removes the files that were not used for the longest time. */
async function prune(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= most) return;
  const files = await Promise.all(
    names.map(async name => ({ path: join(folder, name), used: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = files.sort((a, b) => b.used - a.used).slice(most);
  await Promise.all(old.map(({ path }) => rm(path, { force: true })));
}
