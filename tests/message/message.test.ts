import { spawnSync } from 'node:child_process';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { fillSlots } from '../../src/email/slots.ts';
import { messageMaker, type Sender } from '../../src/message/message.ts';
import type { Recipient } from '../../src/message/recipient.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { secret } from '../helpers/hebdo.ts';
import { compiled, root } from '../helpers/newsletter.ts';

const { editions } = await compiled(root);
const { value: publication } = await loadPublication(root);
if (publication === undefined) throw new Error('the sample is broken');
const sender: Sender = { publication, secret };
const date = new Date('2026-11-27T07:00:00Z');
const emailIn = (language: string) => {
  const found = editions.find(({ email }) => email.language === language);
  if (found === undefined) throw new Error(language);
  return found.email;
};
const compose = (recipient: Recipient, language = 'fr', more: Partial<Sender> = {}) =>
  messageMaker(emailIn(language), { ...sender, ...more })(recipient, date);

const reader: Recipient = { id: 42, address: 'zoe@example.com', name: 'Zoé "Zo" Lefèvre, PhD' };

describe.each(['fr', 'en'])('a message in %s', language => {
  it('has the two alternatives, text first, as a parser that is not ours reads them', async () => {
    const { raw } = await compose(reader, language);
    const mail = await simpleParser(raw, { skipImageLinks: true });
    const email = emailIn(language);
    expect(mail.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
    const shape = [...raw.toString('latin1').matchAll(/^Content-Type: ([\w/]+)/gm)].map(match => match[1]);
    expect(shape).toEqual([
      'multipart/alternative',
      'text/plain',
      'multipart/related',
      'text/html',
      ...email.images.map(image => image.contentType),
    ]);
    const values = { address: reader.address, ...linksOf(mail.text ?? '') };
    expect(mail.text?.trim()).toBe(fillSlots(email.text, values).trim());
    expect(String(mail.html).replace(/\r?\n/g, '\n').trim()).toBe(
      fillSlots(email.html, values).replace(/\r?\n/g, '\n').trim(),
    );
    expect(mail.attachments.map(({ cid }) => cid)).toEqual(email.images.map(({ cid }) => cid));
    expect(mail.attachments.map(({ content }) => content)).toEqual(email.images.map(({ bytes }) => bytes));
  });

  it('has the headers of the design', async () => {
    const mail = await simpleParser((await compose(reader, language)).raw);
    const header = (name: string) => mail.headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]+:\s*/, '');
    expect(mail.from?.value).toEqual([
      language === 'fr'
        ? { name: "L'Hebdo de l'IA", address: 'bonjour@news.example.com' }
        : { name: 'AI Weekly', address: 'hello@news.example.com' },
    ]);
    expect([mail.to].flat()[0]?.value).toEqual([{ name: reader.name, address: reader.address }]);
    expect(mail.subject).toBe(emailIn(language).subject);
    expect(mail.date).toEqual(date);
    expect(mail.replyTo?.text).toBe('redaction@news.example.com');
    expect(header('content-language')).toBe(language);
    expect(header('list-id')).toBe('<hebdo.news.example.com>');
    expect(header('list-unsubscribe')).toMatch(/^<https:\/\/news\.example\.com\/unsubscribe\/[\w.-]+>$/);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(header('feedback-id')).toMatch(new RegExp(`^2026-W48:${language}:newsletter:\\w{5,15}$`));
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(mail.html).toContain(header('list-unsubscribe')?.slice(1, -1));
  });

  it('has no line over 998 octets and only CRLF line ends', async () => {
    const { raw } = await compose(reader, language);
    for (const line of raw.toString('latin1').split('\r\n')) {
      expect(line.length).toBeLessThanOrEqual(998);
      expect(line).not.toMatch(/[\r\n]/);
    }
  });

  const python = spawnSync('python3', ['--version']).status === 0;
  it.runIf(python)('is read the same by Python’s email package', async () => {
    const { raw } = await compose(reader, language);
    const script = `
import sys, json, email, email.policy
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = [p.get_content_type() for p in m.walk()]
text = m.get_body(('plain',)).get_content()
html = m.get_body(('html',)).get_content()
print(json.dumps(dict(parts=parts, text=text, html=html, subject=str(m['subject']), to=[[a.display_name, a.addr_spec] for a in m['to'].addresses], language=m['content-language'], defects=[str(d) for p in m.walk() for d in p.defects])))`;
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: raw, encoding: 'utf8' });
    expect(stderr).toBe('');
    const email = emailIn(language);
    const read = JSON.parse(stdout);
    const values = { address: reader.address, ...linksOf(read.text) };
    expect(read).toMatchObject({ subject: email.subject, to: [[reader.name, reader.address]], language, defects: [] });
    expect(read.parts.slice(0, 4)).toEqual(['multipart/alternative', 'text/plain', 'multipart/related', 'text/html']);
    expect(read.text.replaceAll('\r\n', '\n').trim()).toBe(fillSlots(email.text, values).trim());
    expect(read.html.replaceAll('\r\n', '\n').trim()).toBe(fillSlots(email.html, values).trim());
  });
});

