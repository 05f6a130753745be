import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, issueYaml, newsletterWith } from '../helpers/newsletter.ts';
import { smtpSink } from '../helpers/smtp.ts';

const week = '2026-W47';

/** A newsletter that declares two fields, and how to run a command in it. */
async function declaring(env: Record<string, string> = {}) {
  const folder = await newsletterWith({
    [`issues/${week}.yaml`]: issueYaml(week, 'intro: { fr: "{visits|0} visites.", en: "{visits|0} visits." }').replace(
      'Sujet de la semaine',
      'À {city|la une}',
    ),
  });
  const fields = `fields:
  city: { label: { fr: Ville, en: City } }
  visits: { label: { fr: Visites, en: Visits }, type: number }`;
  await edit(folder, 'hebdo.yaml', 'template: weekly', `${fields}\ntemplate: weekly`);
  return { folder, run: (...args: string[]) => hebdo(folder, args, { HEBDO_SECRET: secret, ...env }) };
}

describe('declared fields', { timeout: 90_000 }, () => {
  it('are set by `subscribers add`, shown and exported', async () => {
    const { run } = await declaring();
    const add = ['subscribers', 'add', 'a@example.com', '--name', 'Ann'];
    expect((await run(...add, '--field', 'city=Aÿ = x', '--field', 'visits=1 200,5')).code).toBe(0);
    expect((await run('subscribers', 'show', 'a@example.com')).out).toContain('city=Aÿ = x, visits=1200.5');
    expect((await run('subscribers', 'export')).out).toMatch(/,city,visits\n.*,Aÿ = x,1200\.5\n$/);
    expect((await run('subscribers', 'export', '--as', 'jsonl')).out).toContain(
      '"fields":{"city":"Aÿ = x","visits":"1200.5"}',
    );
  });

  it.each([
    ['visits=many', 'Not added: `visits`: `many` is not a number such as 1200 or 12.5.'],
    ['name=Ann', 'Not added: `name`: hebdo.yaml declares no such field, only city, visits.'],
  ])('that `subscribers add` cannot set add no one: %s', async (field, words) => {
    const { run } = await declaring();
    const { code, err } = await run('subscribers', 'add', 'a@example.com', '--field', field);
    expect([code, err]).toEqual([1, expect.stringContaining(words)]);
    expect((await run('subscribers', 'show', 'a@example.com')).code).toBe(1);
  });

  it('are given with their value', async () => {
    const { run } = await declaring();
    const { code, out } = await run('subscribers', 'add', 'a@example.com', '--field', 'city');
    expect([code, out]).toEqual([2, expect.stringContaining('--field takes KEY=VALUE')]);
  });

  it('come from a list, also in a column that --map names, and what does not fit is told', async () => {
    const { folder, run } = await declaring();
    await writeFile(join(folder, 'list.csv'), 'email,Où,Visites\na@example.com,Aÿ,many\nb@example.com,Lyon,3\n');
    const { code, out } = await run('subscribers', 'import', 'list.csv', '--map', 'Où=city');
    expect(code).toBe(0);
    expect(out).toContain('line 2: imported without this value (visits): `many` is not a number such as 1200 or 12.5');
    expect((await run('subscribers', 'show', 'b@example.com')).out).toContain('city=Lyon, visits=3');
    const wrong = await run('subscribers', 'import', 'list.csv', '--map', 'Où=town');
    expect([wrong.code, wrong.out + wrong.err]).toEqual([2, expect.stringContaining('complained, city, visits')]);
  });

  it('stand in what is sent to each reader', async () => {
    const { url, taken } = await smtpSink();
    const { folder, run } = await declaring({ HEBDO_SMTP_URL: url });
    await writeFile(join(folder, 'list.csv'), 'email,city,visits\na@example.com,Aÿ,1200\nb@example.com,,\n');
    await run('subscribers', 'import', 'list.csv');
    expect((await run('send', week, '--yes')).code).toBe(0);
    const mails = await Promise.all(
      taken.map(async ({ to, raw }) => {
        const { subject, text = '' } = await simpleParser(raw);
        return [to, subject, /([\d\u202f]+) visites/.exec(text)?.[1]];
      }),
    );
    expect(mails.sort()).toEqual([
      ['a@example.com', 'À Aÿ', '1\u202f200'],
      ['b@example.com', 'À la une', '0'],
    ]);
    const { out } = await run('build', week);
    expect(out).not.toContain('Aÿ');
    expect(await readFile(join(folder, `dist/${week}/fr/index.html`), 'utf8')).toContain('À la une');
  });
});
