import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { afterTest } from './after-test.ts';
import { start } from './hebdo.ts';

/** Starts `hebdo preview` in a folder, with more arguments. @returns its address, and a function that ends it with Ctrl-C */
async function startPreview(
  folder: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<{ url: string; end(): Promise<void> }> {
  const { child, ended } = start(folder, ['preview', '--port', '4700', ...args], env);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', chunk => {
      const found = /http:\/\/localhost:\d+/.exec(String(chunk))?.[0];
      if (found !== undefined) resolve(found);
    });
    ended.then(({ err }) => reject(new Error(err)));
  });
  return {
    url,
    async end() {
      child.kill('SIGINT');
      expect((await ended).code).toBe(0);
    },
  };
}

/** Starts `hebdo preview` in a folder, and opens it in a window of its own. Both are closed when the test ends. */
export async function openPreview(
  browser: Browser,
  folder: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<{ page: Page; url: string }> {
  const { url, end } = await startPreview(folder, args, env);
  afterTest(end);
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 }, locale: 'en-US' });
  afterTest(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('#week').waitFor();
  return { page, url };
}
