// Draws the README's pictures from the sample issue in a real browser. `npm run screenshots`
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { compileIssue, loadNewsletter } from '../src/cli/newsletter.ts';
import { launchBrowser } from '../tests/helpers/browser.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const out = `${root}docs/images/`;
const newsletter = await loadNewsletter(root);
const compiled = newsletter.value && (await compileIssue(newsletter.value, '2026-W48'));
if (compiled?.value === undefined) throw new Error('the sample issue has errors: hebdo check');

await mkdir(out, { recursive: true });
const browser = await launchBrowser();

/** One edition, as a mail program of that width shows it, its first `height` pixels. */
async function shot(language: string, width: number, height: number, colorScheme: 'light' | 'dark'): Promise<Buffer> {
  const edition = compiled?.value?.editions.find(({ email }) => email.language === language);
  if (edition === undefined) throw new Error(`no edition in ${language}`);
  const { html, images } = edition.email;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.setContent(
    images.reduce(
      (text, { cid, contentType, bytes }) =>
        text.replaceAll(`cid:${cid}`, `data:${contentType};base64,${bytes.toString('base64')}`),
      html,
    ),
  );
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

const height = 1_500;
const gap = 24;
const shots = [
  { width: 700, picture: await shot('fr', 700, height, 'light') },
  { width: 375, picture: await shot('en', 375, height, 'dark') },
];
await browser.close();
const width = shots.reduce((sum, one) => sum + one.width + gap, gap);
let left = gap;
await sharp({ create: { width, height: height + 2 * gap, channels: 3, background: '#8f8a80' } })
  .composite(
    shots.map(({ width, picture }) => {
      const place = { input: picture, left, top: gap };
      left += width + gap;
      return place;
    }),
  )
  .png({ palette: true })
  .toFile(`${out}editions.png`);
