import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod';

/** A real Chromium: the one from npm on Linux x64, else the Chrome that is installed. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome' });
  const { default: packed } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await packed.executablePath(), args: ['--no-sandbox', '--disable-gpu'] });
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
