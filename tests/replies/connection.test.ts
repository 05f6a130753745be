import { describe, expect, it } from 'vitest';
import { asksForLogin, closesConnection } from '../../src/replies/connection.ts';

describe('a reply about the connection', () => {
  it('closes it with 421 alone (RFC 5321 section 3.8)', () => {
    expect([220, 250, 354, 420, 421, 450, 451, 521, 554].filter(code => closesConnection({ code }))).toEqual([421]);
  });

  it.each([
    [530, '5.7.0 Authentication required', true],
    [535, '5.7.8 credentials invalid', true],
    [454, '4.7.0 Temporary authentication failure', true],
    [454, 'access token has expired', true],
    [454, 'Throttling failure: Maximum sending rate exceeded.', false],
    [454, '4.7.0 TLS not available due to local problem', false],
    [550, '5.7.1 Access token expired', true],
    [503, '5.5.1 Bad sequence: AUTH first', true],
    [451, '4.7.0 Token has expired; reauthenticate', true],
    [550, '5.7.57 Client not authenticated to send mail', true],
    [550, '5.7.26 Unauthenticated email is not accepted due to the domain’s DMARC policy', false],
    [550, '5.7.1 Message failed authentication (SPF, DKIM)', false],
    [550, 'login name unknown', false],
    [454, `${'x '.repeat(400)} token`, false],
  ])('%i %s: asks for a login: %s', (code, words, asks) => expect(asksForLogin({ code, words })).toBe(asks));
});
