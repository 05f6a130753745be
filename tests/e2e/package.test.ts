import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, emptyFolder, root, writeStarter } from '../helpers/newsletter.ts';
import { smtpSink } from '../helpers/smtp.ts';

let tarball: string;
let packed: string[];
/** The packages that `npm install hebdo` brings, and those that the project of an example has of its own. */
let installedNames: string[];
beforeAll(async () => {
  const production = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: root, encoding: 'utf8' });
  const names = production
    .split('\n')
    .flatMap(path => /^.*?[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)$/.exec(path)?.[1] ?? []);
  installedNames = [...new Set([...names, '@types/node', 'undici-types'])];

  const out = execFileSync('npm', ['pack', '--json', '--pack-destination', '/tmp'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename, files }] = JSON.parse(out.slice(out.indexOf('[\n')));
  tarball = join('/tmp', filename);
  packed = files.map(({ path }: { path: string }) => path);
}, 120_000);

/** An empty folder with hebdo installed from its package, and what it depends on. */
async function installed(): Promise<{
  folder: string;
  run: (...args: string[]) => { code: number | null; out: string };
}> {
  const folder = await emptyFolder();
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, 'hebdo'), { recursive: true });
  execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', join(modules, 'hebdo')]);
  for (const name of installedNames) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(root, 'node_modules', name), join(modules, name));
  }
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(modules, 'hebdo/bin/hebdo.js'), ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: status, out: stdout + stderr };
  };
  return { folder, run };
}

