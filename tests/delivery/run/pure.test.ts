import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { pace } from '../../../src/delivery/pacing/pace.ts';
import { dueVerdict, type RunSoFar, wavesOf } from '../../../src/delivery/run/due-verdict.ts';
import { isDeadHolder, newHolder } from '../../../src/delivery/run/lease-holder.ts';
import { editionFor } from '../../../src/delivery/run/plan-run.ts';
import { parseSmtpUrls } from '../../../src/delivery/smtp/smtp-url.ts';
import { loadIssue } from '../../../src/issue/load.ts';
import { loadPublication } from '../../../src/publication/load.ts';
import { sendTime } from '../../../src/publication/send-time.ts';
import { root } from '../../helpers/newsletter.ts';

describe('the edition for a reader', () => {
  it('is in their language, else in a variety of it, else the default one', () => {
    const editions = ['fr', 'en', 'pt-BR'];
    expect(['en', 'EN', 'en-GB', 'fr-CA', 'pt-BR', 'pt-br', 'pt', 'hr'].map(tag => editionFor(tag, editions))).toEqual([
      'en',
      'en',
      'en',
      'fr',
      'pt-BR',
      'pt-BR',
      'pt-BR',
      'fr',
    ]);
  });
});

describe('a due issue', async () => {
  const { value: publication } = await loadPublication(root);
  if (publication === undefined) throw new Error('the sample is broken');
  const { value: issue } = await loadIssue(root, 'issues/2026-W48.yaml', publication);
  if (issue === undefined) throw new Error('the sample is broken');
  const verdict = (at: string, more: Partial<typeof issue> = {}, finished = false) =>
    dueVerdict({ ...issue, ...more }, publication, {
      run: finished ? 'finished' : 'none',
      now: Temporal.Instant.from(at),
    }).kind;

  it('waits for its time, may be 36 hours late, and is then never sent by itself', () => {
    expect(verdict('2026-11-27T06:59:59Z')).toBe('waiting');
    expect(verdict('2026-11-27T07:00:00Z')).toBe('due');
    expect(verdict('2026-11-28T19:00:00Z')).toBe('due');
    expect(verdict('2026-11-28T19:00:01Z')).toBe('too-late');
  });

  it('is none that is a draft, was sent, or has no time', () => {
    expect(verdict('2026-11-27T08:00:00Z', { status: 'draft' })).toBe('draft');
    expect(verdict('2026-11-27T08:00:00Z', {}, true)).toBe('sent');
    expect(verdict('2026-11-27T08:00:00Z', { send_at: undefined })).toBe('unscheduled');
  });
});

describe('an issue that goes by its readers’ clocks', async () => {
  const { value: publication } = await loadPublication(root);
  const { value: issue } = await loadIssue(root, 'issues/2026-W48.yaml', publication ?? expect.fail('no sample'));
  if (publication === undefined || issue === undefined) throw new Error('the sample is broken');
  const local = { ...issue, send_at: '2026-11-27 08:00 local' };
  const zones = ['Pacific/Kiritimati', 'America/Montreal', 'Pacific/Pago_Pago'].map(timeZone => ({
    timeZone,
    count: 1,
  }));
  const verdict = (at: string, run: RunSoFar, lateness = 129_600) => {
    const schedule = { max_lateness: lateness };
    const found = dueVerdict(
      local,
      { ...publication, schedule },
      { run, now: Temporal.Instant.from(at), readers: zones },
    );
    return 'at' in found ? `${found.kind} ${found.at}` : found.kind;
  };

  it('is a wave for all who are due at the same moment; a time zone that is not known is that of the publication', () => {
    const time = sendTime(local, 'Europe/Paris') ?? expect.fail('no time');
    const readers = [
      { timeZone: 'Europe/Berlin', count: 2 },
      { timeZone: 'Mars/Olympus', count: 3 },
      { timeZone: undefined, count: 4 },
      { timeZone: 'Asia/Tokyo', count: 5 },
    ];
    expect(wavesOf(time, 'Europe/Paris', readers).map(wave => ({ ...wave, at: String(wave.at) }))).toEqual([
      { at: '2026-11-26T23:00:00Z', timeZones: ['Asia/Tokyo'], count: 5 },
      { at: '2026-11-27T07:00:00Z', timeZones: ['Europe/Paris', 'Europe/Berlin'], count: 9 },
    ]);
  });

  it('begins where it is morning first', () => {
    expect(verdict('2026-11-26T17:59:59Z', 'none')).toBe('waiting 2026-11-26T18:00:00Z');
    expect(verdict('2026-11-26T18:00:00Z', 'none')).toBe('due 2026-11-26T18:00:00Z');
  });

  it('waits for the next clock, and is looked at again a quarter of an hour before', () => {
    const nextDue = new Date('2026-11-27T07:00:00Z');
    expect(verdict('2026-11-27T06:00:00Z', { nextDue })).toBe('waiting 2026-11-27T07:00:00Z');
    expect(verdict('2026-11-27T06:45:00Z', { nextDue })).toBe('due 2026-11-26T18:00:00Z');
  });

  it('is late by the first clock that struck, and never once it was begun: a warm-up may take weeks', () => {
    const nextDue = new Date('2026-11-27T19:00:00Z');
    const sixHours = 6 * 3_600;
    expect(verdict('2026-11-27T19:00:00Z', { nextDue }, sixHours)).toBe('due 2026-11-27T19:00:00Z');
    expect(verdict('2026-11-27T18:00:00Z', { nextDue }, sixHours)).toBe('waiting 2026-11-27T19:00:00Z');
    expect(verdict('2026-11-28T01:00:01Z', { nextDue }, sixHours)).toBe('due 2026-11-27T19:00:00Z');
    expect(verdict('2026-12-28T01:00:01Z', { nextDue: undefined }, sixHours)).toBe('due 2026-11-27T19:00:00Z');
    expect(verdict('2026-11-27T00:00:01Z', 'none', sixHours)).toBe('too-late 2026-11-26T18:00:00Z');
  });
});

