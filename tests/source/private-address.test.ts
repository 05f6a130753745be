import { describe, expect, it } from 'vitest';
import { isPrivateAddress } from '../../src/source/private-address.ts';

/** The first and the last address of each network that is private. */
const privateAddresses = [
  ...['0.0.0.0', '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255'],
  ...['127.0.0.1', '127.255.255.255', '169.254.0.0', '169.254.255.255', '172.16.0.0', '172.31.255.255'],
  ...['192.0.0.0', '192.0.0.255', '192.168.0.0', '192.168.255.255', '198.18.0.0', '198.19.255.255'],
  ...['224.0.0.0', '239.255.255.255', '240.0.0.0', '255.255.255.255'],
];
/** The neighbours of those networks. */
const publicAddresses = [
  ...['1.0.0.0', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0'],
  ...['169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '191.255.255.255', '192.0.1.0'],
  ...['192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255'],
];

/** `127.0.0.1` as `7f00:1`. */
const asHex = (ipv4: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
};

describe('a private address', () => {
  it.each(privateAddresses)('is %s, also embedded in IPv6', address => {
    for (const text of [address, `::ffff:${address}`, `64:ff9b::${address}`]) expect(isPrivateAddress(text)).toBe(true);
    for (const prefix of ['::ffff:', '::FFFF:', '0:0:0:0:0:ffff:', '64:ff9b::', '64:ff9b:0:0:0:0:'])
      expect([prefix, isPrivateAddress(prefix + asHex(address))]).toEqual([prefix, true]);
  });

  it.each(publicAddresses)('is not %s, embedded in IPv6 neither', address => {
    for (const text of [address, `::ffff:${address}`, `64:ff9b::${address}`, `64:ff9b::${asHex(address)}`])
      expect(isPrivateAddress(text)).toBe(false);
  });

  it.each([
    ...['::2', '::127.0.0.1', '::8.8.8.8', '::ffff:0:8.8.8.8', '64:ff9b:1::1', '64:ff9b:1:ffff::8.8.8.8', '100::1'],
    ...['2001::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2002:7f00:1::1', '2002:808:808::1', '5f00::1'],
    ...['fec0::1', 'feff::1', '192.88.99.1'],
  ])('is %s, which leads to networks that cannot be known', address => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['::', '::1', '0:0:0:0:0:0:0:1', 'fc00::', 'fdff:ffff::1', 'fe80::1', 'febf::1', 'fe80::1%eth0', 'ff02::1'])(
    'is %s',
    address => {
      expect(isPrivateAddress(address)).toBe(true);
    },
  );

  it.each(['2001:db8::1', '2001:4860:4860::8888', 'fbff::1', 'fe00::1', 'localhost', '', '127.0.0.1.'])(
    'is not %s',
    address => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});
