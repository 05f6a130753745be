import { t } from '../wording/wording.ts';
/** The address of a mail server, its TLS mode and its credentials. */
export type MailServer = {
  host: string;
  port: number;
  /** `implicit` is TLS from the first byte (`smtps:`). */
  tls: 'implicit' | 'starttls' | 'never';
  auth?: { user: string; pass: string };
};

/**
 * A scheme with its ports, plain and with TLS from the first byte (`smtp` 587 and `smtps` 465), and what its URLs may have: query
 * parameters, and a path.
 */
type Scheme = { name: string; port: number; securePort: number; query: readonly string[]; hasPath?: boolean };

/** Characters of a user or password that would end it in a URL. */
const encoded = t('In user and password write %2F for /, %23 for #, %3F for ?, %40 for @ and %25 for %.');

/**
 * Parses a server's URL, such as `smtp://user:password@host:587` or `smtps://host`. TLS is required unless the URL has
 * `?tls=never` or names a loopback host.
 * @returns the server and the parsed URL; or the reason why the URL is invalid. The reason never quotes the URL, which
 *   contains a password.
 */
export function readServerUrl(
  text: string,
  { name, port, securePort, query, hasPath = false }: Scheme,
): { server: MailServer; url: URL } | { why: string; hint?: string } {
  const url = URL.parse(text);
  if (url === null) return { why: t('This is not a URL.') };
  const implicit = url.protocol === `${name}s:`;
  if (!implicit && url.protocol !== `${name}:`)
    return { why: t('The URL must begin with %{name}:// or %{name}s://.', { name }) };
  if (url.hostname === '') return { why: t('The URL names no host.') };
  // A password with a slash, question mark or number sign ends there, and what follows would be taken for a host, path or query.
  if (url.hash !== '') return { why: t('The URL has a fragment (#…).'), hint: encoded };
  if (hasPath ? /[@:]/.test(url.pathname) : url.pathname !== '' && url.pathname !== '/')
    return { why: t('The URL has a path that a server has not.'), hint: encoded };
  if ([...url.searchParams.keys()].some(key => !query.includes(key)))
    return {
      why: t('The URL has a query that is not known; there are: %{query}.', { query: query.join(', ') }),
      hint: encoded,
    };
  const tlsOption = url.searchParams.get('tls');
  if (tlsOption !== null && tlsOption !== 'never' && tlsOption !== 'always')
    return {
      why: t('`?tls=` is neither `always` nor `never`.'),
      hint: t('Leave it out: TLS is used except on loopback.'),
    };
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isPlain = tlsOption === 'never' || (tlsOption === null && isLoopback(host));
  const server = {
    host,
    port: url.port === '' ? (implicit ? securePort : port) : Number(url.port),
    tls: implicit ? ('implicit' as const) : isPlain ? ('never' as const) : ('starttls' as const),
  };
  if (url.username === '') return { server, url };
  try {
    const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
    return { server: { ...server, auth }, url };
  } catch {
    return { why: t('User and password cannot be decoded.') };
  }
}

/** Whether a host name or address is a loopback one. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
