import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import { expect, it } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { freePort } from '../helpers/free-port.ts';
import { hebdo, secret, start } from '../helpers/hebdo.ts';
import { asAnother, edit, sampleNewsletter } from '../helpers/newsletter.ts';
import { smtpSink, type Taken } from '../helpers/smtp.ts';

it('a reader signs up in French, changes to English, and leaves while an issue is being sent', async () => {
  let onTaken: (taken: Taken) => Promise<void> = () => Promise.resolve();
  const { url, taken } = await smtpSink({ onTaken: one => onTaken(one) });
  const folder = await sampleNewsletter();
  const port = await freePort();
  const site = `http://127.0.0.1:${port}`;
  await edit(folder, 'hebdo.yaml', 'url: https://news.example.com', `url: ${site}`);
  for (const week of ['2026-W49', '2026-W50']) {
    const text = asAnother(await readFile(join(folder, 'issues/2026-W48.yaml'), 'utf8'), week);
    await writeFile(join(folder, `issues/${week}.yaml`), text.replace(/^send_at:.*\n/m, ''));
  }
  const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
  // Two that are on the list already are served before Ana.
  for (const name of ['bo', 'cy']) await hebdo(folder, ['subscribers', 'add', `${name}@example.com`]);
  const { child, ended } = start(folder, ['serve', '--port', String(port)], env);
  await once(child.stdout, 'data');
  const browser = await launchBrowser();
  const mailTo = async (address: string, count: number) => {
    const ofThem = () => taken.filter(({ to }) => to === address);
    await expect.poll(() => ofThem().length, { timeout: 20_000 }).toBe(count);
    return simpleParser(ofThem().at(-1)?.raw ?? '');
  };
  const linkIn = (mail: { text?: string }, page: string): string =>
    new RegExp(`${site}/${page}/\\S+`).exec(mail.text ?? '')?.[0] ?? '';
  const send = (week: string) => hebdo(folder, ['send', week, '--yes', '--connections', '1'], env);
  try {
    const page = await browser.newPage({ locale: 'fr-FR', javaScriptEnabled: false });
    await page.goto(`${site}/`);
    await page.getByLabel('Votre adresse e-mail').fill('ana@example.com');
    await page.getByLabel('Votre nom').fill('Ana');
    // A form that is filled in faster than anybody reads is not taken.
    await page.waitForTimeout(3_100);
    await page.getByRole('button', { name: 'S’abonner' }).click();
    await page.getByRole('heading', { name: 'Vérifiez votre boîte de réception' }).waitFor();

    const letter = await mailTo('ana@example.com', 1);
    expect(letter.subject).toContain('À confirmer');
    await page.goto(linkIn(letter, 'confirm'));
    await page.getByRole('button', { name: 'Oui, je m’abonne' }).click();
    await page.getByRole('heading', { name: 'Votre abonnement est confirmé' }).waitFor();

    expect((await send('2026-W48')).code).toBe(0);
    const first = await mailTo('ana@example.com', 2);
    expect(first.headers.get('content-language')).toBe('fr');
    await page.goto(linkIn(first, 'language'));
    await page.getByLabel('English').check();
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Your preferences have been saved.').waitFor();

    expect((await send('2026-W49')).code).toBe(0);
    const second = await mailTo('ana@example.com', 3);
    expect(second.headers.get('content-language')).toBe('en');

    const leave = linkIn(second, 'unsubscribe').slice(site.length);
    let answer = '';
    onTaken = async ({ to }) => {
      if (to !== 'bo@example.com') return;
      const socket = connect(port, '127.0.0.1');
      socket.write(
        `POST ${leave} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\nContent-Length: 26\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\nList-Unsubscribe=One-Click`,
      );
      answer = await text(socket);
    };
    expect((await send('2026-W50')).code).toBe(0);
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(taken.filter(({ to }) => to === 'ana@example.com')).toHaveLength(3);
    expect(taken.filter(({ to }) => to === 'cy@example.com')).toHaveLength(3);
    const status = JSON.parse((await hebdo(folder, ['status', '2026-W50', '--format', 'json'])).out);
    expect(JSON.stringify(status)).toMatch(/skipped/);
    const ana = await hebdo(folder, ['subscribers', 'show', 'ana@example.com']);
    for (const word of ['consent (sign_up)', 'joined', 'language', 'left', 'skipped']) expect(ana.out).toContain(word);
    // Cy moves, by a link to the address that they have; from there it can be undone.
    await page.goto(linkIn(await mailTo('cy@example.com', 3), 'preferences'));
    await page.getByRole('button', { name: 'Recevoir le lien' }).click();
    await page.goto(linkIn(await mailTo('cy@example.com', 4), 'account'));
    await page.getByLabel('Votre nouvelle adresse').fill('cy@example.net');
    await page.getByRole('button', { name: 'Changer d’adresse' }).click();
    await page.goto(linkIn(await mailTo('cy@example.net', 1), 'confirm'));
    await page.getByRole('button', { name: 'Oui, changer' }).click();
    const told = await mailTo('cy@example.com', 5);
    expect(told.subject).toContain('votre adresse a été changée');
    expect(told.text).not.toContain('cy@example.net');
    expect((await hebdo(folder, ['subscribers', 'show', 'cy@example.net'])).code).toBe(0);
    await page.goto(linkIn(told, 'confirm'));
    await page.getByRole('button', { name: 'Oui, annuler' }).click();
    await page.getByRole('heading', { name: 'Le changement est annulé' }).waitFor();
    expect((await hebdo(folder, ['subscribers', 'show', 'cy@example.com'])).code).toBe(0);
    // What was sent can be read on the web, too.
    await page.goto(`${site}/2026-W50/en/`);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    const image = new URL((await page.locator('img').first().getAttribute('src')) ?? '', page.url());
    expect((await fetch(image)).headers.get('content-type')).toBe('image/jpeg');
    // W47 is a draft; W50 has no Italian.
    for (const path of ['2026-W47/fr/', '2026-W50/it/', '2026-W50/images/..%2f..%2fhebdo.yaml'])
      expect((await fetch(`${site}/${path}`)).status).toBe(404);
  } finally {
    await browser.close();
    child.kill('SIGTERM');
  }
  expect((await ended).code).toBe(0);
}, 90_000);
