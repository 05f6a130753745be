import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of a template by name. `path` is relative to the newsletter's folder, also for a file that comes with hebdo. */
export type TemplateFiles = ReadonlyMap<string, { path: string; text: string }>;

/** The templates that come with hebdo. */
export const bundledFolder = fileURLToPath(new URL('../../templates/', import.meta.url));
/** The folder of the partials that templates share, beside their own folders. */
const sharedName = 'shared';

/**
 * Reads `templates/<name>/` of a newsletter, or else the template of that name that comes with hebdo, and the partials of the
 * `templates/shared/` of both. Of files with the same name, the template's own is first, then that of the newsletter.
 * @param folder the newsletter's folder
 * @returns the files, and whether all come with hebdo; undefined if there is no such template
 */
export async function readTemplateFiles(
  folder: string,
  name: string,
): Promise<{ files: TemplateFiles; bundled: boolean } | undefined> {
  const ownFolder = join(folder, 'templates');
  const own = await readFolder(ownFolder, name);
  const template = own ?? (await readFolder(bundledFolder, name));
  if (template === undefined) return undefined;
  const [ours, theirs] = await Promise.all([bundledFolder, ownFolder].map(root => readFolder(root, sharedName)));
  return {
    files: new Map([ours, theirs, template].flatMap(one => [...(one?.files ?? [])])),
    bundled: [template, theirs].every(one => one === undefined || one.path.startsWith(bundledFolder)),
  };
}

/** The names of all templates, of the newsletter and of hebdo. */
export async function templateNames(folder: string): Promise<string[]> {
  const folders = [join(folder, 'templates'), bundledFolder];
  const entries = await Promise.all(folders.map(path => readdir(path, { withFileTypes: true }).catch(() => [])));
  const names = entries.flat().flatMap(entry => (entry.isDirectory() ? [entry.name] : []));
  return [...new Set(names)].filter(name => name !== sharedName).sort();
}

async function readFolder(root: string, name: string): Promise<{ path: string; files: TemplateFiles } | undefined> {
  // The template's folder may be a symbolic link to elsewhere; a file inside it may not.
  const path = await realpath(join(root, name)).catch(() => join(root, name));
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return undefined;
  const names = entries.filter(entry => entry.isFile() && /\.(mjml|liquid)$/.test(entry.name)).map(entry => entry.name);
  const texts = await Promise.all(
    names.map(async file => {
      const text = await readFile(join(path, file), 'utf8');
      return [file, { path: `templates/${name}/${file}`, text }] as const;
    }),
  );
  return { path, files: new Map(texts) };
}
