import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { errorText } from '../source/error-text.ts';
import { WorldError } from '../source/world-error.ts';
import { t } from '../wording/wording.ts';
import type { ImapServer } from './imap-url.ts';
import { maxMailBytes } from './mail.ts';

/** Whether a mail needs nothing more (`done`), or is for people to read (`left`). */
export type Handled = 'done' | 'left';

/** The IMAP keyword of mails that were handled and are for people to read: they stay unread. */
const handledKeyword = '$HebdoLookedAt';

/** The pauses before a lost connection is opened again. */
const minReconnectMs = 5_000;
const maxReconnectMs = 300_000;
const maxIdleMs = 300_000;

/**
 * Handles every mail that is not read yet, the oldest first. Each is marked only after it was handled, so that an interrupted one is
 * handled again.
 * @param handle gets the first megabyte of a mail
 * @returns how many there were
 * @throws WorldError if the server cannot be reached, refuses the login, or closes the connection; handled mails stay marked
 */
export async function readMailbox(server: ImapServer, handle: (raw: Buffer) => Promise<Handled>): Promise<number> {
  return withClient(server, client => readNew(client, server.mailbox, handle));
}

/**
 * The same, and then for each mail that arrives, until the signal aborts. A lost connection is opened again, each time after a
 * longer pause.
 * @param failed gets the reason why the mailbox cannot be read now
 */
export async function watchMailbox(
  server: ImapServer,
  handle: (raw: Buffer) => Promise<Handled>,
  signal: AbortSignal,
  failed: (cause: unknown) => void,
): Promise<void> {
  let wait = minReconnectMs;
  while (!signal.aborted) {
    try {
      await withClient(server, async client => {
        const stop = (): void => client.close();
        signal.addEventListener('abort', stop, { once: true });
        try {
          await client.mailboxOpen(server.mailbox);
          while (!signal.aborted) {
            // The listeners are added before the mailbox is read, so that no arrival is missed meanwhile.
            const arrival = Promise.race([once(client, 'exists', { signal }), once(client, 'close', { signal })]);
            arrival.catch(() => undefined);
            await readNew(client, server.mailbox, handle);
            wait = minReconnectMs;
            // The next command ends IDLE.
            client.idle().catch(() => undefined);
            await arrival;
            if (!client.usable) throw new WorldError(t('the IMAP server closed the connection'));
          }
        } finally {
          signal.removeEventListener('abort', stop);
        }
      });
    } catch (cause) {
      if (signal.aborted) return;
      failed(cause);
      await pause(wait, undefined, { signal }).catch(() => undefined);
      wait = Math.min(wait * 2, maxReconnectMs);
    }
  }
}

async function withClient<T>(server: ImapServer, use: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    doSTARTTLS: server.tls === 'starttls' ? true : server.tls === 'never' ? false : undefined,
    auth: server.auth,
    logger: false,
    // Limits the memory that a server can fill.
    maxLiteralSize: 4 * maxMailBytes,
    // Some servers do not announce all new mail.
    maxIdleTime: maxIdleMs,
  });
  // The call that fails reports the error.
  client.on('error', () => undefined);
  const name = `${server.host}:${server.port}`;
  try {
    await client.connect();
    const result = await use(client);
    await client.logout();
    return result;
  } catch (cause) {
    client.close();
    throw cause instanceof WorldError
      ? cause
      : new WorldError(t('The mailbox at %{name} cannot be read: %{cause}.', { name, cause: wordsOf(cause) }), {
          cause,
        });
  }
}

async function readNew(client: ImapFlow, mailbox: string, handle: (raw: Buffer) => Promise<Handled>): Promise<number> {
  const lock = await client.getMailboxLock(mailbox);
  try {
    const keepsKeywords = client.mailbox !== false && client.mailbox.permanentFlags?.has('\\*') === true;
    const found = await client.search(
      { seen: false, ...(keepsKeywords ? { unKeyword: handledKeyword } : {}) },
      { uid: true },
    );
    const uids = Array.isArray(found) ? found : [];
    for (const uid of uids) {
      const mail = await client.fetchOne(String(uid), { source: { start: 0, maxLength: maxMailBytes } }, { uid: true });
      // Another client may have deleted it meanwhile.
      if (mail === false || mail.source === undefined) continue;
      const handled = await handle(mail.source);
      // Without the keyword, a server that does not keep it would return the mail each time.
      const mark = handled === 'left' && keepsKeywords ? handledKeyword : '\\Seen';
      await client.messageFlagsAdd(String(uid), [mark], { uid: true });
    }
    return uids.length;
  } finally {
    lock.release();
  }
}

/** The words of an error: imapflow's is `Command failed`, with the server's words in `responseText`. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const said =
    'responseText' in cause && typeof cause.responseText === 'string' ? cause.responseText : errorText(cause);
  return said
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\.$/, '')
    .trim();
}
