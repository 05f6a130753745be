import { homedir } from 'node:os';
import { join } from 'node:path';
import { type HtmlCache, htmlCache } from '../../email/html-cache.ts';
import { mjmlVersion } from '../../email/mjml.ts';
import type { Environment } from '../settings/environment.ts';

/** The user's own cache of compiled HTML, where the XDG base directories say caches lie. */
export function userCache({ XDG_CACHE_HOME, LOCALAPPDATA }: Environment): HtmlCache {
  const caches = XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), '.cache');
  return htmlCache(join(caches, 'hebdo'), `mjml ${mjmlVersion}`);
}
