import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { localFile } from './files.ts';
import { issuePath } from './load.ts';
import type { Issue } from './schema.ts';

/**
 * A hash (SHA-256, hex) of what an issue says: its texts and the bytes of its images. Comments, order of keys and
 * `send_at` do not count: none of them changes what readers get.
 * @param folder the newsletter's folder
 */
export async function contentHash(folder: string, issue: Issue): Promise<string> {
  const { send_at: _, status: __, ...content } = issue;
  const hash = createHash('sha256').update(JSON.stringify(content));
  for (const { image } of issue.articles) {
    if (image === undefined || /^https?:/.test(image.src)) continue;
    const file = await localFile(folder, issuePath(issue.week), image.src);
    if (file.path !== undefined) hash.update(await readFile(file.path));
  }
  return hash.digest('hex');
}
