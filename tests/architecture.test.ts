import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** What each folder may use besides itself: the house of docs/architecture.md. */
const house: Record<string, readonly string[]> = {
  wording: [],
  source: ['wording'],
  secret: ['source', 'wording'],
  publication: ['source', 'wording'],
  issue: ['publication', 'source', 'wording'],
  edition: ['issue', 'publication', 'source', 'wording'],
  email: ['edition', 'issue', 'publication', 'source', 'wording'],
  message: ['email', 'edition', 'issue', 'publication', 'secret', 'source', 'wording'],
  replies: ['source', 'wording'],
  store: ['source', 'wording'],
  subscribers: ['store', 'secret', 'publication', 'source', 'wording'],
  delivery: ['replies', 'message', 'email', 'edition', 'issue', 'publication', 'store', 'source', 'wording'],
  bounces: ['replies', 'message', 'publication', 'subscribers', 'store', 'secret', 'source', 'wording'],
  import: ['issue', 'publication', 'source', 'wording'],
};
const work = Object.keys(house);
house.app = work;
const faces = ['cli', 'preview', 'web'];
house.preview = ['app', ...work];
house.web = ['app', ...work];
house.cli = ['app', ...work, ...faces];
// The public API.
house['index.ts'] = ['app', ...work];
const everything = Object.keys(house);
/** Packages that only these folders may know: no terminal, HTTP or database type is known elsewhere. */
const reserved: Record<string, readonly string[]> = {
  commander: ['cli'],
  '@clack/prompts': ['cli'],
  hono: ['preview', 'web'],
  '@hono/node-server': ['preview', 'web'],
  'smtp-server': ['preview'],
  imapflow: ['bounces'],
  mailparser: ['bounces', 'import', 'preview'],
  kysely: ['store'],
  'node:sqlite': ['store'],
  mjml: ['email'],
  liquidjs: ['email'],
  nodemailer: ['message', 'delivery'],
  i18next: ['edition'],
};

/** The imports that break the house. @param files by path under src/ */
function violations(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const [path, text] of files) {
    const [folder = ''] = path.split(sep);
    for (const [, specifier = ''] of text.matchAll(/(?:from|import\(|^import)\s*'([^']+)'/gm)) {
      if (specifier.startsWith('.')) {
        const target = normalize(join(dirname(path), specifier));
        if (target.startsWith('..')) continue;
        const [into = ''] = target.split(sep);
        const allowed = house[folder] ?? [];
        if (into !== folder && !allowed.includes(into)) found.push(`${path} may not import ${target}`);
      } else {
        const name = /^(?:node:\w+|@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[0] ?? specifier;
        const only = reserved[name];
        if (only !== undefined && !only.includes(folder)) found.push(`${path} may not import ${name}`);
      }
    }
    if (path !== join('cli', 'main.ts') && /process\.exit(Code)?\b/.test(text))
      found.push(`${path} may not set the exit code`);
    if (/^export default/m.test(text)) found.push(`${path} has a default export`);
  }
  return found;
}

/** Files that import each other in a circle, type imports counted: each circle's files once. */
function circles(files: ReadonlyMap<string, string>): string[][] {
  const targetsOf = (path: string): string[] =>
    [...(files.get(path) ?? '').matchAll(/(?:from|import\(|^import)\s*'(\.[^']+)'/gm)].flatMap(([, specifier = '']) => {
      const target = normalize(join(dirname(path), specifier));
      return files.has(target) ? [target] : [];
    });
  // Tarjan's strongly connected components.
  const found: string[][] = [];
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const visit = (path: string): number => {
    numbers.set(path, numbers.size);
    let low = numbers.get(path) ?? 0;
    stack.push(path);
    for (const target of targetsOf(path)) {
      if (!numbers.has(target)) low = Math.min(low, visit(target));
      else if (stack.includes(target)) low = Math.min(low, numbers.get(target) ?? low);
    }
    lowest.set(path, low);
    if (low === numbers.get(path)) {
      const component = stack.splice(stack.indexOf(path));
      if (component.length > 1) found.push(component.sort());
    }
    return low;
  };
  for (const path of files.keys()) if (!numbers.has(path)) visit(path);
  return found;
}

const files = new Map(
  readdirSync(src, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return [relative(src, path), readFileSync(path, 'utf8')] as const;
    }),
);

describe('the house', () => {
  it('has no folder that the plan does not know', () => {
    expect(
      [...new Set([...files.keys()].map(path => path.split(sep)[0]))].filter(
        folder => !everything.includes(folder ?? ''),
      ),
    ).toEqual([]);
    expect(files.size).toBeGreaterThan(60);
  });

  it('lets data flow one way', () => {
    expect(violations(files)).toEqual([]);
  });

  it('has no folder with more than 15 files beside each other, and no file over 250 lines', () => {
    const perFolder = Map.groupBy(files.keys(), path => dirname(path));
    const crowded = [...perFolder].filter(([, paths]) => paths.length > 15);
    expect(crowded.map(([folder, paths]) => `${folder}: ${paths.length}`)).toEqual([]);
    const long = [...files].filter(([, text]) => text.split('\n').length > 251);
    expect(long.map(([path, text]) => `${path}: ${text.split('\n').length}`)).toEqual([]);
  });

  it.each(['docs/architecture.md', 'docs/security.md', 'CONTRIBUTING.md', 'docs/reliability.md'])(
    '%s names files that exist',
    page => {
      const text = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');
      const named = [...text.matchAll(/`((?:src\/|tests\/|bench\/)?[\w-]+(?:\/[\w-]+)*\/(?:[\w.-]+\.ts)?)`/g)].map(
        ([, path = '']) => path,
      );
      expect(named.length).toBeGreaterThan(5);
      const root = fileURLToPath(new URL('../', import.meta.url));
      const isThere = (path: string): boolean => existsSync(join(root, path)) || existsSync(join(src, path));
      // A mention like `text/` is a folder of one that was named before.
      const isFolder = (path: string): boolean => [...files.keys()].some(file => file.includes(`${sep}${path}`));
      expect(named.filter(path => !isThere(path) && !(path.endsWith('/') && isFolder(path)))).toEqual([]);
    },
  );

  it('has no circle, inside a folder either', () => {
    expect(circles(files)).toEqual([]);
  });

  it('would notice a planted circle', () => {
    const line = "import type { Issue } from './load.ts';";
    const planted = new Map(files).set('issue/content-hash.ts', `${line}\n${files.get('issue/content-hash.ts')}`);
    planted.set('issue/load.ts', `import './content-hash.ts';\n${files.get('issue/load.ts')}`);
    expect(circles(planted)).toHaveLength(circles(files).length + 1);
  });

  it.each([
    ['issue/load.ts', "import { makeEdition } from '../edition/edition.ts';"],
    ['store/ledger/ledger.ts', "import type { Message } from '../../message/message.ts';"],
    ['email/compile.ts', "const x = await import('../delivery/run/run.ts');"],
    ['delivery/run/run.ts', "import { Command } from 'commander';"],
    ['message/message.ts', "import type { Kysely } from 'kysely/helpers/sqlite';"],
    ['source/read-source.ts', "import '../cli/main.ts';"],
    ['delivery/run/run.ts', 'process.exitCode = 1;'],
    ['issue/load.ts', 'export default 1;'],
  ])('would notice a violation planted in %s: %s', (path, line) => {
    const planted = new Map(files).set(normalize(path), `${line}\n${files.get(normalize(path))}`);
    expect(violations(planted)).toHaveLength(1);
  });
});
