import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../src/app/compile/user-cache.ts';
import { htmlCache } from '../../src/email/html-cache.ts';
import { emptyFolder } from '../helpers/newsletter.ts';

describe('the folder of caches', () => {
  it.each([
    ['linux', { XDG_CACHE_HOME: '/x' }, '/x/hebdo'],
    ['linux', {}, '/home/ana/.cache/hebdo'],
    ['darwin', {}, '/home/ana/Library/Caches/hebdo'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/hebdo/Cache'],
    ['win32', {}, '/home/ana/AppData/Local/hebdo/Cache'],
  ] as const)('is on %s with %o: %s', (platform, env, folder) => {
    expect(cacheFolder(env, platform, '/home/ana').replaceAll('\\', '/')).toBe(folder);
  });
});

describe('the cache of compiled HTML', () => {
  it('knows what was compiled, from exactly these words and by this compiler', async () => {
    const folder = join(await emptyFolder(), 'deep/cache');
    const cache = htmlCache(folder, 'mjml 5');
    expect(await cache.get('<mjml/>')).toBeUndefined();
    await cache.put('<mjml/>', '<p>é</p>');
    expect(await cache.get('<mjml/>')).toBe('<p>é</p>');
    expect(await htmlCache(folder, 'mjml 5').get('<mjml/>')).toBe('<p>é</p>');
    expect(await cache.get('<mjml />')).toBeUndefined();
    expect(await htmlCache(folder, 'mjml 6').get('<mjml/>')).toBeUndefined();
  });

  it('keeps sixty, those used last', async () => {
    const folder = await emptyFolder();
    const cache = htmlCache(folder, 'x');
    for (let i = 0; i < 70; i++) {
      await cache.put(`${i}`, 'html');
      await new Promise(resolve => setTimeout(resolve, 3));
      await cache.get('0');
    }
    expect(await readdir(folder)).toHaveLength(60);
    expect(await cache.get('0')).toBe('html');
    expect(await cache.get('1')).toBeUndefined();
    expect(await cache.get('69')).toBe('html');
  });

  it('that cannot be written or read caches nothing, and nothing else happens', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'file'), '');
    const cache = htmlCache(join(folder, 'file/cache'), 'x');
    await cache.put('a', 'b');
    expect(await cache.get('a')).toBeUndefined();
  });
});
