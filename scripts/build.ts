// Writes build/: the sources without their types, since Node strips types in a checkout but not in node_modules.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const out = join(root, 'build');
await rm(out, { recursive: true, force: true });
for (const entry of await readdir(join(root, 'src'), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.d.ts')) continue;
  const from = join(entry.parentPath, entry.name);
  const to = join(out, from.slice(join(root, 'src').length)).replace(/\.ts$/, '.js');
  const script = stripTypeScriptTypes(await readFile(from, 'utf8'));
  await mkdir(dirname(to), { recursive: true });
  // Only relative imports end in .ts.
  await writeFile(to, script.replace(/((?:from|import)\s*\(?\s*')(\.[^']+)\.ts'/g, "$1$2.js'"));
}
await cp(join(root, 'src/preview/client'), join(out, 'preview/client'), { recursive: true });
