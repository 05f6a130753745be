import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personalLinks } from '../../src/message/personal-links.ts';
import { verpAddress } from '../../src/message/verp.ts';
import { purposes, readToken, signToken } from '../../src/secret/link-token.ts';

const secret = 'x'.repeat(40);
const now = new Date('2026-11-24T10:00:00Z');
const claims = fc.record({
  purpose: fc.constantFrom(...purposes),
  about: fc.nat(),
  week: fc.constantFrom('2026-W48', '2026-W01'),
  expires: fc.constant(0),
});

describe('a signed token', () => {
  it('says what was signed', () => {
    fc.assert(
      fc.property(claims, one => {
        expect(readToken(signToken(one, secret), one.purpose, [secret], now)).toEqual({ claims: one });
      }),
    );
  });

  it('is worthless for another purpose, under another secret, or changed in any place', () => {
    fc.assert(
      fc.property(
        claims,
        fc.constantFrom(...purposes),
        fc.nat(),
        fc.stringMatching(/^[\w.-]$/),
        (one, purpose, at, char) => {
          const token = signToken(one, secret);
          if (purpose !== one.purpose) expect(readToken(token, purpose, [secret], now)).toEqual({ why: 'forged' });
          expect(readToken(token, one.purpose, ['y'.repeat(40)], now)).toEqual({ why: 'forged' });
          const i = at % token.length;
          const changed = token.slice(0, i) + char + token.slice(i + 1);
          const verdict = readToken(changed, one.purpose, [secret], now);
          // The last character of base64url has bits that mean nothing; all else must be noticed.
          if (changed !== token && i < token.length - 1) expect(verdict.claims).toBeUndefined();
          else if (verdict.claims !== undefined) expect(verdict.claims).toEqual(one);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), token => {
        expect(readToken(token, 'unsubscribe', [secret], now).claims).toBeUndefined();
      }),
    );
  });

  it('ends when it says, and an old secret still opens it', () => {
    const token = signToken(
      { purpose: 'preferences', about: 1, week: '2026-W48', expires: now.getTime() / 1000 },
      secret,
    );
    expect(readToken(token, 'preferences', [secret], now)).toEqual({ why: 'expired' });
    expect(
      readToken(token, 'preferences', ['new'.repeat(20), secret], new Date(now.getTime() - 1_000)).claims,
    ).toBeDefined();
  });
});

describe('the links of a message', () => {
  const tokenOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
  const links = personalLinks('https://news.example.com', { subscriber: 7, week: '2026-W48' }, secret, now);

  it('lead to the pages of the publication', () => {
    expect(links.unsubscribe_url).toMatch(/^https:\/\/news\.example\.com\/unsubscribe\/[\w-]+\.[\w-]+$/);
  });

  it('let one leave for ever, and change things for a while', () => {
    const later = new Date('2036-01-01T00:00:00Z');
    expect(readToken(tokenOf(links.unsubscribe_url), 'unsubscribe', [secret], later).claims?.about).toBe(7);
    expect(readToken(tokenOf(links.preferences_url), 'preferences', [secret], later)).toEqual({ why: 'expired' });
  });

  it('are the same when the message is tried again within the day', () => {
    expect(
      personalLinks(
        'https://news.example.com',
        { subscriber: 7, week: '2026-W48' },
        secret,
        new Date('2026-11-24T20:00:00Z'),
      ),
    ).toEqual(links);
  });
});

describe('the envelope sender', () => {
  it('names the recipient and the issue, signed, within the 64 octets of a local part', () => {
    const address = verpAddress(`${'b'.repeat(28)}@example.com`, { subscriber: 1_234_567, week: '2026-W48' }, secret);
    expect(address).toMatch(/^b{28}\+1234567-2026w48-[0-9a-f]{16}@example\.com$/);
    expect(address.indexOf('@')).toBeLessThanOrEqual(64);
  });
});
