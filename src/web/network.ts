import { createHmac } from 'node:crypto';
import { type BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { keyFor } from '../secret/key.ts';

/** What the HTTP server says of a request's connection. */
const connection = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: z.string().optional() }) }),
});

/**
 * The network a request comes from: a whole IPv4 address, the first half of one of IPv6, since a household has that much.
 * Who a request was forwarded for is believed only of proxies that are trusted, the nearest first.
 * @param env what the HTTP server hands to the app
 * @param forwarded the header X-Forwarded-For
 */
export function networkOf(env: unknown, forwarded: string | undefined, proxies: BlockList): string {
  const parsed = connection.safeParse(env);
  let address = plain(parsed.data?.incoming.socket.remoteAddress ?? '');
  const hops = (forwarded ?? '').slice(0, 2_000).split(',');
  while (isTrusted(address, proxies)) {
    const next = plain(hops.pop()?.trim() ?? '');
    if (isIP(next) === 0) break;
    address = next;
  }
  return isIP(address) === 6 ? firstHalf(address) : address;
}

/** A keyed hash of a network: tells whether two are the same, and no more. */
export const networkHash = (network: string, secret: string): string =>
  createHmac('sha256', keyFor('network', secret)).update(network).digest('base64url').slice(0, 22);

/** An IPv4 address that came over IPv6 is one of IPv4. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

const isTrusted = (address: string, proxies: BlockList): boolean => {
  const family = isIP(address);
  return family !== 0 && proxies.check(address, family === 6 ? 'ipv6' : 'ipv4');
};

/** `2001:db8::1` is in `2001:db8:0:0::/64`. */
function firstHalf(address: string): string {
  const [left = '', right] = address.split('%')[0]?.split('::') ?? [];
  const groups = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(':'));
  const [before, after] = [groups(left), groups(right)];
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  const half = [...before, ...(right === undefined ? [] : zeros), ...after].slice(0, 4);
  return `${half.map(group => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