describe('the package', () => {
  it('holds what runs and what is shown, and none of the tests or sources', () => {
    for (const file of [
      'bin/hebdo.js',
      'build/cli/main.js',
      'build/preview/client/preview.js',
      'locales/fr.json',
      'templates/weekly/email.mjml',
      'starter/gitignore',
      'schemas/issue.schema.json',
      'docs/rules.md',
    ])
      expect(packed).toContain(file);
    expect(packed.filter(file => /^(src|tests|issues|bench|scripts)\/|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });

  it('makes a newsletter that can be checked, built and sent at once', async () => {
    const { folder, run } = await installed();
    expect(run('init', 'news', '--name', 'Ma lettre', 'My letter', '--accent', '#0b6e4f').code).toBe(0);
    const at = ['--cwd', 'news'];
    expect(run('check', ...at)).toMatchObject({ code: 0, out: expect.stringContaining('no problems') });
    expect(run('build', ...at).code).toBe(0);
    expect(run('demo', '--once', ...at)).toMatchObject({ code: 0, out: expect.stringMatching(/all +4 +4 +0/) });
    await writeStarter(join(folder, 'news'));
    expect(run('check', ...at)).toMatchObject({ code: 0, out: expect.stringContaining('no problems') });
    const [week = ''] = (await readdir(join(folder, 'news/issues'))).filter(name => name.endsWith('.yaml'));
    const { url, taken } = await smtpSink();
    await writeFile(join(folder, 'news/.env'), `HEBDO_SMTP_URL=${url}\nHEBDO_SECRET="${secret}"\n`);
    expect(run('subscribers', 'import', 'news/samples/subscribers.csv', ...at).code).toBe(0);
    // The sink lives in this process: the command must not block it.
    const sent = await hebdo(join(folder, 'news'), ['send', week.replace('.yaml', ''), '--yes']);
    expect([sent.code, taken.length]).toEqual([0, 4]);
  }, 60_000);
});

describe('every rule of check', () => {
  it('finds from the package what it finds in a checkout', async () => {
    const { folder, run } = await installed();
    const planted = join(root, 'tests/issue/planted');
    await cp(planted, join(folder, 'planted'), { recursive: true });
    await edit(join(folder, 'planted'), 'hebdo.yaml', 'rules: { ', 'rules: { spelling: warning, ');
    const rulesOf = ({ out }: { out: string }): string[] =>
      z
        .object({ problems: z.array(z.object({ rule: z.string() })) })
        .parse(JSON.parse(out.slice(out.indexOf('{\n'))))
        .problems.map(({ rule }) => rule)
        .sort();
    const found = rulesOf(run('check', '--cwd', 'planted', '--format', 'json'));
    const here = rulesOf(await hebdo(join(folder, 'planted'), ['check', '--format', 'json']));
    expect(found).toEqual(here);
    expect(found).toContain('spelling');
    expect(new Set(found).size).toBeGreaterThan(25);
  }, 60_000);
});

describe('hebdo as a library', { timeout: 120_000 }, () => {
  const examples = join(root, 'docs/examples');

  it('is documented by the examples that are run here', async () => {
    const page = await readFile(join(root, 'docs/api.md'), 'utf8');
    for (const name of await readdir(examples))
      expect(page).toContain(`\`\`\`ts\n${await readFile(join(examples, name), 'utf8')}\`\`\``);
  });

  it('checks, plans, builds, sends and counts in a project of its own, under tsc --strict', async () => {
    const { folder, run } = await installed();
    expect(run('init', 'news').code).toBe(0);
    await writeStarter(join(folder, 'news'));
    const names = await readdir(examples);
    await mkdir(join(folder, 'examples'));
    for (const name of names)
      await writeFile(join(folder, 'examples', name), await readFile(join(examples, name), 'utf8'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const tsconfig = {
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'es2024',
        module: 'nodenext',
        types: ['node'],
        skipLibCheck: false,
        exactOptionalPropertyTypes: true,
      },
      include: ['examples'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      encoding: 'utf8',
    });
    expect([tsc.status, tsc.stdout]).toEqual([0, '']);

    const { url, taken } = await smtpSink();
    await writeFile(join(folder, 'news/.env'), `HEBDO_SMTP_URL=${url}\nHEBDO_SECRET="${secret}"\n`);
    expect(run('subscribers', 'import', 'news/samples/subscribers.csv', '--cwd', 'news').code).toBe(0);
    const [file = ''] = (await readdir(join(folder, 'news/issues'))).filter(name => name.endsWith('.yaml'));
    const week = file.replace('.yaml', '');
    // The sink lives in this process: an example must not block it.
    const example = (name: string) => outputOf(join(folder, 'examples', name), folder, ['news', week]);
    expect(await example('check.ts')).toContain('0 problems');
    expect(await example('plan.ts')).toMatch(/^fr: \d due\nen: \d due\nat /);
    expect(await example('build.ts')).toContain(`files in dist/${week}/`);
    expect(await example('statistics.ts')).toContain('has not begun');
    expect(await example('send.ts')).toMatch(/accepted\n.*: done after/s);
    expect(taken).toHaveLength(4);
    expect(await example('send.ts')).toContain('done');
    expect(taken).toHaveLength(4);
    expect(await example('statistics.ts')).toMatch(/fr: \d sent, 0 unsubscribed/);
  });

  it('says which files keep a newsletter from being opened', async () => {
    const { folder } = await installed();
    await writeFile(join(folder, 'hebdo.yaml'), 'name: [');
    await writeFile(
      join(folder, 'open.mjs'),
      "import { NewsletterError, openNewsletter } from 'hebdo';\n" +
        "await openNewsletter('.').catch(e => console.log(e instanceof NewsletterError, e.problems[0].file));",
    );
    expect(await outputOf(join(folder, 'open.mjs'), folder, [])).toBe('true hebdo.yaml\n');
  });
});

/** What a script prints. */
async function outputOf(script: string, cwd: string, args: readonly string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HEBDO_')));
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { cwd, env });
  return stdout;
}

describe('hebdo init', () => {
  it('writes a draft, which no scheduler sends; ready, what was to be replaced is an error', async () => {
    const folder = await emptyFolder();
    await hebdo(folder, ['init']);
    const env = { HEBDO_SMTP_URL: 'smtp://127.0.0.1:1', HEBDO_SECRET: secret };
    expect((await hebdo(folder, ['check'])).code).toBe(0);
    const [issue = ''] = (await readdir(join(folder, 'issues'))).filter(name => name.endsWith('.yaml'));
    await edit(
      folder,
      `issues/${issue}`,
      /^send_at: .*$/m,
      `send_at: "${new Date().toISOString().slice(0, 10)} 00:00Z"`,
    );
    expect((await hebdo(folder, ['send', '--due'], env)).out).toContain('No issue is due.');
    await edit(folder, `issues/${issue}`, 'status: draft', 'status: ready');
    const { code, out } = await hebdo(folder, ['check']);
    // The address, two articles, and the texts.
    expect([code, out.match(/ placeholder /g)?.length]).toEqual([1, 4]);
    // Other links and another spelling of the address make no issue of it.
    for (const link of ['welcome', 'then'])
      await edit(folder, `issues/${issue}`, `example.com/${link}`, 'news.example.com/x');
    await edit(folder, 'hebdo.yaml', 'Street 1, City', 'street 1,  city');
    expect((await hebdo(folder, ['check'])).code).toBe(1);
    expect((await hebdo(folder, ['send', '--due'], env)).code).toBe(1);
  });

  it('never overwrites, and writes all or nothing', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, '.gitignore'), 'mine');
    const { code, err } = await hebdo(folder, ['init']);
    expect([code, err.includes('.gitignore: there already')]).toEqual([1, true]);
    expect(await readdir(folder)).toEqual(['.gitignore']);
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('mine');
  });

  it('takes other languages too, and says what is wrong with a flag', async () => {
    const folder = await emptyFolder();
    expect((await hebdo(folder, ['init', '--languages', 'de,fr', '--name', 'Brief', '--name', 'Lettre'])).code).toBe(0);
    expect((await hebdo(folder, ['check'])).code).toBe(0);
    const wrong = await hebdo(await emptyFolder(), [
      'init',
      '--languages',
      'french',
      '--accent',
      'red',
      '--from',
      'x',
      '--url',
      'y',
    ]);
    expect(wrong.code).toBe(1);
    for (const flag of ['--languages', '--accent', '--from', '--url']) expect(wrong.err).toContain(flag);
  });
});

