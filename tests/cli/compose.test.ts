import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { trustedProxies } from '../../src/web/trusted-proxies.ts';
import { freePort } from '../helpers/free-port.ts';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, emptyFolder, root, writeStarter } from '../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

const compose = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).optional(),
      healthcheck: z.looseObject({ test: z.array(z.string()).optional() }).optional(),
    }),
  ),
});

/** The container of a service: its user may write to `.hebdo` and `/tmp` only. */
const nobody = 65_534;
const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/** A newsletter that is due, in a folder that is read-only but for `.hebdo`, as the image has it. */
async function image(env: Record<string, string>): Promise<string> {
  const folder = await emptyFolder();
  await hebdo(folder, ['init', '.', '--yes', '--automation', 'docker']);
  const [issue = ''] = (await readdir(join(folder, 'issues'))).filter(name => name.endsWith('.yaml'));
  await writeStarter(folder);
  const at = new Date(Date.now() - 3_600_000).toISOString().slice(0, 16);
  await edit(folder, `issues/${issue}`, /^send_at: .*$/m, `send_at: "${at}Z"`);
  await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv'], env);
  await mkdir(join(folder, '.hebdo'), { recursive: true });
  if ('uid' in user) await chown(join(folder, '.hebdo'), nobody, nobody);
  await chmod(folder, 'uid' in user ? 0o755 : 0o555);
  onTestFinished(() => chmod(folder, 0o755));
  return folder;
}

it('compose.yaml fits the schema of Compose, and gives hebdo no rights that it does not need', async () => {
  const folder = await emptyFolder();
  await hebdo(folder, ['init', '.', '--yes', '--automation', 'docker']);
  const schema = JSON.parse(
    await readFile(new URL('../../node_modules/dclint/schemas/compose.schema.json', import.meta.url), 'utf8'),
  );
  const isCompose = new Ajv2020({ strict: false, logger: false }).compile({ ...schema, $schema: undefined });
  const file = parse(await readFile(join(folder, 'compose.yaml'), 'utf8'), { merge: true });
  expect([isCompose(file), isCompose.errors]).toEqual([true, null]);
  expect(isCompose({ ...file, services: { serve: { ...file.services.serve, read_onIy: true } } })).toBe(false);
  for (const name of ['serve', 'schedule', 'worker'])
    expect(file.services[name]).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      volumes: ['markers:/newsletter/.hebdo'],
    });
});

it('the pages of compose.yaml see the address of a reader behind the web server of the machine, not that of the gateway', async () => {
  const folder = await emptyFolder();
  await hebdo(folder, ['init', '.', '--yes', '--automation', 'docker']);
  const { services } = compose.parse(parse(await readFile(join(folder, 'compose.yaml'), 'utf8'), { merge: true }));
  const { value, problems } = trustedProxies(services.serve?.environment ?? {});
  expect(problems).toEqual([]);
  expect(['172.18.0.1', '192.168.16.1', '203.0.113.9'].map(address => value?.check(address))).toEqual([
    true,
    true,
    false,
  ]);
});

it('compose.yaml sends what is due by the commands of its services, and its health checks see them', async () => {
  const { url, taken } = await smtpSink();
  const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret, HEBDO_DATABASE_URL: await postgres.fresh() };
  const folder = await image(env);
  const { services } = compose.parse(parse(await readFile(join(folder, 'compose.yaml'), 'utf8'), { merge: true }));
  const dockerfile = await readFile(join(folder, 'Dockerfile'), 'utf8');
  const ofImage: string[] = z.array(z.string()).parse(JSON.parse(/^CMD (.*)$/m.exec(dockerfile)?.[1] ?? ''));
  const ports = { '8080': String(await freePort()), '8090': String(await freePort()) };
  const onFreePorts = (text: string): string => text.replace('8080', ports[8080]).replace('8090', ports[8090]);
  const said: Record<string, string> = {};
  for (const name of ['serve', 'schedule', 'worker']) {
    const { command = [...ofImage, '--port', '8080'] } = services[name] ?? {};
    const child = spawn(process.execPath, [join(root, 'bin/hebdo.js'), ...command.map(onFreePorts)], {
      ...user,
      cwd: folder,
      env: { PATH: process.env.PATH, LANG: 'en', HOME: '/nonexistent', ...env },
    });
    said[name] = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', chunk => {
        said[name] += chunk;
      });
    onTestFinished(async () => {
      child.kill();
      if (child.exitCode === null) await once(child, 'close');
    });
  }
  await expect.poll(() => taken.length, { timeout: 60_000 }).toBe(4);
  for (const name of ['serve', 'worker']) {
    const [, program = '', ...args] = services[name]?.healthcheck?.test ?? [];
    const check = () => spawnSync(program, args.map(onFreePorts)).status;
    await expect.poll(check).toBe(0);
  }
  // The marker of the run, by which a restored database is noticed.
  await expect.poll(() => readdir(join(folder, '.hebdo/runs')).catch(() => [])).toHaveLength(1);
  expect(Object.values(said).join('')).not.toMatch(/cannot be written|EACCES|EROFS|error/);
}, 120_000);
