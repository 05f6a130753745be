import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { hebdo } from '../helpers/hebdo.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { listOf, week } from './newsletter.ts';

const rejected = [
  'a@example.com\r\nBcc: x@evil.example',
  'a@example.com\nRCPT TO:<x@evil.example>',
  'a\0b@example.com',
  'a b@example.com',
  '"quoted"@example.com',
  '"a\\"b@evil.example, "@example.com',
  'comment(x@evil.example)@example.com',
  '<a@example.com>',
  'a@example.com, x@evil.example',
  'a@example.com;x@evil.example',
  `${'l'.repeat(65)}@example.com`,
  `a@${'d'.repeat(64)}.example`,
  'a@[127.0.0.1]',
  'a@127.0.0.1',
  'a@localhost',
  'a@example..com',
  '.a@example.com',
  'a.@example.com',
  'a\u202e@example.com',
  'a\u200b@example.com',
  '\u2066a@example.com',
  'a@exam\u00adple.com\u202e',
  '@example.com',
  'a@',
  'a',
  ' ',
];
const delivered = [
  "o'brien+tag@example.com",
  '!#$%&*/=?^_`{|}~-@example.com',
  `${'l'.repeat(64)}@example.com`,
  'josé@example.com',
  '😀@example.com',
  '用户@例え.jp',
  // Cyrillic: another domain than it looks like, and told apart by its ASCII form.
  'a@ехаmple.com',
  'UPPER@EXAMPLE.com',
];
const names = [
  'Zoé "Zo" Lefèvre, PhD',
  'x\r\nBcc: evil@evil.example',
  'x\0y',
  '"; evil@evil.example',
  '<evil@evil.example>',
  '=?utf-8?q?=0D=0ABcc:_evil@evil.example?=',
  '\u202eevil\u202c',
  '漢字'.repeat(60),
  '.',
  '\\',
  '(comment)',
  ',',
];

describe('nasty addresses and names', () => {
  it('are delivered as what they are, or refused before anything is sent: never another header or recipient', async () => {
    const { url, taken } = await smtpSink();
    const folder = await listOf(0, url);
    const people = [
      ...rejected.map(email => ({ email, language: 'fr' })),
      ...delivered.map(email => ({ email, language: 'fr' })),
      ...names.map((name, i) => ({ email: `name${i}@example.com`, name, language: 'en' })),
    ];
    await writeFile(join(folder, 'people.jsonl'), people.map(one => JSON.stringify(one)).join('\n'));
    const report = JSON.parse((await hebdo(folder, ['subscribers', 'import', 'people.jsonl', '--format', 'json'])).out);
    const lines = report.rejected.map(({ line }: { line: number }) => line);
    expect(lines.slice(0, rejected.length)).toEqual(rejected.map((_, i) => i + 1));
    const kept = people.filter((_, i) => !lines.includes(i + 1));
    expect(kept.slice(0, delivered.length).map(({ email }) => email)).toEqual(delivered);

    expect((await hebdo(folder, ['send', week, '--yes'])).code).toBe(0);
    expect(taken).toHaveLength(kept.length);
    expect(taken.filter(({ to }) => to.includes('evil') || to.includes(','))).toEqual([]);
    const headers = new Set<string>();
    for (const { to, raw } of taken) {
      const mail = await simpleParser(raw);
      const recipients = [mail.to].flat().flatMap(one => one?.value ?? []);
      expect(recipients.map(({ address }) => address)).toEqual([to]);
      expect([mail.cc, mail.bcc]).toEqual([undefined, undefined]);
      headers.add(mail.headerLines.map(({ key }) => key).join());
    }
    // Every message has the same header fields, whoever it is for.
    expect(headers.size).toBe(1);
  });
});
