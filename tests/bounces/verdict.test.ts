import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeMail } from '../../src/bounces/verdict.ts';
import { personalLinks } from '../../src/message/personal-links.ts';
import { verpAddress } from '../../src/message/verp.ts';
import { secret } from '../helpers/hebdo.ts';
import { fixtureKeys, fixtureWeek } from './keys.ts';

const fixtures = new URL('./fixtures/', import.meta.url);
const who = { subscriber: 42, week: '2026-W48' };
const verp = verpAddress(fixtureKeys.bounceAddress, who, secret);
const reader = 'zoe@reader.example';

/** A mail as it would stand in the mailbox. */
const mail = (head: Record<string, string>, body: string): Buffer => {
  const fields = {
    From: 'MAILER-DAEMON@mx.reader.example',
    To: 'bounces@news.example.com',
    Date: 'Fri, 27 Nov 2026 08:00:00 +0000',
    ...head,
  };
  return Buffer.from(
    `${Object.entries(fields)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n')}\r\n\r\n${body.replace(/\n/g, '\r\n')}`,
  );
};

/** A mail of several parts. */
const parts = (type: string, ...all: [type: string, content: string][]) => ({
  type: `multipart/${type}; boundary=b`,
  body: `${all.map(([kind, content]) => `--b\nContent-Type: ${kind}\n\n${content}\n`).join('')}--b--\n`,
});

const report = (fields: string, text = 'It was not delivered.') =>
  parts(
    'report; report-type=delivery-status',
    ['text/plain; charset=utf-8', text],
    ['message/delivery-status', `Reporting-MTA: dns; mx.reader.example\n\n${fields}`],
    ['text/rfc822-headers', `To: ${reader}\nSubject: L’Hebdo`],
  );

const judge = (raw: Buffer) => judgeMail(raw, fixtureKeys);
const judged = ({ type, body }: { type: string; body: string }, head: Record<string, string> = {}) =>
  judge(mail({ Subject: 'Undelivered Mail Returned to Sender', 'Content-Type': type, ...head }, body));

describe('the real bounces of Postfix and Exim', () => {
  const expected: Record<string, [number, string, string]> = {
    unknown: [1, 'hard', '5.1.1'],
    nosuch: [2, 'hard', '550'],
    full: [3, 'soft', '5.2.2'],
    closed: [4, 'hard', '5.2.1'],
    spam: [5, 'policy', '5.7.1'],
    busy: [6, 'soft', '4.3.2'],
  };
  it.each(readdirSync(fixtures))('%s', async file => {
    const name = /-(\w+?)(-\d)?\.eml$/.exec(file)?.[1] ?? '';
    const [subscriber, kind, code] = expected[name] ?? [];
    expect(await judge(readFileSync(new URL(file, fixtures)))).toMatchObject({
      // Postfix warns first that it goes on trying.
      class: file === 'postfix-busy-1.eml' ? 'delay' : kind,
      code,
      recipient: `${name}@example.com`,
      who: { subscriber, week: fixtureWeek },
    });
  });

  it('are all about nobody under another secret', async () => {
    for (const file of readdirSync(fixtures)) {
      const verdict = await judgeMail(readFileSync(new URL(file, fixtures)), {
        ...fixtureKeys,
        secrets: ['x'.repeat(40)],
      });
      expect([verdict.who, verdict.recipient]).toEqual([undefined, expect.stringContaining('@example.com')]);
    }
  });
});

