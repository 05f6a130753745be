import { lookup as resolveName } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { errorText } from '../source/error-text.ts';
import { ImportProblem } from './draft.ts';

/** A page as it came: its bytes as text, and where it was in the end. */
export type FetchedPage = { url: string; text: string; contentType: string };

const most = { bytes: 8 * 1024 * 1024, redirects: 6, milliseconds: 20_000 };

/**
 * Fetches a page over HTTP, with limits of size, time and redirects.
 * @param allowPrivate whether this machine and its networks may be asked: where the editor typed the address, not where
 *   a feed named it
 * @throws ImportProblem
 */
export async function fetchPage(url: string, allowPrivate: boolean): Promise<FetchedPage> {
  const seen = new Set<string>();
  for (let current = url; ; ) {
    const parsed = URL.parse(current);
    if (parsed === null || !/^https?:$/.test(parsed.protocol))
      throw new ImportProblem(`${current.slice(0, 200)} is not a web address.`, 'Write it in full: https://…');
    if (seen.has(parsed.href) || seen.size >= most.redirects)
      throw new ImportProblem(`${url} leads in circles.`, 'Open it in a browser and copy the address you end at.');
    seen.add(parsed.href);
    const response = await ask(parsed, allowPrivate);
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy();
      current = new URL(headers.location, parsed).href;
      continue;
    }
    if (statusCode !== 200) {
      response.destroy();
      throw new ImportProblem(
        `${parsed.href} answers ${statusCode}.`,
        'Check the address; or save the page in your browser and import the file.',
      );
    }
    const contentType = headers['content-type'] ?? 'text/html';
    return { url: parsed.href, text: decodePage(await bytesOf(response), contentType), contentType };
  }
}

function ask(url: URL, allowPrivate: boolean): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      const why = errorText(cause);
      const told = new ImportProblem(`${url.host} cannot be reached (${why}).`, 'Check the address and your network.');
      reject(cause instanceof ImportProblem ? cause : told);
    };
    const options = {
      lookup: guarded(allowPrivate),
      signal: AbortSignal.timeout(most.milliseconds),
      headers: {
        'user-agent': 'hebdo import',
        accept: 'text/html,application/xhtml+xml,application/xml,application/json',
        'accept-encoding': 'identity',
      },
    };
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!allowPrivate && isIP(host) !== 0 && isPrivate(host)) return fail(privateAddress(url.host));
    const call = url.protocol === 'https:' ? httpsRequest(url, options, resolve) : httpRequest(url, options, resolve);
    call.on('error', fail);
    call.end();
  });
}

/** Resolves a name, and refuses an address of this machine's own networks at the moment of connecting. */
const guarded =
  (allowPrivate: boolean): LookupFunction =>
  (name, options, done) => {
    resolveName(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '');
      const bad = addresses.some(({ address }) => isPrivate(address));
      if (bad && !allowPrivate) return done(privateAddress(name), '');
      const [first] = addresses;
      if (options.all === true) return done(null, addresses);
      done(null, first?.address ?? '', first?.family);
    });
  };

const privateAddress = (host: string): ImportProblem =>
  new ImportProblem(
    `${host} is an address of a private network, and a feed named it.`,
    'Import the page by its own address if you trust it.',
  );

const privateNets = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateNets.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateNets.addSubnet(net, bits, 'ipv6');

/** Whether an address is one of a private network, this machine, or none that a page is served from (RFC 6890). */
export function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isPrivate(mapped);
  return privateNets.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

async function bytesOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > most.bytes)
        throw new ImportProblem('The page is larger than 8 MB.', 'Save the article alone and import the file.');
      chunks.push(bytes);
    }
  } catch (cause) {
    if (cause instanceof ImportProblem) throw cause;
    throw new ImportProblem('The page broke off before its end.', 'Try again.');
  }
  return Buffer.concat(chunks);
}

/**
 * A page's bytes as text, in the encoding that its header, its mark or its own first lines name; UTF-8 otherwise.
 * @throws ImportProblem if it is another one
 */
export function decodePage(bytes: Buffer, contentType: string): string {
  const head = bytes.subarray(0, 2_048).toString('latin1');
  const named =
    (bytes[0] === 0xef && bytes[1] === 0xbb ? 'utf-8' : undefined) ??
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ??
    /<meta[^>]+charset=["']?([\w-]+)/i.exec(head)?.[1] ??
    /^<\?xml[^>]+encoding=["']([\w-]+)/i.exec(head)?.[1] ??
    'utf-8';
  try {
    return new TextDecoder(named, { fatal: true }).decode(bytes);
  } catch (cause) {
    // Pages often lie about their encoding; what is not UTF-8 is most often the Windows one.
    if (cause instanceof RangeError)
      throw new ImportProblem(
        `The page is in an encoding that is not known (${named}).`,
        'Save it as UTF-8 and import the file.',
      );
    const guess = new TextDecoder('utf-8', { fatal: true });
    try {
      return guess.decode(bytes);
    } catch {
      return new TextDecoder('windows-1252').decode(bytes);
    }
  }
}
