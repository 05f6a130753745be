// Runs the judges of mail that are installed over every template and language, and prints what they say. `npm run judges`
// Debian packages: spamassassin, rspamd, python3-dkim (dkimpy), opendkim-tools. A judge that is missing is left out.
import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compileIssue, loadNewsletter } from '../src/app/compile/newsletter.ts';
import { dkimKey, dkimSigner, newDkimKey } from '../src/message/dkim.ts';
import { messageMaker } from '../src/message/message.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'hebdo-judges-'));
const week = '2026-W48';

/** What a judge says of a message, in a few words. */
type Judge = { name: string; program: string; judge(file: string): string };

const run = (program: string, args: string[], input = ''): string => {
  const { stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8', timeout: 60_000 });
  return stdout + stderr;
};

const keys = ['rsa', 'ed25519'] as const;
const signing = keys.map(kind => ({ kind, ...newDkimKey(kind) }));
const records = join(folder, 'records.json');
await writeFile(
  records,
  JSON.stringify(
    Object.fromEntries(signing.map(({ kind, record }) => [`${kind}._domainkey.news.example.com.`, record])),
  ),
);

/** dkimpy with the keys of this run in place of the DNS; the index is that of the signature. */
const dkimpy = `
import dkim, json, sys
records = json.load(open(sys.argv[2]))
message = open(sys.argv[1], 'rb').read()
verifier = dkim.DKIM(message)
print(' '.join('pass' if verifier.verify(idx=i, dnsfunc=lambda name, timeout=5: records.get(name.decode() if isinstance(name, bytes) else name, '').encode()) else 'FAIL' for i in range(2)))
`;

const judges: Judge[] = [
  {
    name: 'SpamAssassin (0.0 or less)',
    program: 'spamassassin',
    judge: file => {
      const out = run('spamassassin', ['-L', '-t', file]);
      const rules = [...out.matchAll(/^ *(-?\d+\.\d) ([A-Z][A-Z0-9_]+)/gm)].filter(([, points]) => Number(points) > 0);
      return [
        /\((-?[\d.]+) points/.exec(out)?.[1] ?? '?',
        ...rules.map(([, points, name]) => `${name} ${points}`),
      ].join(' ');
    },
  },
  {
    name: 'rspamd (below 0.5)',
    program: 'rspamd',
    judge: file => {
      // As from a relay of one's own: there is no DNS that could say anything of the sender.
      const from = ['-h', '127.0.0.1:11333', '-i', '127.0.0.1'];
      const out = run('rspamc', [...from, file]);
      const symbols = [...out.matchAll(/^Symbol: (\w+) \((-?[\d.]+)\)/gm)].filter(
        ([, , points]) => Number(points) > 0.04,
      );
      return [
        /Score: (-?[\d.]+)/.exec(out)?.[1] ?? '?',
        ...symbols.map(([, name, points]) => `${name} ${points}`),
      ].join(' ');
    },
  },
  {
    name: 'dkimpy (RSA, Ed25519)',
    program: 'dkimverify',
    judge: file => run('/usr/bin/python3', ['-c', dkimpy, file, records]).trim(),
  },
];

const isInstalled = (program: string): boolean => spawnSync('which', [program]).status === 0;

/** Messages as readers get them, signed, by template and language. */
async function messages(): Promise<{ name: string; file: string }[]> {
  const made: { name: string; file: string }[] = [];
  const signer = dkimSigner(
    signing.map(({ kind, pem }) => ({ domain: 'news.example.com', selector: kind, key: dkimKey(pem) })),
  );
  for (const template of ['weekly', 'journal']) {
    const copy = join(folder, template);
    for (const path of ['hebdo.yaml', 'issues']) await cp(join(root, path), join(copy, path), { recursive: true });
    const yaml = join(copy, 'hebdo.yaml');
    await writeFile(yaml, (await readFile(yaml, 'utf8')).replace('template: weekly', `template: ${template}`));
    const newsletter = await loadNewsletter(copy);
    const compiled = newsletter.value && (await compileIssue(newsletter.value, week));
    if (newsletter.value === undefined || compiled?.value === undefined)
      throw new Error('the sample issue has errors: hebdo check');
    for (const { email } of compiled.value.editions) {
      const { publication } = newsletter.value;
      const make = messageMaker(email, { publication, secret: 'of messages that are only judged', signer });
      const { raw } = await make({ id: 1, address: 'camille@example.org', name: 'Camille' }, new Date());
      const file = join(folder, `${template}-${email.language}.eml`);
      await writeFile(file, raw);
      made.push({ name: `${template} ${email.language}`, file });
    }
  }
  return made;
}

/** Starts rspamd, whose client needs a server. @returns a function that ends it */
async function startRspamd(): Promise<() => void> {
  const child = spawn('rspamd', ['-f', '-i'], { stdio: 'ignore' });
  for (let i = 0; i < 120 && !(await answers(11_333)); i++) await pause(500);
  return () => void child.kill('SIGTERM');
}

const answers = (port: number): Promise<boolean> =>
  new Promise(done => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    }).once('error', () => done(false));
  });

const here = judges.filter(({ program }) => isInstalled(program));
const stop = here.some(({ program }) => program === 'rspamd') ? await startRspamd() : () => undefined;
try {
  for (const { name, file } of await messages())
    for (const { name: judge, judge: ask } of here) console.log(`${name.padEnd(12)} ${judge.padEnd(28)} ${ask(file)}`);
  for (const { name, program } of judges)
    if (!isInstalled(program)) console.log(`${name}: ${program} is not installed`);
} finally {
  stop();
  await rm(folder, { recursive: true });
}
