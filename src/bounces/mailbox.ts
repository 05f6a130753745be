import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { WorldError } from '../source/world-error.ts';
import type { ImapServer } from './imap-url.ts';
import { longestMail } from './mail.ts';

/** What becomes of a mail that was read: `done` with it, or left to people. */
export type Handled = 'done' | 'left';

/** Marks what was looked at and is for people to read: it stays unread to them. */
const lookedAt = '$HebdoLookedAt';

const shortest = 5_000;
const longest = 300_000;

/**
 * Hands on every mail that was not read yet, oldest first. Each is marked only once it was handled, so that one whose
 * handling was cut off comes again.
 * @param handle gets the first megabyte of a mail
 * @returns how many there were
 * @throws WorldError if the server cannot be reached, refuses us, or goes away; what was handled stays handled
 */
export async function readMailbox(server: ImapServer, handle: (raw: Buffer) => Promise<Handled>): Promise<number> {
  return withClient(server, client => readNew(client, server.mailbox, handle));
}

/**
 * The same, and then for each mail that comes, until it is told to stop. A server that goes away is tried again, each time
 * after a longer pause.
 * @param failed is told why the server cannot be read now
 */
export async function watchMailbox(
  server: ImapServer,
  handle: (raw: Buffer) => Promise<Handled>,
  signal: AbortSignal,
  failed: (cause: unknown) => void,
): Promise<void> {
  let wait = shortest;
  while (!signal.aborted) {
    try {
      await withClient(server, async client => {
        const stop = (): void => client.close();
        signal.addEventListener('abort', stop, { once: true });
        try {
          await client.mailboxOpen(server.mailbox);
          while (!signal.aborted) {
            // Listened for before the mailbox is read: what comes meanwhile is not missed.
            const arrival = Promise.race([once(client, 'exists', { signal }), once(client, 'close', { signal })]);
            arrival.catch(() => undefined);
            await readNew(client, server.mailbox, handle);
            wait = shortest;
            // The next command ends it.
            client.idle().catch(() => undefined);
            await arrival;
            if (!client.usable) throw new WorldError('the IMAP server closed the connection');
          }
        } finally {
          signal.removeEventListener('abort', stop);
        }
      });
    } catch (cause) {
      if (signal.aborted) return;
      failed(cause);
      await pause(wait, undefined, { signal }).catch(() => undefined);
      wait = Math.min(wait * 2, longest);
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
    // A server that claims a mail is endless does not fill the memory.
    maxLiteralSize: 4 * longestMail,
    // Some servers forget to tell of new mail.
    maxIdleTime: 300_000,
  });
  // What goes wrong is told by the call that it breaks.
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
      : new WorldError(`The mailbox at ${name} cannot be read: ${wordsOf(cause)}.`, { cause });
  }
}

async function readNew(client: ImapFlow, mailbox: string, handle: (raw: Buffer) => Promise<Handled>): Promise<number> {
  const lock = await client.getMailboxLock(mailbox);
  try {
    const keeps = client.mailbox !== false && client.mailbox.permanentFlags?.has('\\*') === true;
    const found = await client.search({ seen: false, ...(keeps ? { unKeyword: lookedAt } : {}) }, { uid: true });
    const uids = Array.isArray(found) ? found : [];
    for (const uid of uids) {
      const mail = await client.fetchOne(String(uid), { source: { start: 0, maxLength: longestMail } }, { uid: true });
      // Another client may have removed it meanwhile.
      if (mail === false || mail.source === undefined) continue;
      const handled = await handle(mail.source);
      // A server that keeps no marks of ours would hand it on for ever.
      const mark = handled === 'left' && keeps ? lookedAt : '\\Seen';
      await client.messageFlagsAdd(String(uid), [mark], { uid: true });
    }
    return uids.length;
  } finally {
    lock.release();
  }
}

/** imapflow says `Command failed`, and beside it what the server said. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const said = 'responseText' in cause && typeof cause.responseText === 'string' ? cause.responseText : cause.message;
  return said
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\.$/, '')
    .trim();
}
