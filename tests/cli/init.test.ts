import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hebdo } from '../helpers/hebdo.ts';
import { emptyFolder, root } from '../helpers/newsletter.ts';

const init = (folder: string, ...args: string[]) => hebdo(folder, ['init', ...args]);

describe('a new newsletter', () => {
  it('has the answers of the flags, and what is to be replaced for the others', async () => {
    const folder = await emptyFolder();
    await init(
      folder,
      '.',
      '--yes',
      ...['--languages', 'en,fr-CA', '--name', 'Letter', 'Lettre', '--publisher', 'The Association'],
      ...[
        '--postal-address',
        '12 rue du Lac, Annecy',
        '--time-zone',
        'America/Montreal',
        '--url',
        'https://a.example.org',
      ],
    );
    expect(parse(await readFile(join(folder, 'hebdo.yaml'), 'utf8'))).toMatchObject({
      name: { en: 'Letter', 'fr-CA': 'Lettre' },
      languages: ['en', 'fr-CA'],
      url: 'https://a.example.org',
      time_zone: 'America/Montreal',
      from: { en: { address: 'hello@news.example.com' } },
      publisher: { name: 'The Association', address: '12 rue du Lac, Annecy' },
      categories: { news: { en: 'News', 'fr-CA': 'Actualité' } },
    });
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toMatch(/^# Letter\n/);
    expect((await hebdo(folder, ['check'])).out).toContain('no problems');
  });

  it.each([
    ['--languages', 'fr,xx!'],
    ['--languages', 'fr,fr'],
    ['--languages', ','],
    ['--url', 'news.example.com'],
    ['--from', 'hello'],
    ['--time-zone', 'Paris'],
    ['--accent', 'red'],
    ['--automation', 'jenkins'],
    ['--template', 'shared'],
  ])('is refused with %s %s, and nothing is written', async (flag, value) => {
    const folder = await emptyFolder();
    const { code, err } = await init(folder, '.', '--yes', flag, value);
    expect([code, err]).toEqual([1, expect.stringContaining(flag)]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('has the template of the flag, the partials that it shares, and says where pictures of the templates are', async () => {
    const folder = await emptyFolder();
    const { out } = await init(folder, '.', '--yes', '--template', 'journal');
    expect(out).toMatch(/Template: journal\. Pictures of weekly, journal: https:\S+\/docs\/templates\.md/);
    expect(parse(await readFile(join(folder, 'hebdo.yaml'), 'utf8'))).toMatchObject({ template: 'journal' });
    expect((await readdir(join(folder, 'templates'))).sort()).toEqual(['journal', 'shared']);
    expect((await hebdo(folder, ['check'])).out).toContain('no problems');
  });

  it('reports all wrong answers at once', async () => {
    const { err } = await init(await emptyFolder(), '.', '--yes', '--url', 'x', '--accent', 'y', '--from', 'z');
    expect(err).toContain('3 errors');
  });
});

describe('a folder that is not empty', () => {
  it('keeps what it has: package.json and .gitignore get what they lack', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'package.json'), '{\n\t"name": "mine",\n\t"dependencies": { "left": "1" }\n}\n');
    await writeFile(join(folder, '.gitignore'), 'node_modules\n*.log');
    await writeFile(join(folder, 'README.md'), 'Mine.');
    const { code, out } = await init(folder, '.', '--yes', '--automation', 'none');
    expect([code, out]).toEqual([0, expect.stringContaining('Completed: .gitignore, package.json')]);
    const text = await readFile(join(folder, 'package.json'), 'utf8');
    expect(text).toMatch(/^\{\n\t"name": "mine"/);
    expect(JSON.parse(text).dependencies).toEqual({ left: '1', hebdo: expect.stringMatching(/^file:/) });
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe(
      'node_modules\n*.log\ndist/\n.hebdo/\n.env\n*.pem\n',
    );
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('Mine.');
  });

  it('is left alone if anything else would be overwritten, or package.json cannot be read', async () => {
    for (const [path, text] of [
      ['templates/weekly/email.mjml', 'Mine.'],
      ['package.json', '{ not json'],
      ['package.json', '[]'],
    ] as const) {
      const folder = await emptyFolder();
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), text);
      const { code, err } = await init(folder, '.', '--yes');
      expect([code, err]).toEqual([1, expect.stringContaining('there already')]);
      expect(await readFile(join(folder, path), 'utf8')).toBe(text);
      expect(await readdir(folder)).toHaveLength(1);
    }
  });
});

describe('a newsletter that is there', () => {
  it('is noticed first, and gets files for automatic sending', async () => {
    const folder = await emptyFolder();
    await init(folder, '.', '--yes', '--automation', 'none');
    const before = await readFile(join(folder, 'hebdo.yaml'), 'utf8');
    const again = await init(folder, '.', '--url', 'wrong');
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('has a newsletter already')]);
    expect((await init(folder, '.', '--automation', 'gitlab,systemd')).out).toContain('Added: .gitlab-ci.yml');
    expect((await readdir(join(folder, 'deploy'), { recursive: true })).sort()).toEqual([
      'hebdo-.service.d',
      join('hebdo-.service.d', 'hardening.conf'),
      'hebdo-bounces.service',
      'hebdo-schedule.service',
      'hebdo-send.service',
      'hebdo-send.timer',
      'hebdo-serve.service',
      'hebdo-worker.service',
    ]);
    expect(await readFile(join(folder, 'hebdo.yaml'), 'utf8')).toBe(before);
    const taken = await init(folder, '.', '--automation', 'gitlab');
    expect(taken.err).toContain('.gitlab-ci.yml: there already');
    expect(taken.err).toContain('choose other KINDS with --automation KINDS, or none');
    expect((await init(folder, '.', '--automation', 'none')).out).toContain('nothing to add');
  });
});

