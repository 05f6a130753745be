import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { escapeHtml } from '../../edition/rich-text.ts';
import type { Email } from '../../email/email.ts';
import { fillSlots, type SlotValues } from '../../email/slots.ts';
import { valuesFor } from '../../issue/reader-fields.ts';
import { testRecipientId } from '../../message/recipient.ts';
import { sendTime } from '../../publication/send-time.ts';
import type { Checked } from '../../source/problem.ts';
import { type CompiledIssue, compileIssue, type Newsletter } from '../compile/newsletter.ts';
import { userCache } from '../compile/user-cache.ts';
import type { Environment } from '../settings/environment.ts';

/** An issue that was built: its editions, and the files written, by their paths under the output folder. */
export type BuiltIssue = { compiled: CompiledIssue; files: string[] };

/**
 * Writes each edition's files, for looking at and for the web. All are compiled before one is written.
 * @param week as a user types it
 * @param out the output folder, relative to the newsletter's
 */
export async function buildIssue(
  newsletter: Newsletter,
  week: string,
  out: string,
  env: Environment,
): Promise<Checked<BuiltIssue>> {
  const { value: compiled, problems } = await compileIssue(newsletter, week, userCache(env));
  if (compiled === undefined) return { problems };
  const files = await filesOf(newsletter, compiled);
  for (const [path, content] of files) {
    const target = resolve(newsletter.folder, out, path);
    await mkdir(join(target, '..'), { recursive: true });
    await writeFile(target, content);
  }
  return { value: { compiled, files: [...files.keys()] }, problems };
}

/** Every file of a built issue by its path under `dist/`. */
async function filesOf(
  { publication }: Newsletter,
  { issue, editions, compileContext }: CompiledIssue,
): Promise<Map<string, string | Buffer>> {
  const [{ messageMaker }, { compileWebVersion }] = await Promise.all([
    import('../../message/message.ts'),
    import('../../email/compile.ts'),
  ]);
  const files = new Map<string, string | Buffer>();
  const sentAt = sendTime(issue, publication.time_zone)?.in(publication.time_zone);
  const date = new Date(sentAt?.epochMilliseconds ?? 0);
  // Signed with no secret: the links of a built copy open nothing.
  const sender = { publication, secret: 'built for looking at' };
  for (const { email, edition, locale } of editions) {
    const folder = `${issue.week}/${email.language}`;
    const to = { id: testRecipientId, address: 'reader@example.com' };
    const values = { ...sampleLinks, address: to.address, fields: valuesFor(email.personal?.fields ?? []) };
    files.set(`${folder}/email.html`, beside(email, values));
    files.set(`${folder}/email.txt`, fillSlots(email.text, values));
    files.set(`${folder}/email.eml`, (await messageMaker(email, sender)(to, date)).raw);
    const { value: web } = await compileWebVersion(compileContext, edition, locale);
    // The email came out of the same template just before.
    if (web === undefined) throw new Error(`the web version of ${folder} cannot be compiled`);
    files.set(`${folder}/index.html`, web.html);
    for (const image of web.images) files.set(`${issue.week}/images/${image.filename}`, image.bytes);
  }
  return files;
}

/** The HTML part with its images beside it, so that a browser shows them. */
function beside({ html, images }: Email, values: SlotValues): string {
  const local = images.reduce(
    (text, { cid, filename }) => text.replaceAll(`cid:${cid}`, `../images/${filename}`),
    html,
  );
  return fillSlots(local, values, escapeHtml);
}

/** The links of a copy for looking at: they lead nowhere. */
const sampleLinks = {
  unsubscribe_url: '#unsubscribe',
  preferences_url: '#preferences',
  language_url: '#language',
};
