import { type Checked, problemIn } from '../source/problem.ts';
import { type MailServer, readServerUrl } from '../source/server-url.ts';
import { t } from '../wording/wording.ts';

/** A mailbox, as described by `HEBDO_IMAP_URL`. */
export type ImapServer = MailServer & { auth: { user: string; pass: string }; mailbox: string };

/**
 * Reads `imaps://user:password@host/INBOX` or `imap://…`. TLS is required, except on loopback or with `?tls=never`.
 * @returns the server, or problems that never repeat the URL, because it holds a password
 */
export function parseImapUrl(text: string | undefined): Checked<ImapServer> {
  const form = t(
    'Write it as imaps://user:password@mail.example.com/INBOX, with %40 for an @, %2F for a /, %23 for a # and %3F for a ? in user or password.',
  );
  const problem = (message: string, hint = form): Checked<never> => ({
    problems: [problemIn('HEBDO_IMAP_URL', { rule: 'environment', severity: 'error', message, hint })],
  });
  if (text === undefined || text === '') return problem(t('No mailbox for bounces is configured.'));
  const read = readServerUrl(text, { name: 'imap', port: 143, securePort: 993, query: ['tls'], hasPath: true });
  if ('why' in read) return problem(read.why, read.hint);
  const { server, url } = read;
  const { auth } = server;
  if (auth === undefined || auth.pass === '') return problem(t('The mailbox needs a user and a password.'));
  try {
    return { value: { ...server, auth, mailbox: decodeURIComponent(url.pathname.slice(1)) || 'INBOX' }, problems: [] };
  } catch {
    return problem(t('The name of the mailbox cannot be decoded.'));
  }
}
