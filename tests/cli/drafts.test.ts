import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPreview } from '../../src/app/write/preview.ts';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, issueYaml, newsletterWith, sampleNewsletter } from '../helpers/newsletter.ts';
import { smtpSink } from '../helpers/smtp.ts';

const path = 'issues/2026-W49.yaml';

/** A newsletter with the draft that `hebdo new` writes. */
async function withNewDraft(): Promise<string> {
  const folder = await newsletterWith({});
  expect((await hebdo(folder, ['new', '2026-W49'])).code).toBe(0);
  return folder;
}

describe('a draft with texts still to be written', () => {
  it('is shown by the preview with placeholders, and its problems beside it', async () => {
    const { editions = [], problems } = await readPreview(await withNewDraft())('2026-W49');
    expect(editions.map(({ language, subject }) => [language, subject])).toEqual([
      ['fr', '[The subject is still to be written]'],
      ['en', '[The subject is still to be written]'],
    ]);
    expect(editions[0]?.html).toContain('[The title is still to be written]');
    expect(problems.length).toBeGreaterThan(0);
  });

  it('is sent as a test, and never to readers', async () => {
    const folder = await withNewDraft();
    const { url, taken } = await smtpSink();
    const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
    const { code, out } = await hebdo(folder, ['send', '2026-W49', '--to', 'me@example.com'], env);
    expect([code, out.match(/accepted/g)?.length]).toEqual([0, 2]);
    expect(taken.map(({ to }) => to)).toEqual(['me@example.com', 'me@example.com']);
    expect((await hebdo(folder, ['send', '2026-W49', '--yes'], env)).code).toBe(1);
    expect(taken).toHaveLength(2);
  });

  it('whose image is missing is shown without it', async () => {
    const folder = await newsletterWith({
      [path]: issueYaml('2026-W49', '', '    image: { src: ./images/none.jpg, alt: "" }').replace('ready', 'draft'),
    });
    const { editions, problems } = await readPreview(folder)('2026-W49');
    expect(editions).toHaveLength(2);
    expect(problems.map(({ rule }) => rule)).toContain('image-file');
  });

  it('a rule finds errors in is shown, ready or not', async () => {
    const yaml = issueYaml('2026-W49').replace('articles:', 'intro: { fr: "TODO", en: "TODO" }\narticles:');
    const { editions, problems } = await readPreview(await newsletterWith({ [path]: yaml }))('2026-W49');
    expect(problems.map(({ severity, rule }) => [severity, rule])).toContainEqual(['error', 'placeholder']);
    expect(editions).toHaveLength(2);
  });

  it('that is ready is not shown with holes', async () => {
    const folder = await withNewDraft();
    await edit(folder, path, 'status: draft', 'status: ready');
    expect((await readPreview(folder)('2026-W49')).editions).toBeUndefined();
  });
});

describe('a test copy', () => {
  it('goes to several addresses and groups, once to each', async () => {
    const folder = await sampleNewsletter();
    const yaml = await readFile(join(folder, 'hebdo.yaml'), 'utf8');
    await writeFile(
      join(folder, 'hebdo.yaml'),
      `${yaml}\ntest_readers: { desk: [ann@example.com, bob@example.com] }\n`,
    );
    const { url, taken } = await smtpSink();
    const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
    const args = ['send', '2026-W48', '--to', 'desk,cleo@example.com', '--to', 'ann@example.com', '--language', 'en'];
    expect((await hebdo(folder, args, env)).code).toBe(0);
    expect(taken.map(({ to }) => to).sort()).toEqual(['ann@example.com', 'bob@example.com', 'cleo@example.com']);
    const wrong = await hebdo(folder, ['send', '2026-W48', '--to', 'desks'], env);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('groups of test_readers: desk')]);
  });
});

describe('rules_for_ready', () => {
  it('no-warnings sends nothing while a warning stands', async () => {
    const folder = await sampleNewsletter();
    const { url, taken } = await smtpSink();
    const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
    await hebdo(folder, ['subscribers', 'add', 'ann@example.com', '--language', 'en'], env);
    const yaml = await readFile(join(folder, 'hebdo.yaml'), 'utf8');
    await writeFile(join(folder, 'hebdo.yaml'), `${yaml}\nrules_for_ready: no-warnings\n`);
    await edit(folder, 'issues/2026-W48.yaml', 'preheader:', 'preheader:\n  # changed');
    const issue = await readFile(join(folder, 'issues/2026-W48.yaml'), 'utf8');
    await writeFile(join(folder, 'issues/2026-W48.yaml'), issue.replace('https://', 'http://'));
    const { code, err } = await hebdo(folder, ['send', '2026-W48', '--yes'], env);
    expect([code, err]).toEqual([1, expect.stringContaining('rules_for_ready')]);
    expect(taken).toEqual([]);
  });
});

describe('hebdo send --due --dry-run', () => {
  it('says what a scheduler would do, and sends nothing', async () => {
    const folder = await sampleNewsletter();
    const { url, taken } = await smtpSink();
    const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
    const { code, out } = await hebdo(folder, ['send', '--due', '--dry-run'], env);
    expect([code, out]).toEqual([0, expect.stringContaining('2026-W48')]);
    expect(taken).toEqual([]);
  });

  it('says why an issue waits for a person', async () => {
    const folder = await sampleNewsletter();
    await hebdo(folder, ['new', '2026-W49']);
    await edit(folder, 'issues/2026-W48.yaml', /^send_at: .*\n/m, '');
    const env = { HEBDO_SECRET: secret };
    const { out } = await hebdo(folder, ['send', '--due', '--dry-run'], env);
    expect(out).toMatch(/2026-W49 +never: a draft, until it has `status: ready`/);
    expect(out).toMatch(/2026-W48 +never by itself: it has no `send_at`/);
    const json = await hebdo(folder, ['send', '--due', '--dry-run', '--format', 'json'], env);
    expect(JSON.parse(json.out)).toMatchObject({
      held: expect.arrayContaining([
        { week: '2026-W48', why: 'unscheduled' },
        { week: '2026-W49', why: 'draft' },
      ]),
    });
  });
});
