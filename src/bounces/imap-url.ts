import { type Checked, problemIn } from '../source/problem.ts';

/** A mailbox as `HEBDO_IMAP_URL` describes it. */
export type ImapServer = {
  host: string;
  port: number;
  /** TLS from the first byte (`imaps:`), by STARTTLS, or not at all. */
  tls: 'implicit' | 'starttls' | 'never';
  auth: { user: string; pass: string };
  mailbox: string;
};

const variable = 'HEBDO_IMAP_URL';

/**
 * Reads `imaps://user:password@host/INBOX` or `imap://…`. Without `?tls=never` TLS is required, but on loopback.
 * @returns the server, or problems that never repeat the URL, for it holds a password
 */
export function parseImapUrl(text: string | undefined): Checked<ImapServer> {
  const problem = (message: string): Checked<never> => ({
    problems: [
      problemIn(variable, {
        rule: 'environment',
        severity: 'error',
        message,
        hint: 'Write it as imaps://user:password@mail.example.com/INBOX, with %40 for an @ in user or password.',
      }),
    ],
  });
  if (text === undefined || text === '') return problem('No mailbox is named that bounces come to.');
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'imap:' && url.protocol !== 'imaps:') || url.hostname === '')
    return problem('This is not a URL that begins with imap:// or imaps://.');
  const wanted = url.searchParams.get('tls');
  if (wanted !== null && wanted !== 'never' && wanted !== 'always')
    return problem('`?tls=` is neither `always` nor `never`.');
  if (url.username === '' || url.password === '') return problem('The mailbox wants a user and a password.');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const implicit = url.protocol === 'imaps:';
  const isLoopback = host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
  const plain = wanted === 'never' || (wanted === null && isLoopback);
  try {
    return {
      value: {
        host,
        port: url.port === '' ? (implicit ? 993 : 143) : Number(url.port),
        tls: implicit ? 'implicit' : plain ? 'never' : 'starttls',
        auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
        mailbox: decodeURIComponent(url.pathname.slice(1)) || 'INBOX',
      },
      problems: [],
    };
  } catch {
    return problem('User, password or mailbox cannot be decoded.');
  }
}