describe('a delivery report (RFC 3464)', () => {
  const failed = `Final-Recipient: rfc822; ${reader}\nAction: failed\n`;
  it.each([
    [
      'an address that does not exist',
      `${failed}Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown`,
      'hard',
      '5.1.1',
    ],
    [
      'a status that says nothing beside words that do',
      `${failed}Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 no`,
      'hard',
      '5.1.1',
    ],
    ['words alone', `${failed}Status: 5.0.0\nDiagnostic-Code: X-Unix; 550 user does not exist`, 'hard', '550'],
    ['a full mailbox', `${failed}Status: 5.2.2`, 'soft', '5.2.2'],
    [
      'a full mailbox behind a hard code',
      `${failed}Status: 5.1.1\nDiagnostic-Code: smtp; 550 mailbox is over quota`,
      'soft',
      '5.1.1',
    ],
    [
      'our name, not the address',
      `${failed}Status: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 blocked for spam`,
      'policy',
      '5.7.1',
    ],
    [
      'a directory of Exchange Online',
      `${failed}Status: 5.4.1\nDiagnostic-Code: smtp;550 5.4.1 Recipient address rejected: Access denied.`,
      'hard',
      '5.4.1',
    ],
    [
      'a domain that is gone',
      `${failed}Status: 5.4.4\nDiagnostic-Code: X-Postfix; Host or domain name not found. Name service error`,
      'hard',
      '5.4.4',
    ],
    [
      'our own domain',
      `${failed}Status: 5.1.8\nDiagnostic-Code: smtp; 550 5.1.8 Sender address rejected: Domain not found`,
      'policy',
      '5.1.8',
    ],
    ['a server given up on', `${failed}Status: 4.4.1\nDiagnostic-Code: smtp; connection timed out`, 'soft', '4.4.1'],
    ['a delay', `Final-Recipient: rfc822; ${reader}\nAction: delayed\nStatus: 4.4.7`, 'delay', '4.4.7'],
    ['a delivery', `Final-Recipient: rfc822; ${reader}\nAction: delivered\nStatus: 2.0.0`, 'none', '2.0.0'],
    [
      'a relay',
      `Final-Recipient: rfc822; ${reader}\nAction: relayed (to a system that makes no reports)\nStatus: 2.0.0`,
      'none',
      '2.0.0',
    ],
  ])('of %s', async (_, fields, kind, code) => {
    const verdict = await judged(report(fields), { To: verp });
    expect(verdict).toMatchObject({ class: kind, code, recipient: reader, who });
  });

  it('names the original recipient, and of several the one that failed', async () => {
    const fields = `Final-Recipient: rfc822; ok@reader.example\nAction: delivered\nStatus: 2.0.0\n\nOriginal-Recipient: rfc822;${reader}\nFinal-Recipient: rfc822;real@inner.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n  <real@inner.example>: gone\n  away`;
    expect(await judged(report(fields))).toMatchObject({
      class: 'hard',
      recipient: reader,
      words: '550 5.1.1 <real@inner.example>: gone away',
    });
  });

  it('may stand in the text', async () => {
    const body = `We are sorry.\n\nAction: failed\nFinal-Recipient: rfc822; ${reader}\nDiagnostic-Code: smtp; 550 5.1.1 User Unknown\nStatus: 5.1.1\n`;
    expect(await judge(mail({ Subject: 'Delivery Status Notification (Failure)' }, body))).toMatchObject({
      class: 'hard',
      recipient: reader,
    });
  });
});

