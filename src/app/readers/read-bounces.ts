import type { ImapServer } from '../../bounces/imap-url.ts';
import type { Handled } from '../../bounces/mailbox.ts';
import type { Keys } from '../../bounces/proof.ts';
import { type Recorded, recordVerdict } from '../../bounces/record-verdict.ts';
import { judgeMail, type Verdict } from '../../bounces/verdict.ts';
import { loadPublication } from '../../publication/load.ts';
import { errorText } from '../../source/error-text.ts';
import type { Checked } from '../../source/problem.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';
import { makeLog } from '../observe/log.ts';
import { mailboxSettings } from '../settings/bounce-settings.ts';

/** What reading the bounce mailbox needs. */
export type BounceMailbox = {
  keys: Keys;
  imap: ImapServer;
  /** Soft bounces that suppress: so many within so many milliseconds. */
  limit: { count: number; within: number };
};

/** The bounce mailbox of the environment, and the limit of hebdo.yaml for soft bounces. */
export async function loadBounceMailbox({ folder, env }: AppContext): Promise<Checked<BounceMailbox>> {
  const publication = await loadPublication(folder);
  const settings = await mailboxSettings(env);
  const problems = [...publication.problems, ...settings.problems];
  if (publication.value === undefined || settings.value === undefined) return { problems };
  const { soft, within } = publication.value.bounces;
  return { value: { ...settings.value, limit: { count: soft, within: within * 1_000 } }, problems };
}

/** The verdict on a mail, and what was recorded. */
export type HandledMail = { class: Verdict['class']; recorded: Recorded };

/**
 * Reads the bounce mailbox and records what its mails mean.
 * @param handled receives each mail
 * @param watch go on reading until the signal aborts; failures are reported and tried again
 * @returns how many mails were read; undefined if it was watched
 */
export async function readBounces(
  context: AppContext,
  store: Store,
  { keys, imap, limit }: BounceMailbox,
  handled: (mail: HandledMail) => void,
  watch?: AbortSignal,
): Promise<number | undefined> {
  const { now, tell } = context;
  const log = await makeLog(context.env);
  const { readMailbox, watchMailbox } = await import('../../bounces/mailbox.ts');
  const handle = async (raw: Buffer): Promise<Handled> => {
    const verdict = await judgeMail(raw, keys);
    const recorded = await recordVerdict(store, verdict, { source: 'mailbox', limit, now: now() });
    const { class: kind, code, who } = verdict;
    log.info({ class: kind, code, recorded, subscriber: who?.subscriber, week: who?.week }, 'bounce');
    handled({ class: kind, recorded });
    return kind === 'none' || recorded === 'unsigned' ? 'left' : 'done';
  };
  if (watch === undefined) return readMailbox(imap, handle);
  await watchMailbox(imap, handle, watch, cause => {
    const why = errorText(cause);
    log.error({ why }, 'mailbox');
    void tell({ kind: 'notice', words: t('%{why} hebdo tries again; nothing is lost.', { why }) });
  });
  return undefined;
}
