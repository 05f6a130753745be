// Draws the pictures of docs/images/ from the sample issue in a real browser. `npm run screenshots`
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { BlockList } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { compileIssue, loadNewsletter } from '../src/app/compile/newsletter.ts';
import { readPreview } from '../src/app/write/preview.ts';
import { serveLocally } from '../src/preview/local-server.ts';
import { previewApp } from '../src/preview/preview-app.ts';
import { openStore } from '../src/store/store.ts';
import { webApp } from '../src/web/app.ts';
import { serveWeb } from '../src/web/server.ts';
import { launchBrowser } from '../tests/helpers/browser.ts';
import { openMail } from '../tests/helpers/mail-page.ts';
import { contactSheet } from './screenshots/contact-sheet.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const out = `${root}docs/images/`;
/** The compiled sample issue of a newsletter's folder. */
async function sampleIn(folder: string) {
  const newsletter = await loadNewsletter(folder);
  const compiled = newsletter.value && (await compileIssue(newsletter.value, '2026-W48'));
  if (newsletter.value === undefined || compiled?.value === undefined)
    throw new Error('the sample issue has errors: hebdo check');
  return { newsletter: newsletter.value, compiled: compiled.value };
}
const { newsletter, compiled } = await sampleIn(root);

await mkdir(out, { recursive: true });
const browser = await launchBrowser();

/** One edition, as a mail program of that width shows it, its first `height` pixels. */
async function shot(
  language: string,
  width: number,
  height: number,
  colorScheme: 'light' | 'dark',
  { editions } = compiled,
): Promise<Buffer> {
  const edition = editions.find(({ email }) => email.language === language);
  if (edition === undefined) throw new Error(`no edition in ${language}`);
  const page = await openMail(browser, edition.email, { width, height, colorScheme });
  const picture = await page.screenshot();
  await page.context().close();
  return picture;
}

const height = 1_500;
const gap = 24;
const shots = [
  { width: 700, picture: await shot('fr', 700, height, 'light') },
  { width: 375, picture: await shot('en', 375, height, 'dark') },
];

// The same issue with the template journal.
const journal = await mkdtemp(join(tmpdir(), 'hebdo-shot-'));
for (const path of ['hebdo.yaml', 'issues']) await cp(root + path, join(journal, path), { recursive: true });
const yaml = join(journal, 'hebdo.yaml');
await writeFile(yaml, (await readFile(yaml, 'utf8')).replace('template: weekly', 'template: journal'));
const { compiled: asLetter } = await sampleIn(journal);
const letters = [
  { width: 700, picture: await shot('en', 700, height, 'light', asLetter) },
  { width: 375, picture: await shot('fr', 375, height, 'dark', asLetter) },
];
await rm(journal, { recursive: true });
const sheet = await contactSheet(browser, compiled, asLetter);

// The live preview, with a problem in view: a copy of the sample with one number changed.
const folder = await mkdtemp(join(tmpdir(), 'hebdo-shot-'));
for (const path of ['hebdo.yaml', 'issues']) await cp(root + path, join(folder, path), { recursive: true });
const issue = join(folder, 'issues/2026-W48.yaml');
await writeFile(issue, (await readFile(issue, 'utf8')).replace('$830 billion"\n    url', '$380 billion"\n    url'));
const { app, close } = await previewApp({
  week: '2026-W48',
  weeks: () => Promise.resolve(['2026-W48']),
  read: readPreview(folder),
  watch: () => () => undefined,
  sendTest: () => Promise.reject(new Error('no')),
});
const server = await serveLocally(app, 4_900);
const preview = await browser.newPage({ viewport: { width: 1_340, height: 1_180 }, locale: 'en-US' });
await preview.goto(server.url);
await preview.locator('.problem').waitFor();
await preview.waitForTimeout(600);
await preview.keyboard.press('n');
await preview.waitForTimeout(300);
await sharp(await preview.screenshot())
  .png({ palette: true })
  .toFile(`${out}preview.png`);
close();
await server.close();
await rm(folder, { recursive: true });

// The sign-up page, with two issues that were sent.
const store = await openStore('sqlite::memory:');
const past = (language: string) =>
  compiled.editions
    .filter(({ edition }) => edition.language === language)
    .map(({ edition: { subject, number, date } }) => ({ subject: subject.text, number, date, path: '' }));
const site = webApp({
  publication: newsletter.publication,
  locales: newsletter.locales,
  store,
  secrets: ['a secret that signs nothing but this picture'],
  proxies: new BlockList(),
  wakeConfirmationSender: () => undefined,
  archive: {
    past: language => Promise.resolve(past(language)),
    page: () => Promise.resolve(undefined),
    image: () => Promise.resolve(undefined),
  },
  providers: {},
  now: () => new Date(),
  failed: cause => console.error(cause),
});
const web = await serveWeb(site, { host: '127.0.0.1', port: 0 });
const signUpHeight = 860;
async function signUpShot(language: string, width: number, colorScheme: 'light' | 'dark') {
  const page = await browser.newPage({ viewport: { width, height: signUpHeight }, colorScheme });
  await page.goto(`http://127.0.0.1:${web.port}/?lang=${language}`);
  return { width, picture: await page.screenshot() };
}
const signUps = [await signUpShot('en', 700, 'light'), await signUpShot('fr', 375, 'dark')];
await browser.close();
await web.close();
await store.close();

await sideBySide(shots, height, 'editions.png');
await sideBySide(letters, height, 'journal.png');
await sideBySide(signUps, signUpHeight, 'sign-up.png');
await sharp(sheet).png({ palette: true }).toFile(`${out}mail-programs.png`);

async function sideBySide(pictures: { width: number; picture: Buffer }[], height: number, name: string): Promise<void> {
  const width = pictures.reduce((sum, one) => sum + one.width + gap, gap);
  let left = gap;
  await sharp({ create: { width, height: height + 2 * gap, channels: 3, background: '#8f8a80' } })
    .composite(
      pictures.map(({ width, picture }) => {
        const place = { input: picture, left, top: gap };
        left += width + gap;
        return place;
      }),
    )
    .png({ palette: true })
    .toFile(`${out}${name}`);
}
