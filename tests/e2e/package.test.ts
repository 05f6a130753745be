import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../helpers/newsletter.ts';
import { bytesOnDisk, npm, type Packed, packHebdo, productionPackages } from '../helpers/package.ts';

/** The limits of a production install. */
const maxPackages = 150;
const maxMegabytes = 115;
/** Packages that npm installs twice in an empty folder, since it nests them otherwise than beside our dev dependencies: 6 on 2026-11-26. */
const nestedInEmptyFolder = 8;

const manifestSchema = z.looseObject({
  bin: z.object({ hebdo: z.string() }),
  exports: z.object({ '.': z.object({ types: z.string(), default: z.string() }) }),
  dependencies: z.record(z.string(), z.string()),
  engines: z.object({ node: z.string() }),
  repository: z.object({ url: z.string() }),
  homepage: z.string(),
  bugs: z.string(),
});

/** What an import names. */
const imports = /(?:^(?:import|export) [^'\n]* from |^import |^\} from |\bimport\()'([^']+)'/gm;

let packed: Packed;
let manifest: z.infer<typeof manifestSchema>;
const read = (file: string): Promise<string> => readFile(join(packed.folder, file), 'utf8');
beforeAll(async () => {
  packed = await packHebdo();
  manifest = manifestSchema.parse(JSON.parse(await read('package.json')));
}, 120_000);
afterAll(() => packed.remove());

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
      'vendor/mjml.js',
      'vendor/THIRD-PARTY-LICENSES.txt',
    ])
      expect(packed.files).toContain(file);
    expect(packed.files.filter(file => /^(src|tests|issues|bench|scripts)\/|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });

  it(`brings at most ${maxPackages} packages and ${maxMegabytes} MB`, async () => {
    const folders = await productionPackages();
    const sizes = await Promise.all([packed.folder, ...folders.map(path => join(root, path))].map(bytesOnDisk));
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
    expect(folders.length + 1 + nestedInEmptyFolder).toBeLessThanOrEqual(maxPackages);
    expect(megabytes).toBeLessThanOrEqual(maxMegabytes);
    // Less would mean that something was not counted. The README says both numbers.
    const [, packages, size] = /it brings (\d+) packages and (\d+) MB/.exec(await read('README.md')) ?? [];
    expect(Math.abs(folders.length + 1 - Number(packages))).toBeLessThanOrEqual(nestedInEmptyFolder);
    if (process.platform === 'linux') expect(Math.abs(megabytes - Number(size))).toBeLessThanOrEqual(5);
  });

  it('imports only what it depends on and what it holds', async () => {
    const missing: string[] = [];
    for (const file of packed.files.filter(
      path => /^build\/.*\.(js|d\.ts)$/.test(path) && !path.includes('/client/'),
    )) {
      const text = await read(file);
      for (const [, specifier = ''] of text.matchAll(imports)) {
        const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
        const isKnown = specifier.startsWith('.')
          ? packed.files.includes(
              posix.join(posix.dirname(file), specifier).replace(/\.js$/, file.endsWith('.d.ts') ? '.d.ts' : '.js'),
            )
          : specifier.startsWith('node:') || builtinModules.includes(name) || name in manifest.dependencies;
        if (!isKnown) missing.push(`${file}: ${specifier}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('names no file that it does not hold', async () => {
    const { bin, exports } = manifest;
    for (const path of [bin.hebdo, ...Object.values(exports['.'])])
      expect(packed.files).toContain(path.replace(/^\.\//, ''));
    // Scripts and dev dependencies are for a checkout.
    expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['scripts']));
    expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['devDependencies']));
    const repository = manifest.repository.url.replace(/^git\+|\.git$/g, '');
    const wrong: string[] = [];
    const pages = packed.files.filter(file => file.endsWith('.md'));
    for (const page of pages) {
      const text = await read(page);
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        const [path = ''] = target.split('#');
        if (path.startsWith('https://github.com/hebdo/') && !path.startsWith(repository))
          wrong.push(`${page}: ${path}`);
        if (path === '' || /^[a-z]+:/.test(path)) continue;
        const file = posix.join(posix.dirname(page), path);
        if (!packed.files.includes(file)) wrong.push(`${page}: ${path}`);
      }
      const named =
        /(?<!\[)`(?:tests|scripts|bench|src)\/[^`]*`|\bnpm (?:run \S+|test|start)\b|(?<=^|\s)(?:tests|scripts|bench)\/\S+/gm;
      for (const [script] of text.matchAll(named)) wrong.push(`${page}: ${script}`);
    }
    expect(pages.length).toBeGreaterThan(8);
    expect(wrong).toEqual([]);
  });

  it('can be published, and says where it is from', () => {
    const { repository, homepage, bugs } = manifest;
    expect(repository.url).toMatch(/^git\+https:\/\/github\.com\/[\w-]+\/[\w-]+\.git$/);
    const page = repository.url.replace(/^git\+|\.git$/g, '');
    expect([homepage, bugs]).toEqual([`${page}#readme`, `${page}/issues`]);
    // No registry is asked: there is none at that address.
    const offline = ['--registry', 'http://127.0.0.1:9', '--fetch-retries', '0'];
    const output = npm(dirname(packed.tarball), 'publish', packed.tarball, '--dry-run', '--json', ...offline);
    expect(output).toContain('"name": "hebdo"');
    expect(output).toContain(`"entryCount": ${packed.files.length},`);
  });

  it('wants the Node that its message, its README and its engines name', async () => {
    const [major = ''] = /\d+/.exec(manifest.engines.node) ?? [];
    expect(manifest.engines.node).toBe(`>=${major}`);
    expect(await read('bin/hebdo.js')).toContain(`hebdo needs Node ${major} or later`);
    expect(await read('README.md')).toContain(`needs Node ${major} or later`);
    expect(await read('docs/api.md')).toContain(`Node ${major} or later`);
  });
});
