import { type Checked, problemIn } from '../source/problem.ts';

/** An SMTP server as `HEBDO_SMTP_URL` describes it. */
export type SmtpServer = {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`), by STARTTLS, or not at all. */
  tls: 'implicit' | 'starttls' | 'never';
  /** `pass` is an access token where `method` is `xoauth2`. */
  auth?: { user: string; pass: string; method?: 'xoauth2' };
};

const variable = 'HEBDO_SMTP_URL';

/**
 * Reads the servers of `HEBDO_SMTP_URL` in the order of preference: one URL, or several with spaces or commas between.
 * @returns the servers, one at least; or the problems of all, which never repeat a URL, for it holds a password
 */
export function parseSmtpUrls(text: string | undefined): Checked<SmtpServer[]> {
  const read = (text ?? '').split(/[\s,]+(?=smtps?:)/i).map(parseSmtpUrl);
  const problems = read.flatMap(one => one.problems);
  return problems.length > 0 ? { problems } : { value: read.flatMap(({ value }) => value ?? []), problems };
}

/** Reads `smtp://user:password@host:587` or `smtps://…`. Without `?tls=never` TLS is required, but on loopback. */
function parseSmtpUrl(text: string | undefined): Checked<SmtpServer> {
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
  const method = url.searchParams.get('auth');
  if (method !== null && method !== 'xoauth2')
    return problem('`?auth=` is not `xoauth2`.', 'Leave it away: PLAIN or LOGIN is used as the server has it.');
  if (method === 'xoauth2' && (url.username === '' || url.password === ''))
    return problem(
      'XOAUTH2 wants a user and an access token.',
      'Write smtp://user:token@host:587?auth=xoauth2, with %40 for an @.',
    );
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
      ...(auth.auth === undefined ? {} : { auth: method === 'xoauth2' ? { ...auth.auth, method } : auth.auth }),
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
