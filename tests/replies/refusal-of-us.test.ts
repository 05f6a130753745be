import { describe, expect, it } from 'vitest';
import { refusesUs } from '../../src/replies/refusal-of-us.ts';

describe('a reply', () => {
  it.each<[number, string, boolean]>([
    [550, '5.7.1 blocked', true],
    [550, '5.4.5 Daily user sending quota exceeded', true],
    [550, '5.1.1 User unknown', false],
    [454, '4.7.1 <a@b.example>: Relay access denied', true],
    [450, '4.1.8 <me@ours.example>: Sender address rejected: Domain not found', true],
    [451, '4.7.1 Message temporarily blocked, listed at zen.spamhaus.org', true],
    [450, '4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]', true],
    [451, '4.7.1 Your account is suspended', true],
    [450, '4.7.0 Your IP has been greylisted', false],
    [450, '4.7.1 Please try again later', false],
    [451, '4.3.0 Temporary system problem', false],
    [452, '4.2.2 mailbox full', false],
    [421, '4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume', false],
    [421, '4.7.0 Your account has exceeded its hourly quota', false],
    [454, '4.7.0 Temporary authentication failure', false],
  ])('%i %s: refuses us: %s', (code, words, isOfUs) =>
    expect(refusesUs({ kind: code < 500 ? 'deferred' : 'refused', code, words })).toBe(isOfUs),
  );
});
