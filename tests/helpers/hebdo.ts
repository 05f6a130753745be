import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/hebdo.js', import.meta.url));

export type Ended = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string };

/** Not the developer's own. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/hebdo-tests', import.meta.url));

/** The environment of a test: nothing of the machine's that hebdo would read. */
const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(HEBDO_|LC_|LANG|CI$)/.test(name)));

/** Starts the command line as a user would, with standard input closed. @param script the one of the checkout, or of a package */
export function start(folder: string, args: readonly string[], env: Record<string, string> = {}, script = bin) {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: { ...clean, LANG: 'en_US.UTF-8', XDG_CACHE_HOME: cache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  child.stderr.on('data', chunk => {
    err += chunk;
  });
  const ended = new Promise<Ended>(resolve => child.on('close', (code, signal) => resolve({ code, signal, out, err })));
  return { child, ended };
}

/** Runs a command to its end. */
export const hebdo = (folder: string, args: string[], env: Record<string, string> = {}): Promise<Ended> =>
  start(folder, args, env).ended;

export const secret = 'a secret of the tests, long enough to be one';