describe('a bounce that is no report', () => {
  const original = `Received: from news.example.com\n by mx\nFrom: L’Hebdo <bonjour@news.example.com>\nTo: ${reader}\nSubject: Le numéro\n\nBonjour\n`;
  it.each([
    [
      'qmail',
      'failure notice',
      `Hi. I could not deliver your message to these:\n\n<${reader}>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 no such user here\nGiving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\n${original}`,
      'hard',
      '5.1.1',
    ],
    [
      'qmail, full',
      'failure notice',
      `<${reader}>:\nThe user's mailfolder is full.\n\n--- Below this line is a copy of the message.\n\n${original}`,
      'soft',
      undefined,
    ],
    [
      'Exchange of old',
      'Undeliverable: Le numéro',
      `Your message\n\n  To:      list@reader.example\n  Subject: Le numéro\n\ndid not reach these recipients:\n\n${reader} on Fri, 27 Nov 2026\n    The recipient name is not recognized\n`,
      'hard',
      undefined,
    ],
    [
      'Domino',
      'DELIVERY FAILURE: User zoe not listed in Domino Directory',
      `Your message was not delivered to:\n\n  ${reader}\n\nbecause:\n\n  User zoe (${reader}) not listed in Domino Directory\n`,
      'hard',
      undefined,
    ],
    [
      'a provider in French',
      'Échec de la remise',
      `Votre message n’a pas pu être remis à :\n\n${reader}\n\nL’adresse du destinataire est introuvable.\n`,
      'hard',
      undefined,
    ],
    [
      'a provider in German',
      'Unzustellbar: Le numéro',
      `Ihre Nachricht an ${reader} konnte nicht zugestellt werden:\nDer Empfänger ist unbekannt.\n`,
      'hard',
      undefined,
    ],
    [
      'a provider in Japanese',
      'メールエラー通知',
      `送信先メールアドレスが見つかりませんでした。\n\n<${reader}>\n`,
      'hard',
      undefined,
    ],
    [
      'one that only quotes the server',
      'Returned mail',
      `550 ${reader}... Host unknown (Name server: host not found)\n`,
      'hard',
      '550',
    ],
    [
      'one without any code',
      'Undeliverable Mail',
      `User mailbox exceeds allowed size: ${reader}\n\nOriginal message follows.\n\n${original}`,
      'soft',
      undefined,
    ],
    [
      'one that names nobody but in the original',
      'Returned mail: cannot send message',
      `   ----- Transcript of session follows -----\n421 Deferred: Connection timed out\n\n   ----- Unsent message follows -----\n${original}`,
      'soft',
      '421',
    ],
    [
      'a warning',
      'Warning: message delayed',
      `Your message has not yet been delivered to ${reader}. We will keep trying.\n`,
      'delay',
      undefined,
    ],
  ])('of %s', async (_, subject, body, kind, code) => {
    const verdict = await judge(
      mail({ Subject: subject, To: verp, 'Content-Type': 'text/plain; charset=utf-8' }, body),
    );
    expect(verdict).toMatchObject({ class: kind, recipient: reader, who });
    expect(verdict.code).toBe(code);
  });

  it('may stand in a file of mails (mbox)', async () => {
    const raw = mail({ Subject: 'Undelivered Mail', To: verp }, `<${reader}>: 550 5.1.1 unknown user`);
    const boxed = Buffer.concat([Buffer.from('From MAILER-DAEMON Fri Nov 27 08:00:00 2026\n'), raw]);
    expect(await judge(boxed)).toMatchObject({ class: 'hard', recipient: reader, who });
  });

  it('may be HTML only, or name its recipient in a header', async () => {
    const html = `<p>Delivery has failed:</p><p><a href="mailto:${reader}">${reader}</a><br>550 5.1.10 RESOLVER.ADR.RecipientNotFound</p>`;
    expect(await judge(mail({ Subject: 'Undeliverable', 'Content-Type': 'text/html' }, html))).toMatchObject({
      class: 'hard',
      code: '5.1.10',
      recipient: reader,
    });
    const head = {
      'X-Failed-Recipients': reader,
      From: 'Mail Delivery System <Mailer-Daemon@mx.example>',
      Subject: 'Mail delivery failed',
      'Auto-Submitted': 'auto-replied',
    };
    expect(await judge(mail(head, `  zoe\n    Unrouteable address\n`))).toMatchObject({
      class: 'hard',
      recipient: reader,
    });
  });
});

describe('a complaint (RFC 5965)', () => {
  const arf = (fields: string, original: string) =>
    parts(
      'report; report-type=feedback-report',
      ['text/plain', 'Someone called it spam.'],
      ['message/feedback-report', fields],
      ['message/rfc822', original],
    );
  const links = personalLinks('https://news.example.com', who, secret, new Date());

  it('is known by the signed address or link in the mail it returns, though whom it is of was blacked out', async () => {
    for (const original of [
      `Return-Path: <${verp}>\nTo: redacted\n\nx`,
      `List-Unsubscribe: <${links.unsubscribe_url}>\nTo: [redacted]\n\nx`,
    ])
      expect(
        await judged(arf('Feedback-Type: abuse\nVersion: 1', original), {
          Subject: 'FW',
          From: 'fbl@provider.example',
        }),
      ).toMatchObject({ class: 'complaint', words: 'abuse', who });
  });

  it('names whom it is of where it says so; one about nothing that only we can write proves nothing', async () => {
    const verdict = await judged(
      arf(`Feedback-Type: abuse\nOriginal-Rcpt-To: <${reader}>`, `To: someone@else.example\n\nx`),
    );
    expect([verdict.class, verdict.recipient, verdict.who]).toEqual(['complaint', reader, undefined]);
  });

  it('is none where a provider says that a mail is no spam', async () => {
    expect((await judged(arf('Feedback-Type: not-spam', `Return-Path: <${verp}>\n\nx`))).class).toBe('none');
  });
});

