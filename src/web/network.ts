import { createHmac } from 'node:crypto';
import { type BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { keyFor } from '../secret/key.ts';

/** The part of the HTTP server's environment that has the connection's address. */
const connection = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: z.string().optional() }) }),
});

/** Trusted proxies in a row that are followed. */
const maxTrustedHops = 20;
/** Characters of an entry of X-Forwarded-For; the longest is an IPv6 address with a zone. */
const maxEntryChars = 64;

/**
 * The IP address that a request comes from. X-Forwarded-For is used only if the connection is from a trusted proxy, from its
 * last entry on.
 * @param env the environment that the HTTP server passes to the app
 * @param forwarded the header X-Forwarded-For
 * @param proxies the trusted proxies
 */
export function clientAddress(env: unknown, forwarded: string | undefined, proxies: BlockList): string {
  const parsed = connection.safeParse(env);
  let address = withoutMapping(parsed.data?.incoming.socket.remoteAddress ?? '');
  // Read entries from the right, one per trusted proxy. The client can forge all entries further left.
  let rest = (forwarded ?? '').trimEnd().replace(/,$/, '');
  for (let hop = 0; hop < maxTrustedHops && isTrusted(address, proxies); hop++) {
    const comma = rest.lastIndexOf(',');
    const next = entryAddress(rest.slice(comma + 1, comma + 1 + maxEntryChars).trim());
    if (isIP(next) === 0) break;
    address = next;
    rest = rest.slice(0, Math.max(0, comma));
  }
  return address;
}

/** The address of an entry, which some proxies write with the port: `203.0.113.7:5555`, `[2001:db8::1]:5555`. */
const entryAddress = (entry: string): string =>
  withoutMapping(/^\[([^\]]*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry);

/** The network that stands for one household: an IPv4 address, or an IPv6 /64. */
export const householdOf = (address: string): string => (isIP(address) === 6 ? networkOf(address, 64) : address);

/**
 * The network of an address.
 * @param bits the length of the prefix: at most 32 for IPv4, 128 for IPv6
 * @example networkOf('2001:db8::1', 48) // '2001:db8:0::/48'
 * @returns the text itself if it is not an IP address
 */
export function networkOf(address: string, bits: number): string {
  const family = isIP(address);
  if (family === 0) return address;
  const width = family === 6 ? 16 : 8;
  const groups = family === 6 ? ipv6Groups(address) : address.split('.').map(Number);
  const kept = groups.slice(0, Math.ceil(bits / width)).map((group, i) => {
    const unused = Math.max(0, (i + 1) * width - bits);
    const masked = (group >> unused) << unused;
    return family === 6 ? masked.toString(16) : String(masked);
  });
  return family === 6 ? `${kept.join(':')}::/${bits}` : `${kept.join('.')}/${bits}`;
}

/** A keyed hash of a network, which shows only whether two networks are the same. */
export const networkHash = (network: string, secret: string): string =>
  createHmac('sha256', keyFor('network', secret)).update(network).digest('base64url').slice(0, 22);

/** The IPv4 address of an IPv4-mapped IPv6 address; other addresses are unchanged. */
const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

const isTrusted = (address: string, proxies: BlockList): boolean => {
  const family = isIP(address);
  return family !== 0 && proxies.check(address, family === 6 ? 'ipv6' : 'ipv4');
};

/** The eight groups of an IPv6 address. An IPv4 address at its end counts as two groups. */
function ipv6Groups(address: string): number[] {
  const [left = '', right] = address.split('%')[0]?.split('::') ?? [];
  const groupsOf = (text = ''): number[] =>
    text.split(':').flatMap(group => {
      if (!group.includes('.')) return group === '' ? [] : [Number.parseInt(group, 16)];
      const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
      return [a * 256 + b, c * 256 + d];
    });
  const [before, after] = [groupsOf(left), groupsOf(right)];
  return [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
}
