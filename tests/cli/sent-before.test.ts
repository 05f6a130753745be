import { createHash } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { hebdoInProcess } from '../helpers/in-process.ts';
import { issueYaml, newsletterWith } from '../helpers/newsletter.ts';
import { preparedFolder } from '../helpers/prepared.ts';
import { smtpSink, type Taken } from '../helpers/smtp.ts';

const hoursAgo = `send_at: ${new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')}Z`;
const article = (id: string, title: string, url = `https://example.com/${id}`): string =>
  `  - id: ${id}\n    title: { fr: "${title} (fr)", en: "${title}" }\n    url: ${url}\n    body: { fr: "Le texte.", en: "The text." }\n`;

let first: Taken[] = [];
/** A newsletter whose W47 was sent to two readers. */
const newsletter = preparedFolder(async folder => {
  const { url, taken } = await smtpSink();
  const text = issueYaml('2026-W47', hoursAgo, article('two', 'Second'));
  await cp(await newsletterWith({ 'issues/2026-W47.yaml': text }), folder, { recursive: true });
  const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
  for (const who of ['a', 'b']) await hebdo(folder, ['subscribers', 'add', `${who}@example.com`], env);
  const { code } = await hebdo(folder, ['send', '2026-W47', '--yes'], env);
  expect([code, taken.length]).toEqual([0, 2]);
  first = taken;
});

/** A copy of it, and what a server took, of W47 too. */
async function sent() {
  const folder = await newsletter();
  const { url, taken } = await smtpSink();
  taken.push(...first);
  const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
  const run = (...args: string[]) => hebdoInProcess(folder, args, env);
  const send = (week: string, ...more: string[]) => run('send', week, '--yes', ...more);
  const write = (week: string, issue: string) => writeFile(join(folder, `issues/${week}.yaml`), issue);
  return { folder, run, send, write, taken };
}