describe('a bounce in another language', () => {
  it.each([
    ['fr', 'L’adresse zoe@reader.example est introuvable.'],
    ['de', 'Der Empfänger zoe@reader.example wurde nicht gefunden: Benutzer unbekannt.'],
    ['es', 'La cuenta zoe@reader.example no existe.'],
    ['it', 'L’indirizzo zoe@reader.example è inesistente.'],
    ['it', 'Utente sconosciuto.'],
    ['nl', 'De gebruiker is onbekend.'],
    ['pt', 'O endereço zoe@reader.example não existe.'],
    ['ru', 'Такой пользователь не существует.'],
    ['ja', '宛先不明のため送信できませんでした。'],
    ['zh', '收件人不存在。'],
    ['ko', '사용자가 없습니다.'],
  ])('is hard where it says that nobody is there (%s)', async (_, words) => {
    expect((await judge(mail({ Subject: 'Undelivered', To: verp }, `${words}\n`))).class).toBe('hard');
    expect((await judge(mail({ Subject: 'Undelivered', To: verp }, 'Voll, plein, lleno, pieno, vol.\n'))).class).toBe(
      'unknown',
    );
  });
});

describe('a mail that is no bounce', () => {
  it.each([
    [
      'Réponse automatique : Le numéro',
      { From: reader, 'Auto-Submitted': 'auto-replied' },
      'Je suis absente. Adresse inconnue: 550 5.1.1',
      'away',
    ],
    ['Abwesenheitsnotiz', { From: reader }, 'Ich bin im Urlaub.', 'away'],
    ['Out of Office: Undelivered hopes', { From: reader, 'Return-Path': '<>' }, 'Back on Monday.', 'away'],
    ['Re: Le numéro', { From: reader, 'X-Autoreply': 'yes' }, 'Merci !', 'away'],
    ['Re: Le numéro', { From: reader }, `Thanks! My old mailbox does not exist any more.\n> ${verp}`, 'none'],
    [
      'Lu : Le numéro',
      { From: reader, 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=b' },
      '--b\nContent-Type: text/plain\n\nLu.\n--b--',
      'none',
    ],
    ['', { From: reader }, '', 'none'],
  ])('%s', async (subject, head, body, kind) => {
    expect((await judge(mail({ Subject: subject, To: verp, ...head }, body))).class).toBe(kind);
  });
});

describe('a wish to leave', () => {
  const leave = verpAddress(fixtureKeys.bounceAddress, who, secret, 'leave');
  it('counts by the address it came to', async () => {
    expect(await judge(mail({ From: 'any@body.example', To: leave, Subject: 'unsubscribe' }, ''))).toMatchObject({
      class: 'leave',
      who,
    });
  });
  it('by its subject alone is for people to read, also with the address of a bounce', async () => {
    for (const to of ['bounces@news.example.com', verp]) {
      const verdict = await judge(mail({ From: reader, To: to, Subject: 'Désabonnement' }, ''));
      expect([verdict.class, verdict.recipient]).toEqual(['none', reader]);
    }
  });
});

describe('a forged bounce', () => {
  it('is about nobody: an address that was changed anywhere bears no signature', async () => {
    const fields = `Final-Recipient: rfc822; ${reader}\nAction: failed\nStatus: 5.1.1`;
    const forged = [
      verp.replace('+42-', '+43-'),
      verp.replace('2026w48', '2026w49'),
      verp.replace(/-[0-9a-f]{16}@/, '-0123456789abcdef@'),
      verpAddress(fixtureKeys.bounceAddress, who, 'y'.repeat(40)),
    ];
    for (const to of forged) expect((await judged(report(fields), { To: to })).who).toBeUndefined();
    expect((await judged(report(fields), { To: verp.toUpperCase() })).who).toEqual(who);
  });
});

describe('a hostile mail', () => {
  it('of thirty megabytes is read to its first, and quickly', async () => {
    const raw = Buffer.concat([
      mail({ To: verp, Subject: 'Undelivered Mail' }, `${reader}: 550 5.1.1 unknown user\n\n`),
      Buffer.alloc(30_000_000, 'x'),
    ]);
    const began = performance.now();
    expect(await judge(raw)).toMatchObject({ class: 'hard', who });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('of ten thousand parts within parts gets a verdict, quickly', async () => {
    let body = '';
    for (let i = 0; i < 10_000; i++) body += `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`;
    const began = performance.now();
    expect((await judge(Buffer.from(`Subject: x\nTo: ${verp}\n${body}`))).class).toBe('none');
    expect(
      (
        await judge(
          mail({ 'Content-Type': 'multipart/mixed; boundary=b', Subject: 'Undelivered' }, '--b\n\nx\n'.repeat(60_000)),
        )
      ).class,
    ).toBeDefined();
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it.each([
    ['zustell', { Subject: 'zustell'.repeat(60_000) }, 'x'],
    ['addresses in From', { From: 'a@b,'.repeat(100_000) }, 'x'],
    ['a Return-Path of spaces', { 'Return-Path': `${' '.repeat(400_000)}x` }, 'x'],
    ['words of a subject', { Subject: 'undelivered auto reply out of office '.repeat(10_000) }, 'x'],
    ['angle brackets', { Subject: 'Undelivered', 'Content-Type': 'text/html' }, '<'.repeat(400_000)],
    ['lines of dashes', { Subject: 'Undelivered' }, `${'-'.repeat(100_000)}\n`.repeat(4)],
    ['an address without an end', { Subject: 'Undelivered' }, `${'a.'.repeat(200_000)}@${'b-'.repeat(100_000)}`],
    ['codes', { Subject: 'Undelivered' }, '550 5.1.1 '.repeat(40_000)],
    ['received lines', { Received: 'from a by b for <c@d> '.repeat(20_000) }, 'x'],
    ['To', { To: `${verp.split('@')[0]?.slice(0, -1)}`.repeat(8_000) }, 'x'],
  ] as [string, Record<string, string>, string][])(
    'of 400 KB of %s gets a verdict in time that grows with its length',
    async (_, headers, body) => {
      const began = performance.now();
      await judge(mail(headers, body));
      // Quadratic time would take minutes; linear time takes milliseconds.
      expect(performance.now() - began).toBeLessThan(5_000);
    },
    60_000,
  );

  it.each([
    [
      'in UTF-7',
      { 'Content-Type': 'text/plain; charset=utf-7', Subject: 'Undelivered' },
      `+AGEAYg- ${reader} 550 5.1.1 unknown user`,
    ],
    [
      'in a charset that is none',
      { 'Content-Type': 'text/plain; charset="x-nonsense"', Subject: 'Undelivered' },
      `${reader} 550 5.1.1 unknown user`,
    ],
    [
      'whose parts never end',
      { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b', Subject: 'x' },
      `--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ${reader}\nAction: failed\nStatus: 5.1.1`,
    ],
    [
      'whose base64 is none',
      { 'Content-Type': 'text/plain', 'Content-Transfer-Encoding': 'base64', Subject: 'Undelivered' },
      '%%%',
    ],
    [
      'with a part whose content type is empty',
      { 'Content-Type': 'multipart/report; boundary=b', Subject: 'Undelivered' },
      `--b\nContent-Type:\n\n${reader} 550 5.1.1 unknown user\n--b--`,
    ],
  ])('%s gets a verdict', async (_, head, body) => {
    const verdict = await judge(mail({ ...head, To: verp }, body));
    expect(['hard', 'unknown']).toContain(verdict.class);
    expect(verdict.who).toEqual(who);
  });

  it('brings no control character to the screen', async () => {
    const fields = `Final-Recipient: rfc822; ${reader}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 \u001b[2J\u0007 gone`;
    expect((await judged(report(fields))).words).toBe('550 [2J gone');
  });

  it('of any bytes never throws, and is about nobody', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), async bytes => {
        expect((await judge(Buffer.from(bytes))).who).toBeUndefined();
      }),
      { numRuns: 200 },
    );
    const real = readFileSync(new URL('postfix-unknown.eml', fixtures));
    await fc.assert(
      fc.asyncProperty(fc.nat(real.length), fc.nat(real.length), async (from, length) => {
        const verdict = await judge(Buffer.concat([real.subarray(0, from), real.subarray(from + length)]));
        if (verdict.who !== undefined) expect(verdict.who.subscriber).toBe(1);
      }),
      { numRuns: 200 },
    );
  });
});