function linksOf(text: string) {
  const link = (purpose: string): string =>
    new RegExp(`https://news\\.example\\.com/${purpose}/\\S+`).exec(text)?.[0] ?? '';
  return { unsubscribe_url: link('unsubscribe'), preferences_url: link('preferences'), language_url: link('language') };
}

describe('text that looks encoded', () => {
  it.each(['=?utf-8?q?x?=', '=?utf-8?q?=0D=0ABcc:_evil@evil.example?=', 'what =? that', 'Zoé =?x?='])(
    'is read as it was written: %s',
    async words => {
      const email = { ...emailIn('fr'), subject: words };
      const { raw } = await messageMaker(email, sender)({ ...reader, name: words }, date);
      const { subject, to } = await simpleParser(raw);
      expect(subject).toBe(words);
      expect([to].flat()[0]?.value).toEqual([{ name: words, address: reader.address }]);
    },
  );
});

describe('the identity of a message', () => {
  it('is the same for the same issue and recipient, and for no other', async () => {
    const ids = await Promise.all([
      compose(reader),
      compose({ ...reader, name: 'Other' }),
      compose({ ...reader, id: 43 }),
    ]);
    expect(ids[0]?.id).toBe(ids[1]?.id);
    expect(ids[0]?.id).not.toBe(ids[2]?.id);
    expect(ids[0]?.id).toMatch(/^<[\w.-]+@news\.example\.com>$/);
  });

  it('is marked as a test where it is one', async () => {
    const { raw } = await messageMaker(emailIn('fr'), sender, { subjectPrefix: '[Test] ' })(reader, date);
    expect((await simpleParser(raw)).subject).toBe(`[Test] ${emailIn('fr').subject}`);
  });

  it('has an envelope of its own: VERP where a bounce address is set', async () => {
    expect((await compose(reader)).envelope).toEqual({ from: 'bonjour@news.example.com', to: reader.address });
    const { envelope } = await compose(reader, 'fr', { bounceAddress: 'bounces@news.example.com' });
    expect(envelope.from).toMatch(/^bounces\+42-2026w48-[0-9a-f]{16}@news\.example\.com$/);
  });
});

describe('hostile names', () => {
  it.each([
    'x\r\nBcc: evil@example.com',
    'a" <evil@example.com>, "b',
    'evil@example.com,',
    '=?utf-8?q?x?=',
    '\u202Egnp.exe',
    '😀'.repeat(60),
    'a\0b',
  ])('never become a header or a recipient: %j', async name => {
    const { raw, envelope } = await compose({ ...reader, name });
    const mail = await simpleParser(raw);
    expect(envelope.to).toBe(reader.address);
    expect(mail.headers.has('bcc')).toBe(false);
    expect([mail.to].flat().flatMap(to => to?.value.map(({ address }) => address))).toEqual([reader.address]);
  });
});
