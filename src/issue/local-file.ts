import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { t } from '../wording/wording.ts';

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
      hint: t('Paths start at %{from}/: check name and case.', { from: dirname(from) }),
    };
  }
}
