import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseJson } from '../../source/json.ts';
import { metadata } from '../../source/metadata.ts';

/** The folder of this package: a checkout, or a folder in node_modules. */
export const packageRoot = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '');

/** The installed packages as npm lists them (docs.npmjs.com/cli/configuring-npm/package-lock-json). */
const lockFile = z.object({ packages: z.record(z.string(), z.object({ resolved: z.string().optional() })) });

/**
 * What the `package.json` in a folder must depend on to get this hebdo from where it came itself: a version if it came from a registry,
 * else the path of the tarball or checkout.
 * @example dependencyOf('/home/me/news') // 'file:../hebdo-0.1.0.tgz'
 */
export function dependencyOf(folder: string): string {
  const modules = dirname(packageRoot);
  if (basename(modules) !== 'node_modules') return pathFrom(folder, packageRoot);
  const resolved = resolvedIn(modules);
  if (resolved?.startsWith('file:') === true)
    return pathFrom(folder, resolve(dirname(modules), resolved.slice('file:'.length)));
  if (resolved === undefined) return pathFrom(folder, packageRoot);
  return /^https?:/.test(resolved) ? `^${metadata.version}` : resolved;
}

/** Where npm had the package from. */
function resolvedIn(modules: string): string | undefined {
  try {
    const lock = lockFile.parse(parseJson(readFileSync(join(modules, '.package-lock.json'), 'utf8')));
    return lock.packages[`node_modules/${metadata.name}`]?.resolved;
  } catch {
    return undefined;
  }
}

const pathFrom = (folder: string, path: string): string =>
  `file:${relative(realpathIfAny(folder), realpathIfAny(path)).replaceAll('\\', '/')}`;

/** The real path; the path itself where nothing is there yet. */
function realpathIfAny(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(realpathIfAny(parent), basename(path));
}

/**
 * The command that runs this hebdo in a folder: `npx hebdo` only where npx finds it there, since it would ask the registry otherwise.
 * @example commandIn(process.cwd()) // 'node ../hebdo/bin/hebdo.js'
 */
export function commandIn(folder: string): string {
  const script = join(packageRoot, 'bin/hebdo.js');
  for (let dir = folder; ; dir = dirname(dir)) {
    if (isSame(dir, packageRoot) || isInstalledIn(dir)) return 'npx hebdo';
    if (dirname(dir) === dir) break;
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).some(dir => isSame(join(dir, 'hebdo'), script));
  return onPath ? 'hebdo' : `node ${shellWord(relative(folder, script))}`;
}

/** Whether a folder's own `node_modules` holds this hebdo. */
export const isInstalledIn = (folder: string): boolean =>
  isSame(join(folder, 'node_modules', metadata.name), packageRoot);

/**
 * The command line that runs this hebdo on a newsletter's folder, from where the user is.
 * @example commandOn('/home/me/news', 'preview 2026-W48') // 'npx hebdo preview 2026-W48' in /home/me/news
 */
export function commandOn(folder: string, words: string): string {
  const here = process.cwd();
  const at = relative(here, folder);
  return `${commandIn(here)} ${words}${at === '' ? '' : ` --cwd ${shellWord(at)}`}`;
}

const isSame = (path: string, other: string): boolean => existsSync(path) && realpathSync(path) === realpathSync(other);

/** A word as a shell takes it; on Windows, as both cmd.exe and PowerShell do. */
export function shellWord(word: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w./@:+,-]+$/.test(word)) return word;
  if (platform === 'win32') return /^[\w.\\/@:+-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
