import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { type CompiledIssue, compileIssue, loadNewsletter } from '../../src/app/compile/newsletter.ts';
import { issuePath } from '../../src/issue/issue-files.ts';
import { loadIssue } from '../../src/issue/load.ts';
import { loadPublication } from '../../src/publication/load.ts';
import type { Problem } from '../../src/source/problem.ts';
import { afterTest } from './after-test.ts';

/** This repository, which is a newsletter itself. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
export const sampleWeek = '2026-W48';

/** An empty folder that goes when the test ends. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hebdo-test-'));
  afterTest(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the sample newsletter to play with. Templates and locales come with hebdo. */
export async function sampleNewsletter(): Promise<string> {
  const folder = await emptyFolder();
  await copySample(folder);
  return folder;
}

/** Copies the sample newsletter into a folder. */
export async function copySample(folder: string): Promise<void> {
  for (const path of ['hebdo.yaml', 'issues', 'samples'])
    await cp(join(root, path), join(folder, path), { recursive: true });
}

/** Changes a file; the words to replace must be there. */
export async function edit(folder: string, path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(folder, path), 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${path} does not hold ${from}`);
  await writeFile(join(folder, path), edited);
}

/** The sample issue as another week's, its articles with other links and words: what went out once is not sent again. */
export const asAnother = (text: string, week: string): string =>
  text
    .replace(`week: ${sampleWeek}`, `week: ${week}`)
    .replaceAll(/^((?: {6}| {4}url: \{ )(?:fr|en): https:\/\/\S+)/gm, `$1?${week}`)
    .replaceAll(/^( {4}title:(?:\n {6}| \{ )fr: "[^"]*)"/gm, `$1 (${week})"`);

/** A newsletter of one issue. */
export async function newsletterWith(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await sampleNewsletter();
  await rm(join(folder, 'issues'), { recursive: true });
  await cp(join(root, 'issues/images'), join(folder, 'issues/images'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** What `check` finds in an issue. */
export async function problemsOf(folder: string, week: string): Promise<Problem[]> {
  const publication = await loadPublication(folder);
  const known = publication.value ?? publication.salvaged;
  if (known === undefined) return publication.problems;
  return [...publication.problems, ...(await loadIssue(folder, issuePath(week), known)).problems];
}

/** An issue's text as YAML with one article, and more keys on top. */
export const issueYaml = (week: string, more = '', article = ''): string => `week: ${week}
status: ready
subject: { fr: "Sujet de la semaine", en: "Subject of the week" }
${more}
articles:
  - id: one
    title: { fr: "Titre", en: "Title" }
    url: https://example.com/one
${article}
`;

/** Compiles an issue that has no errors. */
export async function compiled(folder: string, week = sampleWeek): Promise<CompiledIssue> {
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) throw new Error(JSON.stringify(newsletter.problems));
  const issue = await compileIssue(newsletter.value, week);
  if (issue.value === undefined) throw new Error(JSON.stringify(issue.problems));
  return issue.value;
}

/** The compiled edition in a language. */
export async function edition(folder: string, language: string, week = sampleWeek) {
  const { editions } = await compiled(folder, week);
  const found = editions.find(({ email }) => email.language === language);
  if (found === undefined) throw new Error(`no edition in ${language}`);
  return found;
}

/** The first of a list that must not be empty. */
export function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('the list is empty');
  return item;
}

/** Writes the newsletter that `hebdo init` made as an editor would: the issue is ready, and what was to be replaced is. */
export async function writeStarter(folder: string): Promise<void> {
  const [issue = ''] = (await readdir(join(folder, 'issues'))).filter(name => name.endsWith('.yaml'));
  await edit(folder, `issues/${issue}`, 'status: draft', 'status: ready');
  const path = join(folder, `issues/${issue}`);
  const starter = new Set(
    Object.values(
      z
        .record(z.string(), z.record(z.string(), z.string()))
        .parse(JSON.parse(await readFile(join(root, 'starter/issue.json'), 'utf8'))),
    ).flatMap(text => Object.values(text)),
  );
  const doc = parseDocument(await readFile(path, 'utf8'));
  visit(doc, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && starter.has(node.value)) node.value = `${node.value} Hebdo.`;
    },
  });
  await writeFile(path, doc.toString({ lineWidth: 0 }));
  await edit(folder, `issues/${issue}`, 'https://example.com/welcome', 'https://news.example.com/welcome');
  await edit(folder, `issues/${issue}`, 'https://example.com/then', 'https://news.example.com/then');
  await edit(folder, 'hebdo.yaml', 'Street 1, City', '1 rue de la Paix, 75002 Paris');
}
