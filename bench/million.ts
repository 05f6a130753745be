// Memory and start of `hebdo send` with a million subscribers, beside ten thousand; then once more, when nothing is due.
// `npm run bench:million`, or with another number of subscribers behind it. The messages are small, the server a sink of
// our own that keeps nothing. Linux only: the peak is read from /proc.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../src/store/store.ts';
import { sink } from './sink.ts';

const many = Number(process.argv[2] ?? 1_000_000);
const few = Math.min(many, 10_000);
const port = 2_527;
const week = '2026-W48';
const root = fileURLToPath(new URL('../', import.meta.url));

let taken = 0;
let firstAt = 0;
const server = sink(port, () => {
  if (taken++ === 0) firstAt = performance.now();
});

async function newsletter(subscribers: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hebdo-bench-'));
  const yaml = await readFile(join(root, 'hebdo.yaml'), 'utf8');
  await writeFile(join(folder, 'hebdo.yaml'), yaml.replace(/, logo: \{.*\} \}$/m, ' }'));
  await writeFile(
    join(folder, '.env'),
    `HEBDO_SMTP_URL=smtp://127.0.0.1:${port}\nHEBDO_SECRET="a secret of the bench, long enough to be one"\n`,
  );
  const article = '  - id: one\n    title: { fr: "Un titre", en: "A title" }\n    url: https://example.com/\n';
  await mkdir(join(folder, 'issues'));
  await writeFile(
    join(folder, `issues/${week}.yaml`),
    `week: ${week}\nstatus: ready\nsubject: { fr: "Le sujet de la semaine", en: "The subject of the week" }\narticles:\n${article}`,
  );
  const store = await openStore(`sqlite:${join(folder, '.hebdo/hebdo.db')}`);
  async function* people() {
    for (let i = 0; i < subscribers; i++)
      yield { address: `reader${i}@d${i % 1_000}.example.com`, language: i % 3 === 0 ? 'en' : 'fr' };
  }
  await store.subscribers.upsert(people(), new Date(), () => undefined);
  await store.close();
  return folder;
}

type Run = { seconds: number; first: number; peak: number; childPeak: number; taken: number; words: string };

/** Runs `hebdo send`, and looks at its memory until it ends. */
async function send(folder: string): Promise<Run> {
  taken = 0;
  firstAt = 0;
  const start = performance.now();
  const child = spawn(process.execPath, [join(root, 'bin/hebdo.js'), 'send', week, '--yes', '--connections', '10'], {
    cwd: folder,
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let words = '';
  child.stdout.on('data', chunk => {
    words += chunk;
  });
  let peak = 0;
  let childPeak = 0;
  const look = setInterval(async () => {
    peak = Math.max(peak, await peakOf(child.pid));
    for (const pid of await childrenOf(child.pid)) childPeak = Math.max(childPeak, await peakOf(pid));
  }, 50);
  const code = await new Promise(resolve => child.on('close', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`send ended with ${code}: ${words}`);
  const seconds = (performance.now() - start) / 1_000;
  return { seconds, first: firstAt === 0 ? 0 : (firstAt - start) / 1_000, peak, childPeak, taken, words };
}

/** Megabytes a process had resident at most (VmHWM); 0 when it is gone. */
async function peakOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}

async function childrenOf(pid: number | undefined): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map(thread => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap(list => list.split(' ').filter(Boolean).map(Number));
}

const rows: string[] = [];
for (const subscribers of [few, many]) {
  const folder = await newsletter(subscribers);
  const first = await send(folder);
  const again = [await send(folder), await send(folder), await send(folder)].sort((a, b) => a.seconds - b.seconds);
  const { seconds, first: start, peak, childPeak } = first;
  rows.push(
    `| ${subscribers.toLocaleString('en')} | ${first.taken.toLocaleString('en')} | ${start.toFixed(1)} s | ${seconds.toFixed(1)} s | ${Math.round(first.taken / (seconds - start)).toLocaleString('en')} | ${peak.toFixed(0)} MB | ${childPeak.toFixed(0)} MB | ${again[1]?.seconds.toFixed(2)} s |`,
  );
  if (again.some(run => run.taken > 0)) throw new Error('something was sent twice');
  await rm(folder, { recursive: true });
}
console.log(
  `| subscribers | messages taken | first message after | all after | messages/s | peak memory | of compiling, before | run again: nothing due |\n|---|---|---|---|---|---|---|---|\n${rows.join('\n')}`,
);
server.close();
