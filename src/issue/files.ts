import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** A file that a YAML file names: its absolute path, or why it cannot be used. */
export type LocalFile = { path: string } | { path?: undefined; message: string; hint: string };

/**
 * Finds a file that is named relative to the YAML file naming it, and never leaves the newsletter's folder
 * (links are followed before that is judged).
 * @param folder the newsletter's folder
 * @param from the YAML file, relative to it
 */
export async function localFile(folder: string, from: string, src: string): Promise<LocalFile> {
  const wanted = join(folder, dirname(from), src);
  const shown = relative(folder, wanted);
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(wanted)]);
    if (!path.startsWith(root + sep))
      return { message: `${src} lies outside the newsletter's folder.`, hint: 'Copy the file beside the issue.' };
    if (!(await stat(path)).isFile()) return { message: `${shown} is not a file.`, hint: 'Name an image file.' };
    return { path };
  } catch {
    return {
      message: `The file ${shown} does not exist.`,
      hint: `Paths start at ${dirname(from)}/: check name and case.`,
    };
  }
}
