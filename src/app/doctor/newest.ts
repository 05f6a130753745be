import { listWeeks } from '../../issue/issue-files.ts';
import { checkLinks } from '../../issue/rules/links/check-links.ts';
import { messageMaker, type Sender } from '../../message/message.ts';
import { testRecipientId } from '../../message/recipient.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';
import { compileApart, type Sendable } from '../compile/compile-apart.ts';
import { bad, type Finding, skipped, subject, well } from './finding.ts';

/** The newest issue as it would be sent; undefined if there is none, or it has errors, which `check` reports. */
export async function newestIssue(folder: string): Promise<Sendable | undefined> {
  const [week] = await listWeeks(folder);
  return week === undefined ? undefined : (await compileApart('issue', folder, week)).value;
}

/** Bytes of the largest of an issue's messages. */
export async function largestMessage(
  { publication, emails }: Sendable,
  sender: Omit<Sender, 'publication'>,
): Promise<number> {
  const to = { id: testRecipientId, address: 'reader@example.com' };
  const messages = emails.map(email => messageMaker(email, { ...sender, publication })(to, new Date()));
  return Math.max(0, ...(await Promise.all(messages)).map(({ raw }) => raw.length));
}

/** Whether the images that an issue's messages load from the web can be loaded. */
export async function imageFindings({ publication, issue, emails }: Sendable, store: Store): Promise<Finding[]> {
  const { week } = issue;
  const loaded = emails.flatMap(({ html }) =>
    [...html.matchAll(/<img\b[^<>]*?\ssrc="(https?:[^"]+)"/g)].map(([, src]) => src ?? ''),
  );
  const all = [...new Set(loaded.map(src => src.replaceAll('&amp;', '&')))];
  if (all.length === 0)
    return [well(subject('images', t('images')), t('those of %{week} are contained in the messages', { week }))];
  const own = `${publication.url}/${week}/images/`;
  const isServed = (await store.ledger.run(week)) !== undefined;
  const asked = all.filter(src => isServed || !src.startsWith(own));
  const findings =
    asked.length < all.length
      ? [skipped(subject('images', t('images')), t('those at %{own} are served once its sending begins', { own }))]
      : [];
  const wrong = await checkLinks(asked);
  for (const [host, sources] of Map.groupBy(asked, src => new URL(src).host)) {
    const bads = sources.filter(src => wrong.has(src));
    const about = subject('images', t('images at %{host}', { host }));
    const [first] = bads;
    if (first === undefined)
      findings.push(well(about, t('all %{count} of %{week} answer', { count: sources.length, week })));
    else
      findings.push(
        bad(
          about,
          t('%{count} of %{all} do not answer: %{first} %{why}', {
            count: bads.length,
            all: sources.length,
            first,
            why: wrong.get(first) ?? '',
          }),
          t('Readers would see a gap: put the image there, or beside the issue as a file.'),
        ),
      );
  }
  return findings;
}
