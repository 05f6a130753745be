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
 * The network that a request comes from: an IPv4 address, or the first half of an IPv6 address, since one household has
 * that many addresses. X-Forwarded-For is used only if the connection is from a trusted proxy, from its last entry on.
 * @param env the environment that the HTTP server passes to the app
 * @param forwarded the header X-Forwarded-For
 * @param proxies the trusted proxies
 */
export function networkOf(env: unknown, forwarded: string | undefined, proxies: BlockList): string {
  const parsed = connection.safeParse(env);
  let address = withoutMapping(parsed.data?.incoming.socket.remoteAddress ?? '');
  // Read entries from the right, one per trusted proxy. The client can forge all entries further left.
  let rest = forwarded ?? '';
  for (let hop = 0; hop < maxTrustedHops && isTrusted(address, proxies); hop++) {
    const comma = rest.lastIndexOf(',');
    const next = withoutMapping(rest.slice(comma + 1, comma + 1 + maxEntryChars).trim());
    if (isIP(next) === 0) break;
    address = next;
    rest = rest.slice(0, Math.max(0, comma));
  }
  return isIP(address) === 6 ? firstHalf(address) : address;
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

/** The /64 network of an IPv6 address: `2001:db8::1` is in `2001:db8:0:0::/64`. */
function firstHalf(address: string): string {
  const [left = '', right] = address.split('%')[0]?.split('::') ?? [];
  const groups = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(':'));
  const [before, after] = [groups(left), groups(right)];
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  const half = [...before, ...(right === undefined ? [] : zeros), ...after].slice(0, 4);
  return `${half.map(group => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
