import { homedir } from 'node:os';
import { join } from 'node:path';
import { type HtmlCache, htmlCache } from '../../email/html-cache.ts';
import { mjmlVersion } from '../../email/mjml.ts';
import type { Environment } from '../settings/environment.ts';

/** The user's own cache of compiled HTML. */
export const userCache = (env: Environment): HtmlCache =>
  htmlCache(cacheFolder(env, process.platform, homedir()), `mjml ${mjmlVersion}`);

/**
 * Where the caches of a user lie: `XDG_CACHE_HOME` if it is set, else the platform's folder (XDG base directory specification; Apple's File
 * System Programming Guide; Microsoft's Known Folders).
 * @example cacheFolder({}, 'darwin', '/Users/ana') // '/Users/ana/Library/Caches/hebdo'
 */
export function cacheFolder(
  { XDG_CACHE_HOME, LOCALAPPDATA }: Environment,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'hebdo');
  if (platform === 'darwin') return join(home, 'Library/Caches/hebdo');
  if (platform === 'win32') return join(LOCALAPPDATA || join(home, 'AppData/Local'), 'hebdo/Cache');
  return join(home, '.cache/hebdo');
}
