import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { describe, expect, it } from 'vitest';
import { type DkimKey, dkimKey, dkimRecord, dkimSigner, newDkimKey } from '../../src/message/dkim.ts';
import { messageMaker } from '../../src/message/message.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { compiled, emptyFolder, first, root, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { smtpSink } from '../helpers/smtp.ts';

const { value: publication } = await loadPublication(root);
if (publication === undefined) throw new Error('the sample is broken');
const { editions } = await compiled(root);
const date = new Date();
const rsa = newDkimKey('rsa');
const ed25519 = newDkimKey('ed25519');
const keys: DkimKey[] = [
  { domain: 'news.example.com', selector: 'rsa1', key: dkimKey(rsa.pem) },
  { domain: 'news.example.com', selector: 'ed1', key: dkimKey(ed25519.pem) },
];
const signer = dkimSigner(keys);
/** The DNS of the test's own. */
const resolver = async (name: string) => {
  const records: Record<string, string> = {
    'rsa1._domainkey.news.example.com': rsa.record,
    'ed1._domainkey.news.example.com': ed25519.record,
  };
  const record = records[name];
  if (record === undefined) throw Object.assign(new Error('no record'), { code: 'ENOTFOUND' });
  return [[record]];
};
const verify = async (raw: Buffer) => {
  const { results } = await dkimVerify(raw, { resolver });
  return results.map(({ status, signingHeaders, ...result }) => ({
    verdict: status.result,
    algorithm: 'algo' in result ? result.algo : undefined,
    headers: signingHeaders?.keys ?? '',
  }));
};
const make = (name?: string) =>
  messageMaker(first(editions).email, { publication, secret, signer })(
    { id: 5, address: 'zoe@example.com', name },
    date,
  );

describe('DKIM', () => {
  it.each([undefined, 'Zoé "Zo" Lefèvre, PhD', '漢字'.repeat(30), '  two  spaces ', 'a\tb'])(
    'verifies with both keys, by a program that is not ours, for the name %j',
    async name => {
      const results = await verify((await make(name)).raw);
      expect(results.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
      expect(results.map(({ algorithm }) => algorithm).sort()).toEqual(['ed25519-sha256', 'rsa-sha256']);
      for (const { headers } of results)
        for (const header of [
          'from',
          'to',
          'subject',
          'date',
          'list-unsubscribe',
          'list-unsubscribe-post',
          'message-id',
        ])
          expect(headers.toLowerCase()).toContain(header);
    },
  );

  it('notices a changed body, a changed header, and one that was added', async () => {
    const { raw } = await make();
    const changed = (from: string, to: string) =>
      verify(Buffer.from(raw.toString('latin1').replace(from, to), 'latin1'));
    for (const results of [
      await changed('Bonjour', 'Bonsoir'),
      await changed('Subject: ', 'Subject: x'),
      await changed('MIME-Version', 'Subject: second\r\nMIME-Version'),
      await changed('List-Unsubscribe: <https', 'List-Unsubscribe: <http'),
    ])
      expect(results.map(({ verdict }) => verdict)).not.toContain('pass');
  });

  it.each([
    'From: Another <x@example.net>',
    'To: another@example.net',
    'Cc: another@example.net',
    'Sender: another@example.net',
    'Reply-To: thief@example.net',
    'Subject: second',
    'Date: Mon, 2 Nov 2026 10:00:00 +0000',
    'Message-ID: <x@example.net>',
    'In-Reply-To: <x@example.net>',
    'References: <x@example.net>',
    'MIME-Version: 1.0',
    'Content-Type: text/html',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename=a.html',
    'Content-Language: de',
    'List-Id: <x.example.net>',
    'List-Unsubscribe: <https://evil.example.net/>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'List-Subscribe: <https://evil.example.net/>',
    'List-Help: <https://evil.example.net/>',
    'List-Post: <mailto:x@example.net>',
    'List-Owner: <mailto:x@example.net>',
    'List-Archive: <https://evil.example.net/>',
    'Auto-Submitted: no',
  ])('notices that %s was put before or behind its fields', async field => {
    const { raw } = await make();
    const message = raw.toString('latin1');
    for (const added of [`${field}\r\n${message}`, message.replace('\r\n\r\n', `\r\n${field}\r\n\r\n`)])
      expect((await verify(Buffer.from(added, 'latin1'))).map(({ verdict }) => verdict)).not.toContain('pass');
  });

  it('survives what relays do: folded headers and spaces changed', async () => {
    const { raw } = await make('Zoé');
    const relayed = `Received: from a by b\r\nFeedback-ID: ::1.eu-west-3.x:AmazonSES\r\n${raw.toString('latin1')}`
      .replace('Content-Language: fr', 'content-language:    fr')
      .replace(/; boundary=/, ';\r\n\tboundary=');
    expect((await verify(Buffer.from(relayed, 'latin1'))).map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  });

  it('refuses keys that are none, too short, or of another kind', () => {
    expect(() => dkimKey('no key')).toThrow();
    const short = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    expect(() => dkimKey(String(short))).toThrow('2048 bits');
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    expect(() => dkimKey(String(curve))).toThrow('cannot sign');
  });

  it('publishes a key as DNS wants it', () => {
    expect(dkimRecord(dkimKey(rsa.pem))).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{390,400}={0,2}$/);
    expect(dkimRecord(dkimKey(ed25519.pem))).toMatch(/^v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=$/);
  });
});

describe('a run with two keys', () => {
  it('signs every message, and each verifies as it came over the wire', async () => {
    const { url, taken } = await smtpSink();
    const folder = await sampleNewsletter();
    await writeFile(join(folder, 'rsa.pem'), rsa.pem);
    await writeFile(join(folder, 'ed.pem'), ed25519.pem);
    await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv']);
    const { code } = await hebdo(folder, ['send', sampleWeek, '--yes'], {
      HEBDO_SMTP_URL: url,
      HEBDO_SECRET: secret,
      HEBDO_DKIM_DOMAIN: 'news.example.com',
      HEBDO_DKIM_SELECTOR: 'rsa1,ed1',
      HEBDO_DKIM_KEY: 'rsa.pem,ed.pem',
    });
    expect([code, taken.length]).toEqual([0, 21]);
    const verdicts = await Promise.all(taken.map(({ raw }) => verify(raw)));
    expect(verdicts.map(results => results.map(({ verdict }) => verdict))).toEqual(taken.map(() => ['pass', 'pass']));
  });
});

describe('hebdo dkim new', () => {
  it('writes a key once, for its owner only, and prints the record', async () => {
    const folder = await emptyFolder();
    const made = await hebdo(folder, ['dkim', 'new', 'news.example.com', '--selector', 'w48', '--out', 'key.pem']);
    expect(made.code).toBe(0);
    expect(made.out).toContain('w48._domainkey.news.example.com');
    expect(made.out).toContain('v=DKIM1; k=rsa; p=');
    expect(made.out).not.toContain('PRIVATE');
    const { readFile, stat } = await import('node:fs/promises');
    expect((await stat(`${folder}/key.pem`)).mode & 0o777).toBe(0o600);
    expect(made.out).toContain(dkimRecord(dkimKey(await readFile(`${folder}/key.pem`, 'utf8'))).slice(18, 200));
    expect((await hebdo(folder, ['dkim', 'new', 'news.example.com', '--out', 'key.pem'])).err).toContain(
      'exists already',
    );
  });
});
