/** Where a mail server is, and how one comes in. */
export type MailServer = {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`), by STARTTLS, or not at all. */
  tls: 'implicit' | 'starttls' | 'never';
  auth?: { user: string; pass: string };
};

/** A scheme with its ports, plain and with TLS from the first byte: `smtp` 587 and `smtps` 465. */
type Scheme = { name: string; port: number; securePort: number };

/**
 * Reads `smtp://user:password@host:587` or `smtps://…`, or the like for another scheme. Without `?tls=never` TLS is required, but
 * on loopback.
 * @returns the server and the rest of the URL; or why it is none, in words that never repeat it, for it holds a password
 */
export function readServerUrl(
  text: string,
  { name, port, securePort }: Scheme,
): { server: MailServer; url: URL } | { why: string; hint?: string } {
  const url = URL.parse(text);
  if (url === null) return { why: 'This is not a URL.' };
  const implicit = url.protocol === `${name}s:`;
  if (!implicit && url.protocol !== `${name}:`) return { why: `The URL must begin with ${name}:// or ${name}s://.` };
  if (url.hostname === '') return { why: 'The URL names no host.' };
  const wanted = url.searchParams.get('tls');
  if (wanted !== null && wanted !== 'never' && wanted !== 'always')
    return {
      why: '`?tls=` is neither `always` nor `never`.',
      hint: 'Leave it away: TLS is used wherever it is due.',
    };
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const plain = wanted === 'never' || (wanted === null && isLoopback(host));
  const where = {
    host,
    port: url.port === '' ? (implicit ? securePort : port) : Number(url.port),
    tls: implicit ? ('implicit' as const) : plain ? ('never' as const) : ('starttls' as const),
  };
  if (url.username === '') return { server: where, url };
  try {
    const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
    return { server: { ...where, auth }, url };
  } catch {
    return { why: 'User and password cannot be decoded.' };
  }
}

/** Whether a host's name or address is this machine's own. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
