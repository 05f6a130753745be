// What npm packs differs from the checkout: package.json has no scripts and no dev dependencies, and pages link to the repository what the
// package does not hold. `prepack` writes that form in place; `postpack` restores the checkout (with the argument `restore`).
import { cp, glob, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
/** The files as they were. */
const kept = join(root, 'dist/before-packing');

type Manifest = { repository: { url: string }; files: string[] } & Record<string, unknown>;

async function writePackedForm(): Promise<void> {
  const { scripts, devDependencies, allowScripts, ...manifest }: Manifest = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  await replace('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  const repository = manifest.repository.url.replace(/^git\+|\.git$/g, '');
  const packed = await packedFiles(manifest.files);
  for (const page of packed)
    if (page.endsWith('.md'))
      await replace(page, packedPage(page, await readFile(join(root, page), 'utf8'), packed, repository));
}

async function replace(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(kept, path)), { recursive: true });
  await cp(join(root, path), join(kept, path));
  await writeFile(join(root, path), text);
}

/** What `files` names, besides those that npm packs always (docs.npmjs.com/cli/configuring-npm/package-json#files). */
async function packedFiles(patterns: readonly string[]): Promise<Set<string>> {
  const packed = new Set(['README.md', 'LICENSE', 'package.json']);
  for (const pattern of patterns) {
    const isLeftOut = pattern.startsWith('!');
    const path = pattern.replace(/^!/, '');
    const isFolder = !path.includes('*') && (await stat(join(root, path))).isDirectory();
    for await (const found of glob(isFolder ? `${path}/**` : path, { cwd: root })) {
      const file = found.replaceAll('\\', '/');
      if (isLeftOut) packed.delete(file);
      else packed.add(file);
    }
  }
  return packed;
}

/** A page without what is for a checkout only, whose links to files outside the package lead to the repository. */
function packedPage(page: string, text: string, packed: ReadonlySet<string>, repository: string): string {
  const inRepository = (path: string): string => `${repository}/blob/HEAD/${path}`;
  return text
    .replace(/<!-- checkout -->[\s\S]*?<!-- \/checkout -->\n*/g, '')
    .replace(/\]\((?![a-z]+:|#)([^)#\s]+)(#[^)\s]*)?\)/g, (whole, target: string, anchor = '') => {
      const path = posix.join(posix.dirname(page), target);
      return packed.has(path) ? whole : `](${inRepository(path)}${anchor})`;
    })
    .replace(
      /(?<!\[)`((?:tests|src|scripts|bench|docs\/examples)\/[\w./-]+)`/g,
      (span, path: string) => `[${span}](${inRepository(path)})`,
    );
}

async function restore(): Promise<void> {
  await cp(kept, root, { recursive: true });
  await rm(kept, { recursive: true });
}

await (process.argv[2] === 'restore' ? restore() : writePackedForm());
