import { describe, expect, it } from 'vitest';
import { type Throttle, throttleOf } from '../../src/replies/throttle.ts';

describe('a reply', () => {
  it.each<[number, string, Throttle]>([
    [454, 'Throttling failure: Maximum sending rate exceeded.', 'relay'],
    [454, 'Throttling failure: Daily message quota exceeded.', 'quota'],
    [432, '4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded', 'rate'],
    [432, '4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending', 'relay'],
    [550, '5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to x', 'quota'],
    [550, '5.4.5 Daily SMTP relay sending limit exceeded for customer.', 'quota'],
    [421, '4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error.', 'relay'],
    [451, '4.7.1 Your account has exceeded its sending limit, try again later', 'relay'],
    [450, '4.7.1 Too many messages in one session', 'relay'],
    [421, '4.7.28 Gmail has detected an unusual rate of mail originating from your SPF domain', 'rate'],
    [
      421,
      '4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints',
      'rate',
    ],
    [421, '4.7.0 Too many concurrent connections', 'rate'],
    [450, '4.7.1 <a@b.example>: Recipient address rejected: Policy: too many messages, slow down', 'rate'],
    [452, '4.3.2 Connection rate limit exceeded', 'rate'],
    [451, '4.3.0 Temporary system problem', 'busy'],
    [452, '4.3.1 Insufficient system storage', 'busy'],
    [421, '4.3.2 Service shutting down', 'busy'],
    [452, '4.2.2 The email account that you tried to reach is over quota', 'none'],
    [
      450,
      '4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages',
      'none',
    ],
    [450, '4.2.0 <a@b.example>: Recipient address rejected: Greylisted', 'none'],
    [451, '4.7.1 Greylisting in action, please come back in 00:05:00', 'none'],
    [450, '4.7.1 Please try again later', 'unclear'],
    [451, '4.7.1 Service unavailable - try again later', 'unclear'],
    [454, 'Temporary failure', 'unclear'],
    [450, '4.1.2 Domain not found', 'none'],
    [454, '4.7.0 TLS not available due to local problem', 'unclear'],
    [550, '5.1.1 no such user', 'none'],
    [550, '5.4.5 Daily user sending quota exceeded. s124sm6149838wme.29 - gsmtp', 'quota'],
    [552, 'C13ypH3DXQO9 Message would take you over your relay quota of 500 Current quota used: 487', 'quota'],
    [550, 'Maximum credits exceeded', 'quota'],
    [550, '5.7.0 Not enough credits to send the email', 'quota'],
    [550, 'Relay quota exceeded', 'quota'],
    [550, 'Quota atteint : 200 mails par heure', 'quota'],
    [550, "5.7.1 Vous avez dépassé votre quota d'envoi journalier", 'quota'],
    [550, '5.4.5 Tageslimit überschritten: Versandkontingent erschöpft', 'quota'],
    [552, '5.2.2 mailbox over quota', 'none'],
    [552, '5.2.2 The daily quota of this mailbox is reached', 'none'],
    [550, 'Le quota de la boîte est dépassé', 'none'],
    [
      451,
      '4.7.1 <a@b.example>: Sender address rejected: Policy Rejection: Sending quota exceeded; retry later',
      'relay',
    ],
    [421, '4.7.0 Your account has exceeded its hourly quota', 'relay'],
    [450, '4.7.1 <a@b.example>: Recipient address rejected: Policy rejection; Message count quota exceeded', 'relay'],
    [452, '4.2.2 Sending quota exceeded', 'relay'],
    [450, '4.1.1 Rate limit exceeded', 'rate'],
    [420, '4.7.0 Project is rate limited: 300 messages/hour', 'rate'],
    [450, '4.1.1 Mailbox unavailable', 'none'],
    [420, '4.4.1 no answer from host', 'none'],
  ])('%i %s: %s', (code, words, throttle) => {
    expect(throttleOf({ kind: code < 500 ? 'deferred' : 'refused', code, words })).toBe(throttle);
  });
});

describe('a full mailbox that is deferred', () => {
  it.each([
    '4.2.2 Mailbox full',
    '4.2.2 The email account that you tried to reach is over quota',
    '4.2.2 This account has reached its storage limit',
    '4.2.2 Quota exceeded: too much mail for this account, try again later',
    'Mailbox full',
    'user is over quota',
    'Boîte aux lettres pleine',
    'Postfach voll',
    'Buzón lleno',
    'Casella piena',
    'Mailbox vol',
    'Caixa de correio cheia',
    'Ящик переполнен',
    'メールボックスがいっぱいです',
    '邮箱已满',
    '메일함이 가득 찼습니다',
  ])('452 %s: asks for nothing, it is about one reader', words => {
    for (const code of [450, 451, 452]) expect(throttleOf({ kind: 'deferred', code, words })).toBe('none');
  });

  it('is not the disk of the server, which is in trouble for all', () => {
    expect(throttleOf({ kind: 'deferred', code: 452, words: '4.3.1 Mail system storage full' })).toBe('busy');
  });
});
