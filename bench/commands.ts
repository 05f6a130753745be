// How long the commands take that an editor runs all day, beside a Node that does nothing. `npm run bench`
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'hebdo-bench-'));
const runs = 11;

const cases: Record<string, string[]> = {
  'node -e 0': ['-e', '0'],
  'hebdo --help': ['bin/hebdo.js', '--help'],
  'hebdo check': ['bin/hebdo.js', 'check'],
  'hebdo build': ['bin/hebdo.js', 'build', '--out', out],
};

/** Milliseconds of one run. */
function time(args: string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - start;
}

const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

const samples = new Map(Object.keys(cases).map(name => [name, [] as number[]]));
for (const args of Object.values(cases)) time(args);
// Taken in turns, so that a slow moment of the machine meets all alike.
for (let run = 0; run < runs; run++)
  for (const [name, args] of Object.entries(cases)) samples.get(name)?.push(time(args));

const reference = median(samples.get('node -e 0') ?? []);
console.log('| command | median of 11 | slowest | times `node -e 0` |\n|---|---|---|---|');
for (const [name, times] of samples)
  console.log(
    `| \`${name}\` | ${median(times).toFixed(0)} ms | ${Math.max(...times).toFixed(0)} ms | ${(median(times) / reference).toFixed(1)} |`,
  );
