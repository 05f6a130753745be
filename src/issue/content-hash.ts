import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { maxImageBytes } from './images/decode-image.ts';
import { imageFilesOf } from './images/images-of.ts';
import { issuePath } from './issue-files.ts';
import { localFile } from './local-file.ts';
import type { Issue } from './schema.ts';

/**
 * A hash (SHA-256, hex) of an issue's content: its texts and the bytes of its images. YAML comments, the order of keys,
 * `status` and `send_at` are not included, since they do not change the emails.
 * @param folder the newsletter's folder
 */
export async function contentHash(folder: string, issue: Issue): Promise<string> {
  const { send_at: _, status: __, ...content } = issue;
  const hash = createHash('sha256').update(JSON.stringify(content));
  for (const { src } of imageFilesOf(issue)) {
    const file = await localFile(folder, issuePath(issue.week), src);
    if (file.path === undefined) continue;
    // A file above the limit is never sent.
    const { size } = await stat(file.path);
    hash.update(size > maxImageBytes ? `${size} bytes` : await readFile(file.path));
  }
  return hash.digest('hex');
}
