import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseImapUrl } from '../../src/bounces/imap-url.ts';
import { readMailbox, watchMailbox } from '../../src/bounces/mailbox.ts';
import { verpAddress } from '../../src/message/verp.ts';
import { hebdo, secret, start } from '../helpers/hebdo.ts';
import { dovecot, hasDovecot, imapDouble, type TestMailbox } from '../helpers/imap.ts';
import { sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { fixtureKeys } from './keys.ts';

const serverOf = (url: string) => {
  const { value } = parseImapUrl(url);
  if (value === undefined) throw new Error(url);
  return value;
};
const mail = (subject: string, body = 'x'): Buffer =>
  Buffer.from(`From: someone@reader.example\r\nTo: bounces@news.example.com\r\nSubject: ${subject}\r\n\r\n${body}\r\n`);
const subjectOf = (raw: Buffer): string => /^Subject: (.*)$/m.exec(raw.toString())?.[1]?.trim() ?? '';

/** What any IMAP server must do for us, and we with it. */
function mailboxContract(open: () => Promise<TestMailbox>): void {
  it('hands on each new mail once, the oldest first, and marks what was handled', async () => {
    const box = await open();
    for (const subject of ['one', 'two', 'three']) await box.deliver(mail(subject));
    const seen: string[] = [];
    const read = () =>
      readMailbox(serverOf(box.url), async raw => {
        seen.push(subjectOf(raw));
        return subjectOf(raw) === 'two' ? 'left' : 'done';
      });
    expect(await read()).toBe(3);
    expect(seen).toEqual(['one', 'two', 'three']);
    // What is for people to read stays unread to them, and does not come again.
    expect(await box.flags()).toEqual([['\\Seen'], ['$HebdoLookedAt'], ['\\Seen']]);
    expect(await read()).toBe(0);
    await box.deliver(mail('four'));
    expect(await read()).toBe(1);
    expect(seen.at(-1)).toBe('four');
  });

  it('gives a mail whose handling failed again', async () => {
    const box = await open();
    for (const subject of ['one', 'two']) await box.deliver(mail(subject));
    const failing = readMailbox(serverOf(box.url), async raw => {
      if (subjectOf(raw) === 'two') throw new Error('the disk is full');
      return 'done';
    });
    await expect(failing).rejects.toThrow('the disk is full');
    const again: string[] = [];
    await readMailbox(serverOf(box.url), async raw => {
      again.push(subjectOf(raw));
      return 'done';
    });
    expect(again).toEqual(['two']);
  });

  it('hands on no more than a megabyte of a mail of thirty', async () => {
    const box = await open();
    await box.deliver(mail('big', `${'x'.repeat(998)}\r\n`.repeat(30_000)));
    let length = 0;
    await readMailbox(serverOf(box.url), async raw => {
      length = raw.length;
      return 'done';
    });
    expect(length).toBe(1024 * 1024);
  });

  it('is watched: what comes is read at once, until it is told to stop', async () => {
    const box = await open();
    await box.deliver(mail('before'));
    const seen: string[] = [];
    const stop = new AbortController();
    const failures: unknown[] = [];
    const watching = watchMailbox(
      serverOf(box.url),
      async raw => {
        seen.push(subjectOf(raw));
        return 'done';
      },
      stop.signal,
      cause => failures.push(cause),
    );
    await expect.poll(() => seen, { timeout: 20_000 }).toEqual(['before']);
    await box.deliver(mail('after'));
    await expect.poll(() => seen, { timeout: 20_000 }).toEqual(['before', 'after']);
    stop.abort();
    await watching;
    expect(failures).toEqual([]);
  });
}

describe('a mailbox on a server of our own making', () => mailboxContract(() => imapDouble()));
describe.runIf(hasDovecot)('a mailbox on a Dovecot', () => mailboxContract(dovecot));

describe('a server that fails', () => {
  it('in the middle of a mail is told of, and the mail comes again', async () => {
    let cut = true;
    const box = await imapDouble({ cut: uid => cut && uid === 2 });
    for (const subject of ['one', 'two']) box.deliver(mail(subject));
    const seen: string[] = [];
    const read = () =>
      readMailbox(serverOf(box.url), async raw => {
        seen.push(subjectOf(raw));
        return 'done';
      });
    await expect(read()).rejects.toThrow(/The mailbox at 127\.0\.0\.1:\d+ cannot be read/);
    cut = false;
    await read();
    expect(seen).toEqual(['one', 'two']);
  });

  it('while it is watched is tried again', async () => {
    const box = await imapDouble();
    const seen: string[] = [];
    const failures: unknown[] = [];
    const stop = new AbortController();
    const watching = watchMailbox(
      serverOf(box.url),
      async raw => {
        seen.push(subjectOf(raw));
        return 'done';
      },
      stop.signal,
      cause => failures.push(cause),
    );
    box.deliver(mail('one'));
    // Marked, too: one that was cut off before would come again.
    await expect.poll(() => box.flags()).toEqual([['\\Seen']]);
    box.drop();
    await expect.poll(() => failures.length).toBe(1);
    box.deliver(mail('two'));
    await expect.poll(() => seen, { timeout: 8_000 }).toEqual(['one', 'two']);
    stop.abort();
    await watching;
  });

  it('says why it will not have us, without our password', async () => {
    const box = await imapDouble({ password: 'right' });
    const wrong = serverOf(box.url.replace('right', 'hunter2'));
    const failing = readMailbox(wrong, async () => 'done');
    await expect(failing).rejects.toThrow('wrong password');
    await expect(failing).rejects.not.toThrow('hunter2');
  });

  it('that keeps no marks of ours has what was looked at marked as read', async () => {
    const box = await imapDouble({ keywords: false });
    box.deliver(mail('one'));
    await readMailbox(serverOf(box.url), async () => 'left');
    expect(box.flags()).toEqual([['\\Seen']]);
  });
});

describe('HEBDO_IMAP_URL', () => {
  it('wants TLS but on loopback, a user, a password, and names a mailbox', () => {
    expect(serverOf('imaps://a%40b:p%2Fw@mail.example.com')).toEqual({
      host: 'mail.example.com',
      port: 993,
      tls: 'implicit',
      auth: { user: 'a@b', pass: 'p/w' },
      mailbox: 'INBOX',
    });
    expect(serverOf('imap://a:b@mail.example.com:1143/Bounces/2026')).toMatchObject({
      port: 1143,
      tls: 'starttls',
      mailbox: 'Bounces/2026',
    });
    expect(serverOf('imap://a:b@127.0.0.1').tls).toBe('never');
  });
  it.each([
    '',
    'elsewhere.example.com',
    'https://a:b@c',
    'imap://mail.example.com',
    'imaps://a:b@c?tls=maybe',
    'imaps://a:%ff@c',
  ])('%s is refused, and never repeated', url => {
    const { value, problems } = parseImapUrl(url);
    expect(value).toBeUndefined();
    expect(problems).toHaveLength(1);
    if (url !== '') expect(JSON.stringify(problems)).not.toContain(url);
  });
});

describe('hebdo bounces', () => {
  /** A newsletter that was sent to Zoé and Bo, and the messages they got. */
  async function sent(box: { url: string }) {
    const { url, taken } = await smtpSink();
    const folder = await sampleNewsletter();
    const env = {
      HEBDO_SMTP_URL: url,
      HEBDO_SECRET: secret,
      HEBDO_BOUNCE_ADDRESS: fixtureKeys.bounceAddress,
      HEBDO_IMAP_URL: box.url,
    };
    for (const name of ['zoe', 'bo', 'cy']) await hebdo(folder, ['subscribers', 'add', `${name}@example.com`]);
    expect((await hebdo(folder, ['send', sampleWeek, '--yes'], env)).code).toBe(0);
    const messageTo = (name: string) => taken.find(({ to }) => to.startsWith(name));
    return { folder, env, messageTo };
  }

  it('suppresses whose address is gone, takes off who wants to leave by mail, and leaves what is for people', async () => {
    const box = await imapDouble();
    const { folder, env, messageTo } = await sent(box);
    const [zoe, bo] = [messageTo('zoe'), messageTo('bo')];
    box.deliver(
      Buffer.from(
        `From: MAILER-DAEMON@mx.example\r\nTo: ${zoe?.from}\r\nSubject: Undelivered\r\n\r\n<zoe@example.com>: 550 5.1.1 no such user\r\n`,
      ),
    );
    const leave = /mailto:([^?>]+)\?subject=unsubscribe/.exec(bo?.raw.toString() ?? '')?.[1];
    box.deliver(Buffer.from(`From: bo@example.com\r\nTo: ${leave}\r\nSubject: unsubscribe\r\n\r\n\r\n`));
    box.deliver(
      Buffer.from(
        'From: MAILER-DAEMON@evil.example\r\nTo: bounces@news.example.com\r\nSubject: Undelivered\r\n\r\n<cy@example.com>: 550 5.1.1 no such user\r\n',
      ),
    );
    box.deliver(mail('A kind word'));
    const { code, out } = await hebdo(folder, ['bounces'], env);
    expect(code).toBe(0);
    expect(out).toMatch(/hard +suppressed +1/);
    expect(out).toMatch(/hard +not signed by us: nothing done +1/);
    expect(out).toMatch(/unsubscribe request +off the list +1/);
    expect(out).toMatch(/no report +nothing to do +1/);
    expect(box.flags()).toEqual([['\\Seen'], ['\\Seen'], ['$HebdoLookedAt'], ['$HebdoLookedAt']]);
    expect((await hebdo(folder, ['suppressions', 'list'])).out).toMatch(/zoe@example\.com +bounced \(5\.1\.1\)/);
    expect((await hebdo(folder, ['subscribers', 'show', 'bo@example.com'])).out).toContain('unsubscribed');
    expect((await hebdo(folder, ['suppressions', 'list'])).out).not.toContain('cy@');
    expect((await hebdo(folder, ['bounces'], env)).out).toContain('No new mail');
  });

  it('shows who refuses the sender, and warns of a provider that goes on; no reader is suppressed for it', async () => {
    const box = await imapDouble();
    const { folder, env, messageTo } = await sent(box);
    for (const name of ['zoe', 'bo', 'cy'])
      box.deliver(
        Buffer.from(
          `From: MAILER-DAEMON@mx.example\r\nTo: ${messageTo(name)?.from}\r\nSubject: Undelivered\r\n\r\n<${name}@example.com>: 550 5.7.26 refused by the DMARC policy\r\n`,
        ),
      );
    const { out } = await hebdo(folder, ['bounces'], env);
    expect(out).toMatch(/policy +recorded; counts against no reader +3/);
    expect(out).toMatch(/example\.com +3 +/);
    expect(out).toContain('SPF, DKIM or DMARC failed: run hebdo doctor.');
    expect(out).toContain('Warning: refused several times in a row by example.com.');
    expect((await hebdo(folder, ['suppressions', 'list'])).out).not.toContain('@example.com');
    expect((await hebdo(folder, ['subscribers', 'show', 'zoe@example.com'])).out).toMatch(/policy bounce +.*DMARC/);
  });

  it('goes on reading with --watch, until it is interrupted', async () => {
    const box = await imapDouble();
    const { folder, env, messageTo } = await sent(box);
    const { child, ended } = start(folder, ['bounces', '--watch'], env);
    let out = '';
    child.stdout.on('data', chunk => {
      out += chunk;
    });
    await expect.poll(() => out, { timeout: 10_000 }).toContain('Watching INBOX');
    box.deliver(
      Buffer.from(
        `From: postmaster@mx.example\r\nTo: ${messageTo('zoe')?.from}\r\nSubject: Undelivered\r\n\r\n552 5.2.2 <zoe@example.com> mailbox full\r\n`,
      ),
    );
    await expect.poll(() => out, { timeout: 10_000 }).toContain('soft: counted');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('ends with 4 where the server is away, with 1 where the settings are wrong', async () => {
    const box = await imapDouble();
    const { folder, env } = await sent(box);
    const away = { ...env, HEBDO_IMAP_URL: 'imap://a:b@127.0.0.1:9' };
    expect((await hebdo(folder, ['bounces'], away)).code).toBe(4);
    const { code, err } = await hebdo(folder, ['bounces'], { HEBDO_SECRET: secret });
    expect(code).toBe(1);
    for (const name of ['HEBDO_BOUNCE_ADDRESS', 'HEBDO_IMAP_URL']) expect(err).toContain(name);
  });

  it('says what saved mails are taken for, and changes nothing', async () => {
    const folder = await sampleNewsletter();
    const env = { HEBDO_SECRET: secret, HEBDO_BOUNCE_ADDRESS: fixtureKeys.bounceAddress };
    const fixtures = new URL('./fixtures', import.meta.url).pathname;
    const { out } = await hebdo(folder, ['bounces', fixtures, '--format', 'json'], env);
    const { verdicts } = JSON.parse(out);
    expect(verdicts).toHaveLength(13);
    expect(verdicts[0]).toMatchObject({ class: 'soft', code: '4.3.2', who: { subscriber: 6 } });
    const missing = await hebdo(folder, ['bounces', 'nothing.eml'], env);
    expect([missing.code, missing.err.includes('There is no such file')]).toEqual([1, true]);
    expect(readFileSync(new URL('./fixtures/exim-busy.eml', import.meta.url)).length).toBeGreaterThan(0);
  });
});

describe('the address to leave by mail', () => {
  it('is not the one of bounces', () => {
    const who = { subscriber: 1, week: sampleWeek };
    expect(verpAddress('b@x.example', who, secret, 'leave')).not.toContain(
      verpAddress('b@x.example', who, secret).slice(3, 30),
    );
  });
});
