import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A commit that changed a file: the file's text before it and after it, and the day on which it was written. */
export type FileChange = { day: string; before: string; after: string };

/** Older commits are not read. */
const maxCommits = 200;
const maxOutputBytes = 32 * 1024 * 1024;
const gitTimeoutMs = 2_000;

/** git neither asks for passwords nor fetches the missing objects of a partial clone. */
const quiet = { GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };

/**
 * The commits that changed a file, newest first; renames are followed. Merges are left out: what they bring was changed before. So is
 * the first commit of a shallow clone: what it changed is not known.
 * @param path the file, relative to `folder`
 * @returns none if git is not installed, the file is not in a repository, or its history cannot be read
 */
export async function fileHistory(folder: string, path: string): Promise<FileChange[]> {
  const show = ['--raw', '--no-abbrev', '--no-color', '--no-show-signature', '--decorate=short', '--format=@%cs%D'];
  const log = await git(folder, ['log', '--follow', '--no-merges', `--max-count=${maxCommits}`, ...show, '--', path]);
  const changes = log === undefined ? [] : changesIn(log.toString());
  if (changes.length === 0) return [];
  const ids = [...new Set(changes.flatMap(({ before, after }) => [before, after]))].filter(id => !/^0+$/.test(id));
  const objects = await git(folder, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
  const texts = objects === undefined ? new Map<string, string>() : textsIn(objects);
  const textOf = (id: string): string | undefined => (/^0+$/.test(id) ? '' : texts.get(id));
  return changes.flatMap(({ day, before, after }): FileChange[] => {
    const [old, now] = [textOf(before), textOf(after)];
    return old === undefined || now === undefined ? [] : [{ day, before: old, after: now }];
  });
}

/** Reads `git log --raw`: the ids of the file's contents before and after each commit. */
function changesIn(log: string): FileChange[] {
  const changes: FileChange[] = [];
  let day = '';
  let isShallow = false;
  for (const line of log.split('\n')) {
    if (line.startsWith('@')) {
      day = line.slice(1, 11);
      isShallow = /(?:^|, )grafted(?:,|$)/.test(line.slice(11));
    }
    const [, before, after] = /^:\d{6} \d{6} ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) /.exec(line) ?? [];
    if (before !== undefined && after !== undefined && !isShallow) changes.push({ day, before, after });
  }
  return changes;
}

/** Reads `git cat-file --batch`: `<id> blob <bytes>`, the content, and a line feed for each object. */
function textsIn(objects: Buffer): Map<string, string> {
  const texts = new Map<string, string>();
  for (let at = 0; at < objects.length; ) {
    const end = objects.indexOf('\n', at);
    if (end === -1) break;
    const [, id, bytes] = /^([0-9a-f]{40,64}) blob (\d{1,9})$/.exec(objects.toString('latin1', at, end)) ?? [];
    at = end + 1;
    // Other lines say that an object is missing.
    if (id === undefined) continue;
    texts.set(id, objects.toString('utf8', at, at + Number(bytes)));
    at += Number(bytes) + 1;
  }
  return texts;
}

/** Runs git. @returns its output; undefined if it fails, takes too long or writes too much */
async function git(folder: string, args: readonly string[], input = ''): Promise<Buffer | undefined> {
  const child = spawn('git', args, {
    cwd: folder,
    env: { ...process.env, ...quiet },
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: gitTimeoutMs,
  });
  const parts: Buffer[] = [];
  let bytes = 0;
  child.stdout.on('data', (part: Buffer) => {
    parts.push(part);
    bytes += part.length;
    if (bytes > maxOutputBytes) child.kill('SIGKILL');
  });
  // git may end before it has read all ids.
  child.stdin.on('error', () => undefined).end(input);
  try {
    const [code] = await once(child, 'close');
    return code === 0 && bytes <= maxOutputBytes ? Buffer.concat(parts) : undefined;
  } catch {
    return undefined;
  }
}
