import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { afterTest } from './after-test.ts';
import { start } from './hebdo.ts';
import { emptyFolder, root } from './newsletter.ts';

/** The package as npm packs it. */
export type Packed = {
  tarball: string;
  /** The folder that holds what is in the tarball, and its files. */
  folder: string;
  files: string[];
  remove(): Promise<void>;
};

const notCopied = new Set(['node_modules', '.git', '.hebdo', 'dist', 'build', 'vendor']);

/** On Windows npm is a script that only a shell can run. No argument comes from outside. */
export const npm = (cwd: string, ...args: string[]): string =>
  execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });

/** Packs a copy of this checkout, since `npm pack` changes files while it works; `remove` it at the end. */
export async function packHebdo(): Promise<Packed> {
  const at = await mkdtemp(join(tmpdir(), 'hebdo-package-'));
  const checkout = join(at, 'checkout');
  await cp(root, checkout, {
    recursive: true,
    filter: path => dirname(path) !== dirname(join(root, 'x')) || !notCopied.has(basename(path)),
  });
  await symlink(join(root, 'node_modules'), join(checkout, 'node_modules'), 'junction');
  npm(checkout, 'pack', '--pack-destination', at);
  const tarball = join(at, (await readdir(at)).find(name => name.endsWith('.tgz')) ?? '');
  execFileSync('tar', ['xzf', basename(tarball)], { cwd: at });
  const folder = join(at, 'package');
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
  return { tarball, folder, files, remove: () => rm(at, { recursive: true, force: true }) };
}

const names = z.record(z.string(), z.string()).default({});
const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dependencies: names,
      optionalDependencies: names,
      peerDependencies: names,
      peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
    }),
  ),
});

/** The folders, under the checkout, of the packages that `npm install hebdo` brings on this machine. */
export async function productionPackages(): Promise<string[]> {
  const { packages } = lockFile.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  /** The folder in which Node finds a package from another: the nearest node_modules. */
  const found = (from: string, name: string): string | undefined => {
    for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
      const folder = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
      if (folder in packages) return folder;
      if (at === '') return undefined;
    }
  };
  const reached = new Set<string>();
  const visit = (folder: string): void => {
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = packages[folder] ?? {};
    const peers = Object.keys(peerDependencies ?? {}).filter(name => peerDependenciesMeta?.[name]?.optional !== true);
    for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
      const next = found(folder, name);
      // Optional packages for other platforms are not installed.
      if (next === undefined || reached.has(next) || !existsSync(join(root, next))) continue;
      reached.add(next);
      visit(next);
    }
  };
  visit('');
  return [...reached];
}

/** The bytes that a folder takes on a disk with blocks of 4 KiB, without packages inside, as `du` counts them. */
export async function bytesOnDisk(folder: string): Promise<number> {
  const sizes = (await readdir(folder, { withFileTypes: true })).map(async entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? 0 : bytesOnDisk(path);
    return Math.ceil((await stat(path)).size / 4_096) * 4_096;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 4_096);
}

/** An empty folder with hebdo installed from its package, and what it depends on. */
export async function installed({ folder: unpacked }: Packed) {
  const folder = await emptyFolder();
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  await cp(unpacked, join(modules, 'hebdo'), { recursive: true });
  for (const path of await productionPackages()) {
    // A package inside another is reached through it.
    if (path.lastIndexOf('node_modules/') !== 0) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(join(root, path), join(folder, path), 'junction');
  }
  const script = join(modules, 'hebdo/bin/hebdo.js');
  const env: Record<string, string> = {};
  return {
    folder,
    /** Variables of the environment of each command after. */
    env,
    run: (...args: string[]) => start(folder, args, env, script).ended,
    /** A command that runs until the test ends it. @returns the address that it prints */
    async serve(...args: string[]) {
      const { child, ended } = start(folder, args, env, script);
      afterTest(() => {
        child.kill();
      });
      const url = await new Promise<string>((resolve, reject) => {
        let out = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', chunk => {
            out += chunk;
            const [address] = /http:\/\/[\w.]+:\d+\S*/.exec(out) ?? [];
            if (address !== undefined) resolve(address);
          });
        child.on('close', () => reject(new Error(out)));
      });
      const stop = async () => {
        child.kill('SIGTERM');
        const { code } = await ended;
        // Windows has no signals: the process is ended hard.
        return process.platform === 'win32' ? 0 : code;
      };
      return { url, stop };
    },
  };
}
