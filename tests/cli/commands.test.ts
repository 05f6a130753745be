import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { hebdoInProcess } from '../helpers/in-process.ts';
import { edit, emptyFolder, root, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';

describe('hebdo', () => {
  it('shows its commands, its version, and what a wrong call lacks', async () => {
    const help = await hebdo(root, ['--help']);
    expect(help.code).toBe(0);
    for (const command of ['check', 'build', 'send', 'status', 'subscribers'])
      expect(help.out).toContain(`  ${command} `);
    expect(await hebdo(root, ['--version'])).toMatchObject({ code: 0, out: '0.1.0\n' });
    for (const wrong of [
      ['chekc'],
      ['send'],
      ['send', 'x', '--due'],
      ['check', '--format', 'xml'],
      ['send', 'x', '--connections', '0'],
    ]) {
      const { code, err } = await hebdo(root, wrong);
      expect([wrong, code]).toEqual([wrong, 2]);
      expect(err).toMatch(/error: /);
    }
    expect((await hebdo(root, ['chekc'])).err).toContain('Did you mean check?');
  });

  it('says where hebdo.yaml is missing', async () => {
    const { code, err } = await hebdo(await emptyFolder(), ['check']);
    expect([code, err.length + 1 > 0]).toEqual([1, true]);
  });
});

describe('hebdo check', () => {
  it('finds nothing in the sample', async () => {
    expect(await hebdo(root, ['check'])).toMatchObject({ code: 0, err: '' });
  });

  it('shows place, code frame and remedy, and no colour where nobody looks', async () => {
    const folder = await sampleNewsletter();
    await edit(folder, `issues/${sampleWeek}.yaml`, 'standfirst:', 'standfrist:');
    const { code, out } = await hebdo(folder, ['check', sampleWeek]);
    expect(code).toBe(1);
    expect(out).toContain(`issues/${sampleWeek}.yaml:39:5 unknown-key`);
    expect(out).toContain('> 39 │     standfrist:');
    expect(out).toContain('^^^^^^^^^^');
    expect(out).toContain('→ Did you mean `standfirst`?');
    expect(out).not.toContain('\u001b[');
  });

  it('writes JSON to standard output and nothing else there', async () => {
    const folder = await sampleNewsletter();
    await edit(folder, `issues/${sampleWeek}.yaml`, 'layout: lead', 'layout: leed');
    const { code, out } = await hebdo(folder, ['check', '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out).problems).toMatchObject([{ rule: 'schema', severity: 'error', span: { line: 20 } }]);
  });

  it('writes annotations for GitHub that no text can forge, and SARIF', async () => {
    const folder = await sampleNewsletter();
    await edit(folder, `issues/${sampleWeek}.yaml`, 'layout: lead', 'layout: "lead%0A::error::x"');
    const github = await hebdo(folder, ['check', '--format', 'github']);
    expect(github.out).toMatch(
      /^::error file=issues\/2026-W48\.yaml,line=20,endLine=20,col=13,endColumn=\d+,title=schema::`lead%250A::error::x` .*\n$/,
    );
    const { runs } = JSON.parse((await hebdo(folder, ['check', '--format', 'sarif'])).out);
    expect(runs[0].results).toMatchObject([
      {
        ruleId: 'schema',
        level: 'error',
        locations: [{ physicalLocation: { region: { startLine: 20, startColumn: 13 } } }],
      },
    ]);
  });

  it('names the line of both languages in an annotation of a mismatch', async () => {
    const folder = await sampleNewsletter();
    await edit(folder, `issues/${sampleWeek}.yaml`, 'about $10 billion', 'about $11 billion');
    const { out } = await hebdo(folder, ['check', '--format', 'github']);
    expect(out).toMatch(/,line=65,.*,title=number-mismatch::.* The other language is in line 49\.\n$/);
  });

  it('mends with --fix what is safe to mend', async () => {
    const folder = await sampleNewsletter();
    await edit(
      folder,
      `issues/${sampleWeek}.yaml`,
      'https://gazette.example.org/memoire',
      'https://gazette.example.org/memoire?utm_source=a',
    );
    const before = await hebdoInProcess(folder, ['check', sampleWeek]);
    expect(before.out).toContain('--fix can correct 1 of them.');
    expect((await hebdoInProcess(folder, ['check', sampleWeek, '--fix'])).out).toContain('1 place corrected.');
    expect(await readFile(join(folder, `issues/${sampleWeek}.yaml`), 'utf8')).toBe(
      await readFile(join(root, `issues/${sampleWeek}.yaml`), 'utf8'),
    );
  });

  it('judges a file whose name is no week, and one named in full', async () => {
    const folder = await sampleNewsletter();
    await writeFile(join(folder, 'issues/week-48.yaml'), await readFile(join(folder, `issues/${sampleWeek}.yaml`)));
    expect((await hebdoInProcess(folder, ['check'])).out).toContain('the file is named week-48.yaml');
    expect((await hebdoInProcess(folder, ['check', `issues/${sampleWeek}.yaml`])).code).toBe(0);
  });
});

describe('hebdo build', () => {
  it('writes every edition as HTML, text, .eml and web version, with its images', async () => {
    const folder = await sampleNewsletter();
    const { code, out } = await hebdoInProcess(folder, ['build']);
    expect(code).toBe(0);
    expect(out).toContain('OpenAI passe le chapeau');
    for (const language of ['fr', 'en']) {
      const dist = join(folder, 'dist', sampleWeek, language);
      expect((await readdir(dist)).sort()).toEqual(['email.eml', 'email.html', 'email.txt', 'index.html']);
      const images = await readdir(join(dist, '../images'));
      for (const file of ['email.html', 'index.html']) {
        const html = await readFile(join(dist, file), 'utf8');
        const sources = [...html.matchAll(/<img[^>]+src="([^"]+)"/g)].map(match => match[1]?.replace('../images/', ''));
        expect(sources).toHaveLength(4);
        for (const source of sources) expect(images).toContain(source);
        expect(html).not.toMatch(/[\uE000-\uF8FF]|cid:/);
      }
      const mail = await simpleParser(await readFile(join(dist, 'email.eml')));
      expect(mail.headers.get('content-language')).toBe(language);
      expect(mail.date?.toISOString()).toBe('2026-11-27T07:00:00.000Z');
    }
  });

  it('writes nothing where an issue has errors', async () => {
    const folder = await sampleNewsletter();
    await edit(folder, `issues/${sampleWeek}.yaml`, 'layout: lead', 'layout: leed');
    expect((await hebdoInProcess(folder, ['build', sampleWeek])).code).toBe(1);
    expect(await readdir(folder)).not.toContain('dist');
  });

  it('works on a draft, to another folder', async () => {
    const folder = await sampleNewsletter();
    const out = await mkdtemp(join(tmpdir(), 'hebdo-out-'));
    expect((await hebdoInProcess(folder, ['build', '2026-W47', '--out', out])).code).toBe(0);
    expect(await readdir(join(out, '2026-W47'))).toEqual(['en', 'fr']);
  });
});

describe('hebdo subscribers', () => {
  it('imports, adds, lists, shows and exports', async () => {
    const folder = await sampleNewsletter();
    const run = (...args: string[]) => hebdoInProcess(folder, ['subscribers', ...args]);
    expect((await run('list')).out).toContain('No subscribers yet');
    expect((await run('import', 'samples/subscribers.csv')).out).toContain(
      '21 added, 0 updated, 0 unchanged, 0 rejected.',
    );
    expect((await run('import', 'samples/subscribers.csv')).out).toContain(
      '0 added, 0 updated, 21 unchanged, 0 rejected.',
    );
    expect((await run('add', 'new@example.com', '--name', 'New', '--language', 'en')).out).toContain(
      'new@example.com (en): added.',
    );
    expect((await run('add', 'not an address')).code).toBe(1);
    expect((await run('show', 'NEW@example.com')).out).toMatch(/new@example\.com \(New\): en, active, since \d{4}/);
    expect((await run('show', 'nobody@example.com')).code).toBe(1);
    expect((await run('list')).out).toMatch(/fr +active +11/);
    const csv = (await hebdo(folder, ['subscribers', 'export'])).out.split('\n');
    expect(csv[0]).toBe('email,name,language,status,since,tags,time_zone');
    expect(csv).toHaveLength(24);
    await run('export', join(folder, 'out.jsonl'));
    expect((await readFile(join(folder, 'out.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(22);
  });

  it('refuses a file in Latin-1 and one that is not there', async () => {
    const folder = await sampleNewsletter();
    await writeFile(join(folder, 'latin.csv'), Buffer.from('email,nom\na@example.com,André\n', 'latin1'));
    const latin = await hebdoInProcess(folder, ['subscribers', 'import', 'latin.csv']);
    expect(latin.code).toBe(1);
    expect(latin.err).toContain('latin.csv:2:1');
    expect(latin.err).toContain('save it as UTF-8');
    const missing = await hebdoInProcess(folder, ['subscribers', 'import', 'no.csv']);
    expect([missing.code, missing.err.includes('no.csv does not exist')]).toEqual([1, true]);
  });
});

describe('hebdo suppressions', () => {
  it('adds, lists, exports, imports, and removes with a reason only', async () => {
    const folder = await sampleNewsletter();
    const run = (...args: string[]) => hebdoInProcess(folder, ['suppressions', ...args]);
    expect((await run('add', 'Ann@Example.com', '--reason', 'asked by letter')).out).toContain('not be mailed');
    expect((await run('list')).out).toMatch(/ann@example\.com +asked by letter/);
    await writeFile(join(folder, 'list.csv'), 'email,reason\nbob@example.com,bounced\nnot an address,x\n');
    expect((await run('import', join(folder, 'list.csv'))).out).toMatch(
      /1 added, 0 suppressed already, 1 rejected[\s\S]*line 3/,
    );
    expect((await hebdo(folder, ['suppressions', 'export'])).out).toMatch(
      /^email,reason,since\nann@example.com,asked by letter,2/,
    );
    expect((await hebdo(folder, ['suppressions', 'remove', 'bob@example.com'])).code).toBe(2);
    expect((await run('remove', 'bob@example.com', '--reason', 'it works again')).code).toBe(0);
    expect((await run('remove', 'bob@example.com', '--reason', 'x')).code).toBe(1);
    expect(JSON.parse((await run('list', '--format', 'json')).out).suppressions).toHaveLength(1);
  });
});

describe('hebdo subscribers tag and erase', () => {
  it('tags, shows all that is known, erases, and lets no one bring them back but themselves', async () => {
    const folder = await sampleNewsletter();
    const run = (...args: string[]) => hebdoInProcess(folder, ['subscribers', ...args], { HEBDO_SECRET: secret });
    await run('add', 'ann@example.com', '--tags', 'Press, paid');
    expect((await run('tag', 'ann@example.com', '--add', 'new', '--remove', 'paid')).out).toContain('new, press');
    expect((await run('show', 'ann@example.com')).out).toContain('tagged new, press');
    expect((await run('erase', 'ann@example.com')).code).toBe(2);
    expect((await run('erase', 'ann@example.com', '--yes')).out).toContain('Erased');
    expect((await run('add', 'ann@example.com')).out).toContain('was erased');
    expect((await hebdoInProcess(folder, ['subscribers', 'add', 'ann@example.com'])).err).toContain('HEBDO_SECRET');
  });
});