describe('the commands that it prints', () => {
  it('do not install what is installed', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules/hebdo'), 'junction');
    const { code, out } = await init(folder, '.', '--yes', '--install');
    expect([code, out]).toEqual([0, expect.stringMatching(/^ {2}npx hebdo preview /m)]);
    expect(out).not.toContain('npm install');
    expect(await readdir(folder)).not.toContain('package-lock.json');
  });

  it('work where it was run', async () => {
    const folder = await emptyFolder();
    const { out } = await init(folder, "a newsletter's", '--yes');
    const commands = [...out.matchAll(/^ {2}(node .*?) {2}/gm)].map(match => match[1] ?? '');
    expect(commands).toHaveLength(3);
    const check = commands.find(command => command.includes(' check')) ?? '';
    // `node` may be an older one outside of npm scripts.
    const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`, LANG: 'en' };
    expect(execFileSync('sh', ['-c', check], { cwd: folder, env, encoding: 'utf8' })).toContain('no problems');
  });
});

/** `script` of util-linux runs a command at a terminal; that of other systems takes other options. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;

/** Runs `hebdo init` at a terminal and types an answer to each question when it shows. @returns what the terminal showed */
async function atTerminal(
  folder: string,
  args: string,
  answers: readonly [question: string, keys: string][],
): Promise<string> {
  const command = `stty rows 40 cols 120; '${process.execPath}' '${join(root, 'bin/hebdo.js')}' init ${args}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, LANG: 'en', CI: undefined, TERM: 'xterm' },
  });
  let shown = '';
  let next = 0;
  let from = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    const [question, keys] = answers[next] ?? [];
    const at = question === undefined ? -1 : shown.indexOf(question, from);
    if (at < 0 || keys === undefined) return;
    from = at + 1;
    next++;
    setTimeout(() => child.stdin.write(keys), 100);
  });
  await new Promise(done => child.once('close', done));
  return shown;
}

describe('hebdo init', () => {
  it.each(['FR, EN', 'ar', 'he', 'pl', 'cy', 'ja'])('writes a newsletter without errors in %s', async languages => {
    const folder = await emptyFolder();
    const news = join(folder, 'news');
    expect((await hebdo(folder, ['init', 'news', '--yes', '--languages', languages])).code).toBe(0);
    const { code, out } = await hebdo(news, ['check']);
    expect([code, out]).toEqual([0, expect.not.stringContaining('error')]);
  });

  it.each([
    ['--from', 'rédac@exemple.fr'],
    ['--name', '   '],
    ['--postal-address', 'a\nb'],
  ])('takes no answer that check refuses: %s %j', async (flag, answer) => {
    const folder = await emptyFolder();
    const { code, err } = await hebdo(folder, ['init', 'news', '--yes', flag, answer]);
    expect([code, err]).toEqual([1, expect.stringContaining(flag)]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('prints commands for the folder where it was run', async () => {
    const folder = await emptyFolder();
    const { out, err } = await hebdo(folder, ['init', '.', '--cwd', 'news', '--yes']);
    expect(out + err).toContain('preview --cwd news');
  });
});

describe.runIf(hasScript)('the questions', { timeout: 30_000 }, () => {
  it('show what stands if nothing is written, check each answer at once, and keep what was typed', async () => {
    const folder = await emptyFolder();
    const shown = await atTerminal(folder, 'news', [
      ['Languages', 'en\r'],
      ['Its name in English', 'Letter\r'],
      ['web address', 'news.example.org\r'],
      ['is no web address', '\x01https://\r'],
      ['sent from', '\r'],
      ['publisher', 'The Association\r'],
      ['postal address', '12 Lake Street\r'],
      ['time zone', 'Europe/Paris\r'],
      ['colour', '\r'],
      ['journal: a letter', '\x1b[B\r'],
      ['Install hebdo', 'n'],
    ]);
    expect(shown).toContain('is a newsletter now');
    expect(parse(await readFile(join(folder, 'news/hebdo.yaml'), 'utf8'))).toMatchObject({
      name: { en: 'Letter' },
      url: 'https://news.example.org',
      publisher: { name: 'The Association', address: '12 Lake Street' },
      time_zone: 'Europe/Paris',
      template: 'journal',
    });
  });

  it('give back the answers as a command when a file is in the way', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'news/locales'), { recursive: true });
    await writeFile(join(folder, 'news/locales/en.json'), '{}');
    const shown = await atTerminal(folder, 'news', [
      ['Languages', 'en\r'],
      ['Its name in English', 'Letter\r'],
      ['web address', '\r'],
      ['sent from', '\r'],
      ['publisher', '\r'],
      ['postal address', '\r'],
      ['time zone', '\r'],
      ['colour', '\r'],
      ['journal: a letter', '\r'],
    ]);
    expect(shown).toContain('locales/en.json: there already');
    expect(shown).toContain('init news --languages en --name Letter');
  });

  it('give back the answers as a command when they are cancelled', async () => {
    const folder = await emptyFolder();
    const shown = await atTerminal(folder, 'news', [
      ['Languages', 'en\r'],
      ['Its name in English', 'Letter\r'],
      ['web address', '\x03'],
    ]);
    expect(shown).toContain('init news --languages en --name Letter');
    expect(await readdir(folder)).toEqual([]);
  });
});
