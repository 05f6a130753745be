import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { beforeEach } from 'vitest';
import { z } from 'zod';

/** The Chromium from npm on Linux x64; elsewhere a Chrome has to be installed. */
const packed = process.platform === 'linux' && process.arch === 'x64';
const packedPath = async (): Promise<string> => (await import('@sparticuz/chromium')).default.executablePath();

const { HEBDO_TEST_BROWSER, LOCALAPPDATA = '', PROGRAMFILES = '' } = process.env;
/** Where Chrome is installed. */
const installedPath = [
  HEBDO_TEST_BROWSER ?? '',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  join(PROGRAMFILES, 'Google/Chrome/Application/chrome.exe'),
  join(LOCALAPPDATA, 'Google/Chrome/Application/chrome.exe'),
  '/opt/google/chrome/chrome',
  '/usr/bin/chromium',
].find(path => path !== '' && existsSync(path));

/** Why the tests of a file that needs a browser are skipped; undefined where there is one. */
export const noBrowser =
  packed || installedPath !== undefined ? undefined : 'no browser: install Chrome, or name one in HEBDO_TEST_BROWSER';
if (noBrowser !== undefined) beforeEach(({ skip }) => skip(noBrowser));

/** A real Chromium. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = packed ? await packedPath() : installedPath;
  if (executablePath === undefined) throw new Error(noBrowser);
  return chromium.launch({ executablePath, args: packed ? ['--no-sandbox', '--disable-gpu'] : [] });
}

const revisions = z.object({ browsers: z.array(z.object({ name: z.string(), revision: z.string() })) });

/** Puts the same Chromium where Playwright's own command line looks for its browsers. @returns what to add to its environment */
export async function playwrightBrowsers(folder: string): Promise<Record<string, string>> {
  if (!packed) return {};
  const list = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'browsers.json');
  const { browsers } = revisions.parse(JSON.parse(await readFile(list, 'utf8')));
  const revision = browsers.find(({ name }) => name === 'chromium-headless-shell')?.revision;
  const place = join(folder, `chromium_headless_shell-${revision}`, 'chrome-headless-shell-linux64');
  await mkdir(place, { recursive: true });
  await symlink(await packedPath(), join(place, 'chrome-headless-shell'));
  return { PLAYWRIGHT_BROWSERS_PATH: folder };
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeResult = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      help: z.string(),
      nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
    }),
  ),
  passes: z.array(z.object({ id: z.string() })),
});

/**
 * What axe-core finds on the page: every WCAG 2.2 A and AA rule and its best practices.
 * @param without rules that do not fit, such as page landmarks in a mail
 */
export async function axe(page: Page, without: readonly string[] = []) {
  await page.evaluate(axeSource);
  const rules = Object.fromEntries(without.map(id => [id, { enabled: false }]));
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const raw: unknown = await page.evaluate(`axe.run(document, ${JSON.stringify({ runOnly: tags, rules })})`);
  const { violations, passes } = axeResult.parse(raw);
  return {
    violations: violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(node => `${node.html.slice(0, 160)} ${node.failureSummary}`).join(' | ')}`,
    ),
    passed: passes.map(({ id }) => id),
  };
}
