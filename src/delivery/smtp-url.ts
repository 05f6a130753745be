import { type Checked, problemIn } from '../source/problem.ts';

/** An SMTP server as `HEBDO_SMTP_URL` describes it. */
export type SmtpServer = {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`), by STARTTLS, or not at all. */
  tls: 'implicit' | 'starttls' | 'never';
  auth?: { user: string; pass: string };
};

const variable = 'HEBDO_SMTP_URL';

/**
 * Reads `smtp://user:password@host:587` or `smtps://…`. Without `?tls=never` TLS is required, but on loopback.
 * @returns the server, or problems that never repeat the URL, for it holds a password
 */
export function parseSmtpUrl(text: string | undefined): Checked<SmtpServer> {
  const problem = (message: string, hint: string): Checked<never> => ({
    problems: [problemIn(variable, { rule: 'environment', severity: 'error', message, hint })],
  });
  const form = 'Write it as smtp://user:password@mail.example.com:587, with %40 for an @ in user or password.';
  if (text === undefined || text === '') return problem('No SMTP server is named.', `Set ${variable}. ${form}`);
  const url = URL.parse(text);
  if (url === null) return problem('This is not a URL.', form);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    return problem('The URL must begin with smtp:// or smtps://.', form);
  if (url.hostname === '') return problem('The URL names no host.', form);
  const wanted = url.searchParams.get('tls');
  if (wanted !== null && wanted !== 'never' && wanted !== 'always')
    return problem('`?tls=` is neither `always` nor `never`.', 'Leave it away: TLS is used wherever it is due.');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const implicit = url.protocol === 'smtps:';
  const plain = wanted === 'never' || (wanted === null && isLoopback(host));
  const auth = credentials(url);
  if (auth === undefined) return problem('User and password cannot be decoded.', form);
  return {
    value: {
      host,
      port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port),
      tls: implicit ? 'implicit' : plain ? 'never' : 'starttls',
      ...auth,
    },
    problems: [],
  };
}

function credentials(url: URL): { auth?: { user: string; pass: string } } | undefined {
  if (url.username === '') return {};
  try {
    return { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } };
  } catch {
    return undefined;
  }
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
