import { lookup as resolveName } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { errorText } from '../source/error-text.ts';
import { isPrivateAddress } from '../source/private-address.ts';
import { t } from '../wording/wording.ts';
import { ImportProblem } from './draft.ts';

/** A fetched page: its decoded text, and its URL after redirects. */
export type FetchedPage = { url: string; text: string; contentType: string };

const maxPageBytes = 8 * 1024 * 1024;
const maxRequests = 6;
const requestTimeoutMs = 20_000;

/**
 * Fetches a page over HTTP, with limits of size, time and redirects. A URL that the editor typed may be in a private
 * network, and may then redirect within its host and port. Every other private address is refused.
 * @param origin who named the URL
 * @throws ImportProblem if the page cannot be fetched
 */
export async function fetchPage(url: string, origin: 'typed' | 'feed'): Promise<FetchedPage> {
  const visited = new Set<string>();
  const typedHost = origin === 'typed' ? URL.parse(url)?.host : undefined;
  let allowPrivate = origin === 'typed';
  for (let current = url; ; ) {
    const parsed = URL.parse(current);
    if (parsed === null || !/^https?:$/.test(parsed.protocol))
      throw new ImportProblem(
        visited.size === 0
          ? t('%{address} is not a web address.', { address: showable(current) })
          : t('%{address} is not a web address, and %{url} redirects to it.', {
              address: showable(current),
              url: showable(url),
            }),
        visited.size === 0 ? t('Write it in full: https://…') : t('Open it in a browser and save the page as a file.'),
      );
    if (visited.has(parsed.href) || visited.size >= maxRequests)
      throw new ImportProblem(
        t('%{url} redirects in a loop.', { url: showable(url) }),
        t('Open it in a browser and copy the address of the last page.'),
      );
    visited.add(parsed.href);
    const response = await request(parsed, allowPrivate && parsed.host === typedHost);
    // A public host may not lead into a private network, not even when its own name resolves to one at the next request.
    allowPrivate &&= isPrivateAddress(response.socket.remoteAddress ?? '');
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy();
      current = URL.parse(headers.location, parsed)?.href ?? headers.location;
      continue;
    }
    if (statusCode !== 200) {
      response.destroy();
      throw new ImportProblem(
        t('%{href} answers %{statusCode}.', { href: parsed.href, statusCode }),
        t('Check the address; or save the page in your browser and import the file.'),
      );
    }
    const contentType = headers['content-type'] ?? 'text/html';
    return { url: parsed.href, text: decodePage(await bytesOf(response), contentType), contentType };
  }
}

/** A URL as messages show it: short, and without control characters. */
const showable = (url: string): string => url.slice(0, 200).replace(/[\p{Cc}\p{Cf}]/gu, '');

/** Sends one request. @returns the response, whose body is not read yet */
function request(url: URL, allowPrivate: boolean): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      const message = t('%{host} cannot be reached (%{cause}).', { host: url.host, cause: errorText(cause) });
      reject(
        cause instanceof ImportProblem ? cause : new ImportProblem(message, t('Check the address and your network.')),
      );
    };
    const options = {
      lookup: checkedLookup(allowPrivate),
      signal: AbortSignal.timeout(requestTimeoutMs),
      headers: {
        'user-agent': 'hebdo import',
        accept: 'text/html,application/xhtml+xml,application/xml,application/json',
        'accept-encoding': 'identity',
      },
    };
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) return fail(privateAddressProblem(url.host));
    const call = url.protocol === 'https:' ? httpsRequest(url, options, resolve) : httpRequest(url, options, resolve);
    call.on('error', fail);
    call.end();
  });
}

/** Resolves a host name when the connection is made, and rejects private addresses unless they are permitted. */
const checkedLookup =
  (allowPrivate: boolean): LookupFunction =>
  (name, options, done) => {
    resolveName(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '');
      const isPrivate = addresses.some(({ address }) => isPrivateAddress(address));
      if (isPrivate && !allowPrivate) return done(privateAddressProblem(name), '');
      const [first] = addresses;
      if (options.all === true) return done(null, addresses);
      done(null, first?.address ?? '', first?.family);
    });
  };

const privateAddressProblem = (host: string): ImportProblem =>
  new ImportProblem(
    t('%{host} is an address of a private network, and a feed or a redirect named it.', { host }),
    t('Import the page by its own address if you trust it.'),
  );

/** Reads a response, up to the size limit. */
async function bytesOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > maxPageBytes)
        throw new ImportProblem(
          t('The page is larger than %{maxPageBytes} MB.', { maxPageBytes: maxPageBytes / 1024 / 1024 }),
          t('Save the article alone and import the file.'),
        );
      chunks.push(bytes);
    }
  } catch (cause) {
    if (cause instanceof ImportProblem) throw cause;
    throw new ImportProblem(t('The page broke off before its end.'), t('Try again.'));
  }
  return Buffer.concat(chunks);
}

/** The encoding that a byte order mark names (Encoding Standard, section 6). */
function byteOrderMark(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // Without a mark, `<?` in two bytes each (XML 1.0, appendix F.1).
  const start = bytes.subarray(0, 4).toString('latin1');
  return start === '<\0?\0' ? 'utf-16le' : start === '\0<\0?' ? 'utf-16be' : undefined;
}

/** Bytes at the beginning of a page that may name its encoding. */
const maxEncodingBytes = 2_048;

/**
 * Decodes a page by its byte order mark, its Content-Type, or the encoding named at its beginning; otherwise as UTF-8.
 * @throws ImportProblem if the encoding is unknown
 */
export function decodePage(bytes: Buffer, contentType: string): string {
  const head = bytes.subarray(0, maxEncodingBytes).toString('latin1');
  const named =
    byteOrderMark(bytes) ??
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ??
    /<meta[^<>]+charset=["']?([\w-]+)/i.exec(head)?.[1] ??
    /^<\?xml[^>]+encoding=["']([\w-]+)/i.exec(head)?.[1] ??
    'utf-8';
  try {
    return new TextDecoder(named, { fatal: true }).decode(bytes);
  } catch (cause) {
    // Pages often name a wrong encoding. A page that is not UTF-8 is most often in Windows-1252.
    if (cause instanceof RangeError)
      throw new ImportProblem(
        t('The page is in an encoding that is not known (%{named}).', { named }),
        t('Save it as UTF-8 and import the file.'),
      );
    const guess = new TextDecoder('utf-8', { fatal: true });
    try {
      return guess.decode(bytes);
    } catch {
      return new TextDecoder('windows-1252').decode(bytes);
    }
  }
}