describe('an issue that went out under another week', { timeout: 90_000 }, () => {
  it('is refused, by send and by a scheduler, until a person says so', async () => {
    const { folder, run, send, write, taken } = await sent();
    const text = await readFile(join(folder, 'issues/2026-W47.yaml'), 'utf8');
    await rm(join(folder, 'issues/2026-W47.yaml'));
    await write('2026-W48', text.replace('2026-W47', '2026-W48'));
    const refused = await send('2026-W48');
    expect([refused.code, taken.length]).toEqual([1, 2]);
    expect(refused.err).toMatch(/2026-W48 has the same content as 2026-W47/);
    expect(refused.err).toContain('--send-again');
    await write('2026-W49', issueYaml('2026-W49', hoursAgo).replace('/one', '/fresh'));
    const due = await run('send', '--due');
    expect([due.code, due.err.includes('has the same content as 2026-W47'), taken.length]).toEqual([1, true, 4]);
    expect((await send('2026-W48', '--send-again')).code).toBe(0);
    expect(taken).toHaveLength(6);
    expect((await send('2026-W48')).out).toContain('Nothing is due.');
  });

  it('stays refused where its run was begun and nothing of it tried', async () => {
    const { folder, run, write, taken } = await sent();
    const text = await readFile(join(folder, 'issues/2026-W47.yaml'), 'utf8');
    await write('2026-W48', text.replace('2026-W47', '2026-W48'));
    // As two processes leave it that begin at the same moment: each sees the other's articles only after its own claim.
    const db = new DatabaseSync(join(folder, '.hebdo/hebdo.db'));
    db.exec(`
      insert into runs (week, content_hash, started_at) select '2026-W48', 'x', started_at from runs;
      insert into deliveries (week, subscriber_id, language, domain, state, attempts, is_open, updated_at)
        select '2026-W48', subscriber_id, language, domain, 'queued', 0, 1, updated_at from deliveries;`);
    db.close();
    await rm(join(folder, 'issues/2026-W47.yaml'));
    const due = await run('send', '--due');
    expect([due.code, due.err.includes('--send-again'), taken.length]).toEqual([1, true, 2]);
  });

  it.each([
    ['its order and subject changed', issueYaml('2026-W48', '', '').replace('Subject of', 'New subject of'), 'one'],
    [
      'other ids, pictures and places',
      issueYaml('2026-W48', '', '').replace('id: one', 'id: uno\n    layout: brief'),
      'uno',
    ],
    [
      'one old article among new ones',
      `week: 2026-W48\nstatus: ready\nsubject: { fr: "Sujet", en: "Subject" }\narticles:\n${article('three', 'Third')}${article('x', 'Second', 'https://example.com/two')}`,
      'x',
    ],
  ])('is refused with %s', async (_, text, id) => {
    const { send, write, taken } = await sent();
    await write('2026-W48', text);
    const refused = await send('2026-W48');
    expect([refused.code, taken.length]).toEqual([1, 2]);
    expect(refused.err).toContain(`The article \`${id}\` went out with 2026-W47 already`);
  });

  it.each([
    ['counted', 'https://example.com/one?utm_source=w44&fbclid=x'],
    ['with a slash at the end', 'https://example.com/one/'],
    ['without TLS, in upper case', 'HTTP://WWW.EXAMPLE.COM/one'],
    ['to a place in it', 'https://example.com/one#top'],
    ['as another page', 'https://example.com/another', 'new'],
    ['as a page named after the #', 'https://example.com/one#/another', 'new'],
    ['with a parameter that names another', 'https://example.com/one?id=2', 'new'],
  ])('is told by the page of its link: %s', async (_, url, is = 'sent') => {
    const { send, write, taken } = await sent();
    await write(
      '2026-W48',
      issueYaml('2026-W48').replace('https://example.com/one', url).replace('id: one', 'id: uno'),
    );
    const ended = await send('2026-W48');
    expect([ended.code, taken.length]).toEqual(is === 'new' ? [0, 4] : [1, 2]);
  });

  it('is told by its texts, whatever its links; not by those that a regular section has each week', async () => {
    const { send, write, taken } = await sent();
    const long = (words: string, link: string) =>
      article('long', 'Long', `https://${link}`).replace(
        '"Le texte."',
        `"${words.repeat(30)} [voir](https://${link}/b)"`,
      );
    await write('2026-W48', issueYaml('2026-W48', '', long('Assez de mots. ', 'example.com/a')).replace('/one', '/1'));
    expect((await send('2026-W48')).code).toBe(0);
    await write(
      '2026-W49',
      issueYaml('2026-W49', '', long('Assez de mots. ', 'short.example/x')).replace('/one', '/2'),
    );
    expect((await send('2026-W49')).err).toContain('The article `long` went out with 2026-W48 already');
    await write('2026-W49', issueYaml('2026-W49', '', long('D’autres mots. ', 'example.com/c')).replace('/one', '/3'));
    expect((await send('2026-W49')).code).toBe(0);
    expect(taken).toHaveLength(6);
  });

  it('is known by the hashes that a former hebdo kept', async () => {
    const { folder, send, write, taken } = await sent();
    const db = new DatabaseSync(join(folder, '.hebdo/hebdo.db'));
    db.exec('delete from sent_articles');
    // Of W47's two articles as they were kept then: words with link, and link.
    const former = (...parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    const texts = [
      [
        ['en', 'Second'],
        ['fr', 'Second (fr)'],
      ],
      'https://example.com/two',
      null,
    ];
    const body = [
      ['en', 'The text.'],
      ['fr', 'Le texte.'],
    ];
    const keep = db.prepare(`insert into sent_articles (week, hash) values ('2026-W47', ?)`);
    keep.run(former(...texts, body));
    for (const id of ['one', 'two']) keep.run(former('url', `https://example.com/${id}`));
    db.close();
    await write('2026-W48', issueYaml('2026-W48', '', article('two', 'Second')).replace('/one', '/new'));
    expect((await send('2026-W48')).err).toContain('The article `two` went out with 2026-W47 already');
    await write('2026-W48', issueYaml('2026-W48', '', article('two', 'Mended')).replace('"Title"', '"Title."'));
    expect((await send('2026-W48')).err).toContain('The article `one` went out with 2026-W47 already');
    expect(taken).toHaveLength(2);
  });

  it('is another where its articles say something new', async () => {
    const { send, write, taken } = await sent();
    await write('2026-W48', issueYaml('2026-W48').replace('"Title"', '"Title, and what came of it"'));
    expect((await send('2026-W48')).code).toBe(0);
    expect(taken).toHaveLength(4);
  });

  it('is the same where only typos of its articles were mended', async () => {
    const { send, write, taken } = await sent();
    const mended = issueYaml('2026-W48', '', article('two', 'Second, mended')).replace('"Title"', '"Title."');
    await write('2026-W48', mended);
    expect((await send('2026-W48')).err).toContain('went out with 2026-W47 already');
    expect(taken).toHaveLength(2);
  });

  it('is known too where a hebdo sent it that kept no articles', async () => {
    const { folder, send, write, taken } = await sent();
    const db = new DatabaseSync(join(folder, '.hebdo/hebdo.db'));
    db.exec('delete from sent_articles');
    db.close();
    await write('2026-W48', (await readFile(join(folder, 'issues/2026-W47.yaml'), 'utf8')).replace('W47', 'W48'));
    expect((await send('2026-W48')).err).toContain('has the same content as 2026-W47');
    expect(taken).toHaveLength(2);
  });

  it('goes on under its own week, changed or not', async () => {
    const { run, send, write, taken } = await sent();
    await run('subscribers', 'add', 'c@example.com');
    await write('2026-W47', issueYaml('2026-W47', hoursAgo, article('two', 'Second')).replace('"Title"', '"Titel"'));
    expect((await send('2026-W47')).out).toContain('Nothing is due.');
    expect(taken).toHaveLength(2);
  });
});
