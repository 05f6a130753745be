import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { householdOf, networkOf } from '../../src/web/network.ts';

const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
const ipv6 = (parts: readonly number[]): string => parts.map(part => part.toString(16)).join(':');
/** The first bits of eight groups. */
const prefix = (parts: readonly number[], bits: number): string =>
  parts
    .map(part => part.toString(2).padStart(16, '0'))
    .join('')
    .slice(0, bits);

describe('the network of an address', () => {
  it.each([
    ['192.0.2.77', 32, '192.0.2.77/32'],
    ['192.0.2.77', 24, '192.0.2/24'],
    ['192.0.255.77', 20, '192.0.240/20'],
    ['2001:db8::1', 64, '2001:db8:0:0::/64'],
    ['2001:DB8:0:0:1::', 48, '2001:db8:0::/48'],
    ['2001:db8:0:12ff::1', 56, '2001:db8:0:1200::/56'],
    ['::1', 64, '0:0:0:0::/64'],
    ['fe80::1%eth0', 64, 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', 128, '64:ff9b:0:0:0:0:c000:201::/128'],
    ['not an address', 64, 'not an address'],
    ['', 24, ''],
  ])('of %s is, by %i bits, %s', (address, bits, network) => {
    expect(networkOf(address, bits)).toBe(network);
  });

  it('is the same for two addresses exactly if they begin with the same bits', () => {
    fc.assert(
      fc.property(groups, groups, fc.constantFrom(32, 48, 56, 64), fc.nat(8), (a, other, bits, shared) => {
        const b = [...a.slice(0, shared), ...other.slice(shared)];
        expect(networkOf(ipv6(a), bits) === networkOf(ipv6(b), bits)).toBe(prefix(a, bits) === prefix(b, bits));
      }),
    );
  });

  it('of a household is an IPv4 address or a /64, however it is written', () => {
    expect(householdOf('192.0.2.77')).toBe('192.0.2.77');
    expect(householdOf('2001:db8::1')).toBe(householdOf('2001:0DB8:0000:0000:ffff::'));
  });
});