describe('the holder of a run', () => {
  it('is alive as long as its process is, and unknown elsewhere', () => {
    const me = newHolder();
    expect(newHolder()).not.toBe(me);
    expect(isDeadHolder(me)).toBe(false);
    expect(isDeadHolder(me.replace(`|${process.pid}|`, '|4194303|'))).toBe(true);
    // Another machine of the same name, or this one before it was started again: its process numbers say nothing here.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    expect(isDeadHolder(me.replace(boot, randomUUID()).replace(`|${process.pid}|`, '|4194303|'))).toBe(false);
    expect(
      isDeadHolder(me.replace(/pid:\[\d+\]/, 'pid:[4026531836000]').replace(`|${process.pid}|`, '|4194303|')),
    ).toBe(false);
    for (const unknown of ['host|unknown|unknown|4194303|x', `${hostname()}|pid:[4026531836]|4194303|x`, '|||0|', ''])
      expect(isDeadHolder(unknown)).toBe(false);
    expect(isDeadHolder('garbage')).toBe(false);
  });
});

describe('HEBDO_SMTP_URL', () => {
  const server = (url: string) => parseSmtpUrls(url).value?.[0];
  it('names host, port, user and password', () => {
    expect(server('smtp://us%40er:p%3Aw@mail.example.com:2525')).toEqual({
      host: 'mail.example.com',
      port: 2525,
      tls: 'starttls',
      auth: { user: 'us@er', pass: 'p:w' },
    });
    expect(server('smtps://mail.example.com')).toEqual({ host: 'mail.example.com', port: 465, tls: 'implicit' });
  });

  it('may name several, in the order of preference, and tells the problems of all', () => {
    const hosts = (urls: string) => parseSmtpUrls(urls).value?.map(({ host }) => host);
    expect(hosts('smtp://a.example:25, smtps://u:p@b.example')).toEqual(['a.example', 'b.example']);
    expect(hosts('smtp://a.example smtp://b.example\nsmtp://c.example')).toEqual([
      'a.example',
      'b.example',
      'c.example',
    ]);
    expect(parseSmtpUrls('smtp://a.example?tls=x,smtp://').problems).toHaveLength(2);
  });

  it('may ask for XOAUTH2, with an access token for a password', () => {
    const url = 'smtp://me%40example.com:ya29.token@smtp.example.com?auth=xoauth2';
    expect(server(url)?.auth).toEqual({ user: 'me@example.com', pass: 'ya29.token', method: 'xoauth2' });
    expect(parseSmtpUrls('smtp://smtp.example.com?auth=xoauth2').problems).toHaveLength(1);
    expect(parseSmtpUrls('smtp://u:p@smtp.example.com?auth=magic').problems).toHaveLength(1);
  });

  it('requires TLS but on loopback, unless told', () => {
    expect(
      [
        'smtp://localhost:25',
        'smtp://127.0.0.1',
        'smtp://[::1]',
        'smtp://mail.example.com?tls=never',
        'smtp://localhost?tls=always',
        'smtp://mail.example.com',
        'smtp://127.0.0.1.evil.com',
      ].map(url => server(url)?.tls),
    ).toEqual(['never', 'never', 'never', 'never', 'starttls', 'starttls', 'starttls']);
  });

  it.each([
    undefined,
    '',
    'mail.example.com',
    'http://x.y',
    'smtp://',
    'smtp://u%:p@h',
    'smtp://u:topsecret@h?tls=maybe',
  ])('refuses %j without repeating it', url => {
    const { value, problems } = parseSmtpUrls(url);
    expect(value).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('topsecret');
  });
});

describe('pace', () => {
  it('gives turns evenly, never a second’s worth at once, and no credit for time in which nobody asked', async () => {
    let time = 0;
    const waits: number[] = [];
    const turn = pace(50, {
      now: () => time,
      sleep: milliseconds => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
    });
    const { signal } = new AbortController();
    await Promise.all([turn(signal), turn(signal), turn(signal)]);
    expect(waits).toEqual([20, 40]);
    time = 10_000;
    await Promise.all([turn(signal), turn(signal)]);
    expect(waits).toEqual([20, 40, 20]);
  });
});

describe('HEBDO_SMTP_URL with a password that ends it', () => {
  it.each([
    'smtp://user:12/34@host.example',
    'smtp://user:pa/ss@host.example',
    'smtp://user:12#34@host.example',
    'smtp://user:12?34@host.example',
    'smtps://user:12/34@host.example:465',
    'smtp://host.example/path',
    'smtp://host.example?user=x',
    'smtp://host.example#x',
  ])('%s is refused, says what to write instead, and repeats nothing of it', url => {
    const { value, problems } = parseSmtpUrls(url);
    expect(value).toBeUndefined();
    const words = problems.map(({ message, hint }) => `${message} ${hint}`).join(' ');
    for (const code of ['%2F', '%23', '%3F']) expect(words).toContain(code);
    expect(words).not.toMatch(/12|34|user:1|host\.example/);
  });

  it.each(['smtp://user:12%2F34@host.example', 'smtp://host.example/', 'smtps://u:p@host.example?tls=always'])(
    '%s is read',
    url => expect(parseSmtpUrls(url).problems).toEqual([]),
  );
});
