import { BlockList, isIP } from 'node:net';

/**
 * IPv4 networks that are not on the public internet (IANA's registry of special-purpose addresses, RFC 6890; RFC 1112 for
 * 240/4), as network and prefix length.
 */
const ipv4Networks = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/**
 * IPv6 networks that are not on the public internet (RFC 6890): unspecified, loopback and IPv4-compatible (RFC 4291 section
 * 2.5.5.1), IPv4-translated (RFC 2765), local NAT64 (RFC 8215), discarded (RFC 6666), protocols such as Teredo (RFC 4380),
 * 6to4 (RFC 7526), segment identifiers (RFC 9602), unique local, link-local, site-local (RFC 3879), multicast.
 */
const ipv6Networks = [
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2002::', 16],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

/** IPv6 networks of 96 bits that contain the IPv4 addresses: mapped (RFC 4291 section 2.5.5.2) and translated (RFC 6052). */
const embeddingPrefixes = ['::ffff:', '64:ff9b::'];

const privateNetworks = new BlockList();
for (const [network, bits] of ipv6Networks) privateNetworks.addSubnet(network, bits, 'ipv6');
for (const [network, bits] of ipv4Networks) {
  privateNetworks.addSubnet(network, bits, 'ipv4');
  for (const prefix of embeddingPrefixes) privateNetworks.addSubnet(`${prefix}${network}`, 96 + bits, 'ipv6');
}

/**
 * Whether an IP address belongs to a private network, this machine, or another network that is not on the public internet.
 * An IPv4 address embedded in an IPv6 address is judged as that IPv4 address.
 * @param address an IPv4 or IPv6 address in any notation, without brackets; a zone (`%eth0`) is ignored
 * @returns false for a text that is not an IP address
 */
export function isPrivateAddress(address: string): boolean {
  const [withoutZone = ''] = address.split('%');
  const family = isIP(withoutZone);
  return family !== 0 && privateNetworks.check(withoutZone, family === 6 ? 'ipv6' : 'ipv4');
}