describe('hebdo new', () => {
  it('makes the next week’s draft, once', async () => {
    const folder = await emptyFolder();
    await hebdo(folder, ['init']);
    expect((await hebdo(folder, ['new'])).out).toContain('is ready to fill');
    expect((await readdir(join(folder, 'issues'))).filter(name => name.endsWith('.yaml'))).toHaveLength(2);
    expect((await hebdo(folder, ['new', '2030-W01'])).code).toBe(0);
    const again = await hebdo(folder, ['new', '2030-W01']);
    expect([again.code, again.err.includes('exists already')]).toEqual([1, true]);
    expect((await hebdo(folder, ['new', '2030-W99'])).err).toContain('no ISO week');
  });
});

describe('hebdo completion', () => {
  it.each(['bash', 'zsh', 'fish'])('writes a script for %s', async shell => {
    const { code, out } = await hebdo(root, ['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['check', 'subscribers', 'import']) expect(out).toContain(word);
  });

  it.runIf(spawnSync('bash', ['--version']).status === 0)('completes commands, options and weeks in bash', async () => {
    const { out: script } = await hebdo(root, ['completion', 'bash']);
    const complete = (...words: string[]) => {
      const program = `${script}\nCOMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _hebdo; echo "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', program], { cwd: root, encoding: 'utf8' }).trim().split(' ');
    };
    expect(complete('hebdo', 'ch')).toEqual(['check']);
    expect(complete('hebdo', 'send', '2026-W4')).toEqual(['2026-W47', '2026-W48']);
    expect(complete('hebdo', 'check', '--f')).toEqual(['--format', '--fix']);
    expect(complete('hebdo', 'subscribers', 'imp')).toEqual(['import']);
  });

  it('refuses other shells', async () => {
    expect((await hebdo(root, ['completion', 'tcsh'])).code).toBe(2);
  });
});
