import { cp, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../source/json.ts';
import { metadata } from '../../source/metadata.ts';

/** Files by path: their text, or the file of hebdo's that is copied. */
export type Files = ReadonlyMap<string, string | { from: string }>;

/**
 * How files are written into a folder: `write` are new, `merge` are there and get what they lack, `keep` are there and stay as they
 * are, `taken` are there and must not be: then nothing may be written.
 */
export type StarterPlan = {
  write: Map<string, string | { from: string }>;
  merge: Map<string, string>;
  keep: string[];
  taken: string[];
};

/** Files that a folder may have before: new repositories come with some. */
const mayStay = new Set(['README.md', '.vscode/extensions.json']);

/** Plans what is written of files in a folder. */
export async function planStarter(folder: string, files: Files): Promise<StarterPlan> {
  const plan: StarterPlan = { write: new Map(), merge: new Map(), keep: [], taken: [] };
  for (const [path, content] of files) {
    if ((await stat(join(folder, path)).catch(() => undefined)) === undefined) plan.write.set(path, content);
    else if (mayStay.has(path)) plan.keep.push(path);
    else {
      const merged = await mergedWith(join(folder, path), path, content);
      if (merged === undefined) plan.taken.push(path);
      else if (merged === '') plan.keep.push(path);
      else plan.merge.set(path, merged);
    }
  }
  return plan;
}

/** The text of a file that is there with what ours adds; empty if it has all of it, undefined if it cannot be merged. */
async function mergedWith(file: string, path: string, ours: string | { from: string }): Promise<string | undefined> {
  const merge = path === 'package.json' ? withDependencies : path === '.gitignore' ? withLines : undefined;
  if (merge === undefined) return undefined;
  const theirs = await readFile(file, 'utf8');
  const merged = merge(theirs, typeof ours === 'string' ? ours : await readFile(ours.from, 'utf8'));
  return merged === theirs ? '' : merged;
}

const dependencies = z.record(z.string(), z.string()).optional();
const packageFile = z.object({ dependencies, devDependencies: dependencies });

/** A package.json that also depends on hebdo, otherwise unchanged; undefined if it is not one. */
function withDependencies(theirs: string, ours: string): string | undefined {
  const { data: raw } = z.record(z.string(), z.unknown()).safeParse(parseJson(theirs.replace(/^\ufeff/, '')));
  const { data } = packageFile.safeParse(raw);
  if (data === undefined) return undefined;
  if ((data.dependencies?.[metadata.name] ?? data.devDependencies?.[metadata.name]) !== undefined) return theirs;
  const added = packageFile.parse(JSON.parse(ours)).dependencies;
  const indent = /^[ \t]{1,8}/m.exec(theirs)?.[0] ?? '  ';
  const merged = JSON.stringify({ ...raw, dependencies: { ...data.dependencies, ...added } }, null, indent);
  return /\n$/.test(theirs) ? `${merged}\n` : merged;
}

/** A .gitignore with the lines that it lacks. */
function withLines(theirs: string, ours: string): string {
  const has = new Set(theirs.split(/\r?\n/).map(one => one.trim().replace(/\/$/, '')));
  const missing = ours.split('\n').filter(one => one !== '' && !has.has(one.replace(/\/$/, '')));
  if (missing.length === 0) return theirs;
  return `${theirs}${theirs === '' || theirs.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n`;
}

/** Writes what is planned. A file that appeared meanwhile is not overwritten. */
export async function writeStarter(folder: string, { write, merge }: StarterPlan): Promise<void> {
  for (const [path, content] of write) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    if (typeof content === 'string') await writeFile(target, content, { flag: 'wx' });
    else await cp(content.from, target, { recursive: true, errorOnExist: true, force: false });
  }
  for (const [path, text] of merge) {
    const target = join(folder, path);
    await writeFile(`${target}.hebdo-new`, text);
    await rename(`${target}.hebdo-new`, target);
  }
}
