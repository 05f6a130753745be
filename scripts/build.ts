// Writes build/: the sources without their types, since Node strips types in a checkout but not in node_modules; and the
// declarations that the public API (src/index.ts) needs. Libraries that the package carries are imported from vendor/.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledLibraries, vendorFile } from './bundled-libraries.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const out = join(root, 'build');

/** Only relative imports end in .ts. */
const relativeImports = /((?:from|import)\s*\(?\s*['"])(\.[^'"]+)\.ts(['"])/g;

/** The imports of libraries, and of their JSON. */
const libraryImports = /((?:from|import\s*\()\s*)'([^'.][^']*)'(?: with \{ type: 'json' \})?/g;

/** A script whose imports of bundled libraries lead to vendor/. */
const withVendor = (script: string, folder: string): string =>
  script.replace(libraryImports, (whole, before: string, specifier: string) =>
    specifier in bundledLibraries
      ? `${before}'${relative(folder, join(root, 'vendor', vendorFile(specifier))).replaceAll('\\', '/')}'`
      : whole,
  );

const write = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text.replace(relativeImports, '$1$2.js$3'));
};

async function writeScripts(): Promise<void> {
  for (const entry of await readdir(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.d.ts')) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(out, relative(join(root, 'src'), from)).replace(/\.ts$/, '.js');
    await write(to, withVendor(stripTypeScriptTypes(await readFile(from, 'utf8')), dirname(to)));
  }
  await cp(join(root, 'src/preview/client'), join(out, 'preview/client'), { recursive: true });
}

/** The declarations of src/index.ts, and those that they import. */
async function writeDeclarations(): Promise<void> {
  const all = await mkdtemp(join(tmpdir(), 'hebdo-types-'));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  // `npm test` checks the types; without the check, this takes a third of the time.
  const options = ['-p', join(root, 'tsconfig.build.json'), '--noCheck', '--outDir', all];
  execFileSync(process.execPath, [tsc, ...options], { stdio: 'inherit' });
  const written = new Set<string>();
  const visit = async (path: string): Promise<void> => {
    if (written.has(path)) return;
    written.add(path);
    const text = await readFile(join(all, path), 'utf8');
    for (const [, , specifier = ''] of text.matchAll(relativeImports))
      await visit(normalize(join(dirname(path), `${specifier}.d.ts`)));
    await write(join(out, path), text);
  };
  await visit('index.d.ts');
  await rm(all, { recursive: true });
}

await rm(out, { recursive: true, force: true });
await writeScripts();
await writeDeclarations();
