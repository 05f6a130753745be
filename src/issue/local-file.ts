import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { nearest } from '../source/nearest.ts';
import { t } from '../wording/wording.ts';

/** Files of a folder among which the nearest name is looked for. */
const maxNames = 2_000;

/** A file named in a YAML file: its absolute path, or why it cannot be used. */
export type LocalFile = { path: string } | { path?: undefined; message: string; hint: string };

/**
 * Finds a file by its path relative to a YAML file. The file must be inside the newsletter's folder, after symbolic links
 * are resolved.
 * @param folder the newsletter's folder
 * @param from the YAML file, relative to the folder
 * @param src the path written in the YAML file
 */
export async function localFile(folder: string, from: string, src: string): Promise<LocalFile> {
  const joined = join(folder, dirname(from), src);
  const shortPath = relative(folder, joined);
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(joined)]);
    if (!path.startsWith(root + sep))
      return {
        message: t("%{src} is outside the newsletter's folder.", { src }),
        hint: t('Copy the file beside the issue.'),
      };
    if (!(await stat(path)).isFile())
      return { message: t('%{shortPath} is not a file.', { shortPath }), hint: t('Name an image file.') };
    return { path };
  } catch {
    return {
      message: t('The file %{shortPath} does not exist.', { shortPath }),
      hint: await hintFor(joined, dirname(from)),
    };
  }
}

/** Names the file in the same folder whose name is nearest. */
async function hintFor(path: string, from: string): Promise<string> {
  const names = await readdir(dirname(path)).catch(() => []);
  const near = nearest(basename(path), names.slice(0, maxNames));
  return near === undefined
    ? t('Paths start at %{from}/: check name and case.', { from })
    : t('Did you mean `%{near}`?', { near });
}
