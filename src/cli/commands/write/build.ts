import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type CompiledIssue,
  compileIssue,
  loadNewsletter,
  type Newsletter,
  newestReady,
} from '../../../app/compile/newsletter.ts';
import { userCache } from '../../../app/compile/user-cache.ts';
import { escapeHtml } from '../../../edition/rich-text.ts';
import type { Email } from '../../../email/email.ts';
import { fillSlots, type SlotValues } from '../../../email/slots.ts';
import { testRecipientId } from '../../../message/recipient.ts';
import { sendTime } from '../../../publication/send-time.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { showWarnings } from '../../terminal/problems.ts';
import { table } from '../../terminal/table.ts';

/** `hebdo build`: writes each edition's files, for looking at and for the web. All are compiled before one is written. */
export async function build(context: Context, named: string | undefined, out: string): Promise<ExitCode> {
  const { folder, terminal, json, print, refuse } = context;
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  const week = named ?? (await newestReady(newsletter.value));
  if (week === undefined) {
    terminal.say('There is no issue that is ready. Name one: hebdo build 2026-W48');
    return exit.usage;
  }
  const compiled = await compileIssue(newsletter.value, week, await userCache(context.env));
  if (compiled.value === undefined) return refuse(compiled.problems);
  await showWarnings(terminal, compiled.problems, folder);
  const files = await filesOf(newsletter.value, compiled.value);
  for (const [path, content] of files) {
    const target = resolve(folder, out, path);
    await mkdir(join(target, '..'), { recursive: true });
    await writeFile(target, content);
  }
  if (json) print({ files: [...files.keys()].map(path => join(out, path)) });
  else {
    const rows = compiled.value.editions.map(({ email }) => [
      email.language,
      email.subject,
      kilobytes(Buffer.byteLength(email.html)),
      kilobytes(Buffer.byteLength(email.text)),
      String(email.images.length),
    ]);
    const columns = [
      { heading: 'edition' },
      { heading: 'subject' },
      { heading: 'HTML', numeric: true },
      { heading: 'text', numeric: true },
      { heading: 'images', numeric: true },
    ];
    terminal.say(table(terminal, columns, rows));
    terminal.say(`\n  ${files.size} files in ${join(out, compiled.value.issue.week)}/`);
  }
  return exit.done;
}

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

/** Every file of a built issue by its path under `dist/`. */
async function filesOf({ publication }: Newsletter, { issue, editions, compileContext }: CompiledIssue) {
  const [{ messageMaker }, { compileWebVersion }] = await Promise.all([
    import('../../../message/message.ts'),
    import('../../../email/compile.ts'),
  ]);
  const files = new Map<string, string | Buffer>();
  const sentAt = sendTime(issue, publication.time_zone)?.in(publication.time_zone);
  const date = new Date(sentAt?.epochMilliseconds ?? 0);
  // Signed with no secret: the links of a built copy open nothing.
  const sender = { publication, secret: 'built for looking at' };
  for (const { email, edition, locale } of editions) {
    const folder = `${issue.week}/${email.language}`;
    const to = { id: testRecipientId, address: 'reader@example.com' };
    files.set(`${folder}/email.html`, beside(email, to.address));
    files.set(`${folder}/email.txt`, fillSlots(email.text, sampleValues(to.address)));
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
function beside({ html, images }: Email, address: string): string {
  const local = images.reduce(
    (text, { cid, filename }) => text.replaceAll(`cid:${cid}`, `../images/${filename}`),
    html,
  );
  return fillSlots(local, sampleValues(address), escapeHtml);
}

/** What stands in the slots of a copy for looking at: links that lead nowhere. */
const sampleValues = (address: string): SlotValues => ({
  address,
  unsubscribe_url: '#unsubscribe',
  preferences_url: '#preferences',
  language_url: '#language',
});
