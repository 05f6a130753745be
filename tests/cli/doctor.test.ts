import { generateKeyPairSync } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { chmod, writeFile } from 'node:fs/promises';
import { BlockList } from 'node:net';
import { join } from 'node:path';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { dnsFindings } from '../../src/app/doctor/dns.ts';
import { type DkimKey, dkimRecord } from '../../src/message/dkim.ts';
import { serveWeb } from '../../src/web/server.ts';
import { dnsServer, type Zone } from '../helpers/dns.ts';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, sampleWeek } from '../helpers/newsletter.ts';
import { sampleWithReaders } from '../helpers/readers.ts';
import { pages } from '../helpers/site.ts';
import { smtpSink } from '../helpers/smtp.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const key: DkimKey = { domain: 'news.example.com', selector: 'hebdo', key: privateKey };
const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));

/** A domain on which all is as it should be. */
const good: Zone = {
  'news.example.com TXT': ['google-site-verification=x', 'v=spf1 include:relay.example -all'],
  'relay.example TXT': ['v=spf1 ip4:203.0.113.0/24 -all'],
  'smtp.relay.example A': ['203.0.113.5'],
  '5.113.0.203.in-addr.arpa PTR': ['smtp.relay.example'],
  'hebdo._domainkey.news.example.com TXT': [dkimRecord(privateKey)],
  '_dmarc.example.com TXT': ['v=DMARC1; p=quarantine; rua=mailto:x@example.com'],
  'news.example.com MX': ['10 mx.example.com'],
};

async function findings(changes: Record<string, readonly string[] | undefined> = {}, more = {}) {
  const zone = Object.fromEntries(
    Object.entries({ ...good, ...changes }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([await dnsServer(zone)]);
  const subject = {
    from: ['news.example.com'],
    envelope: 'news.example.com',
    bounceAddress: 'bounces@news.example.com',
    smtpHost: 'smtp.relay.example',
    dkim: [key],
    ...more,
  };
  const found = await dnsFindings(resolver, subject);
  return new Map(found.map(one => [one.about.split(' ')[0], one]));
}

describe('the DNS of a sender', () => {
  it('is well where SPF includes the relay, DKIM has our key, DMARC is there and aligned, bounces have an MX, and the relay a name', async () => {
    const found = await findings();
    expect([...found.values()].map(({ about, state, words }) => `${state} ${about}: ${words}`)).toEqual([
      'ok SPF of news.example.com: includes smtp.relay.example (203.0.113.5)',
      'ok DKIM at hebdo._domainkey.news.example.com: has the key that hebdo signs with',
      'ok DMARC of news.example.com: v=DMARC1; p=quarantine; rua=mailto:x@example.com (aligned by DKIM and SPF)',
      'ok MX of news.example.com: bounces come to mx.example.com',
      'ok PTR of smtp.relay.example: 203.0.113.5 is smtp.relay.example, and smtp.relay.example is 203.0.113.5',
    ]);
  });

  const spf = 'news.example.com TXT';
  const dkim = 'hebdo._domainkey.news.example.com TXT';
  it.each([
    ['no SPF', { [spf]: ['other'] }, 'SPF', 'error', 'there is no record'],
    ['two SPF', { [spf]: ['v=spf1 -all', 'v=spf1 mx -all'] }, 'SPF', 'error', 'there are 2 records'],
    [
      'an SPF without the relay',
      { [spf]: ['v=spf1 ip4:192.0.2.1 -all'] },
      'SPF',
      'warning',
      'does not include smtp.relay.example',
    ],
    ['no DKIM record', { [dkim]: undefined }, 'DKIM', 'error', 'there is no record'],
    ['another DKIM key', { [dkim]: ['v=DKIM1; k=ed25519; p=AAAA'] }, 'DKIM', 'error', 'has another key'],
    ['no DMARC', { '_dmarc.example.com TXT': undefined }, 'DMARC', 'error', 'there is no record'],
    ['no MX', { 'news.example.com MX': undefined }, 'MX', 'error', 'no server receives its mail'],
    ['no PTR', { '5.113.0.203.in-addr.arpa PTR': undefined }, 'PTR', 'warning', 'has no name'],
    [
      'a PTR that is another’s',
      { '5.113.0.203.in-addr.arpa PTR': ['host.elsewhere.example'] },
      'PTR',
      'warning',
      'but host.elsewhere.example is not',
    ],
  ])('with %s is told, with a remedy', async (_, changes, about, state, words) => {
    const one = (await findings(changes)).get(about);
    expect(one).toMatchObject({ state, words: expect.stringContaining(words) });
    expect(one?.remedy).toMatch(/\w/);
  });

  it('is told where nothing aligns, and left alone where it does not answer', async () => {
    const strict = { '_dmarc.news.example.com TXT': ['v=DMARC1; p=reject; adkim=s; aspf=s'] };
    const other = { envelope: 'bounces.example.com', dkim: [{ ...key, domain: 'example.com' }] };
    expect((await findings(strict, other)).get('DMARC')).toMatchObject({ state: 'warning' });
    const resolver = new Resolver({ timeout: 200, tries: 1 });
    resolver.setServers(['127.0.0.1:9']);
    const found = await dnsFindings(resolver, {
      from: ['a.example'],
      envelope: 'a.example',
      smtpHost: 'b.example',
      dkim: [],
    });
    expect(new Set(found.map(({ state }) => state))).toEqual(new Set(['skipped']));
  });
});

describe('hebdo doctor', () => {
  /** A newsletter, its SMTP server, its pages and its DNS. */
  async function setUp() {
    const proxies = new BlockList();
    proxies.addSubnet('192.0.2.0', 24, 'ipv4');
    const site = await pages({ proxies });
    const server = await serveWeb(site.app, { host: '127.0.0.1', port: 0 });
    const { url } = await smtpSink();
    const folder = await sampleWithReaders();
    await edit(folder, 'hebdo.yaml', 'url: https://news.example.com', `url: http://127.0.0.1:${server.port}`);
    await writeFile(join(folder, 'key.pem'), pem);
    const env = {
      HEBDO_SMTP_URL: url,
      HEBDO_SECRET: secret,
      HEBDO_BOUNCE_ADDRESS: 'bounces@news.example.com',
      HEBDO_DKIM_DOMAIN: 'news.example.com',
      HEBDO_DKIM_SELECTOR: 'hebdo',
      HEBDO_DKIM_KEY: 'key.pem',
    };
    const doctor = async (changes: Record<string, string> = {}) =>
      hebdo(folder, ['doctor', '--dns', await dnsServer(good)], { ...env, ...changes });
    return { doctor, folder, server, site };
  }

  it('finds all well, and changes nothing', async () => {
    const { doctor, server } = await setUp();
    const { code, out } = await doctor();
    for (const words of [
      '✓ SMTP at 127.0.0.1',
      '✓ database: up to date; 21 subscribers would get an issue',
      '✓ pages at',
      'unsubscribing with one click works',
      '✓ clock compared with the pages: right',
      'accepts 5 connections at once',
      '✓ images: those of 2026-W48 are contained in the messages',
      '✓ DKIM at',
      '✓ DMARC of',
      '✓ MX of',
      'Everything is ready for sending.',
    ])
      expect(out).toContain(words);
    expect(code).toBe(0);
    await server.close();
  });

  it('looks at the SMTP server’s clock, how many connections it grants, and how large a message may be', async () => {
    const { doctor, folder, server } = await setUp();
    const hourAgo = new Date(Date.now() - 3_600_000).toUTCString().replace('GMT', '+0000');
    let open = 0;
    const { url } = await smtpSink(
      {},
      {
        name: `mail.example.com`,
        banner: `Exim 4.98 ${hourAgo}`,
        size: 50_000,
        onConnect: (_session, done) => {
          open++;
          done(open > 3 ? new Error('too many connections') : undefined);
        },
        onClose: () => void open--,
      },
    );
    await edit(folder, 'hebdo.yaml', 'template: weekly', 'template: weekly\nsending: { connections: 4 }');
    const { code, out } = await doctor({ HEBDO_SMTP_URL: url });
    expect(code).toBe(1);
    expect(out).toMatch(/! clock compared with SMTP at [^:]+:\d+: 36\d\d s ahead/);
    expect(out).toMatch(/! SMTP at .*: accepts 3 of 4 connections at once/);
    expect(out).toMatch(
      /✗ SMTP at .*: accepts messages of up to 0\.0 MB; those of the newest issue have at most 0\.\d MB/,
    );
    await server.close();
  });

  it('warns where sign-ups of a wide network are held off', async () => {
    const { doctor, server, site } = await setUp();
    const token = /name="token" value="([^"]+)"/.exec(await (await site.get('/')).text())?.[1] ?? '';
    site.clock.now = new Date(site.clock.now.getTime() + 5_000);
    await Promise.all(
      Array.from({ length: 41 }, (_, i) =>
        site.post('/subscribe', { token, address: `a${i}@example.com` }, { 'x-forwarded-for': `198.51.100.${i}` }),
      ),
    );
    expect((await doctor()).out).toMatch(/! sign-ups: sign-ups are held off: 1 refused, 0 dropped/);
    await server.close();
  });

  it('asks whether the images that messages load are there', async () => {
    const { doctor, folder, server } = await setUp();
    const nothing = await serveWeb(new Hono(), { host: '127.0.0.1', port: 0 });
    const http = `http://127.0.0.1:${nothing.port}`;
    await edit(folder, `issues/${sampleWeek}.yaml`, /src: \.\/images\S+/, `src: ${http}/gone.jpg`);
    await edit(folder, 'hebdo.yaml', 'images: embed', 'images: hosted');
    const { code, out } = await doctor();
    expect(code).toBe(1);
    expect(out).toMatch(/✗ images at 127\.0\.0\.1:\d+: 1 of 1 do not answer: http\S+gone\.jpg answers 404/);
    expect(out).toContain('/2026-W48/images/ are served once its sending begins');
    await Promise.all([server.close(), nothing.close()]);
  });

  it('tells what is wrong all at once, each with its remedy, and no secret', async () => {
    const { doctor, server } = await setUp();
    await server.close();
    const { code, out } = await doctor({
      HEBDO_SMTP_URL: 'smtp://me:hunter2@127.0.0.1:9',
      HEBDO_SECRET: 'ab'.repeat(20),
    });
    expect(code).toBe(1);
    for (const words of [
      '✗ SMTP at 127.0.0.1:9',
      '✗ pages at',
      'cannot be reached',
      '! HEBDO_SECRET: has few different characters',
      '→ Run hebdo serve',
    ])
      expect(out).toContain(words);
    expect(out).not.toContain('hunter2');
  });

  it('warns of a .env and a key that other users of the machine can read', async () => {
    const { doctor, server, folder } = await setUp();
    for (const file of ['.env', 'key.pem'])
      await writeFile(join(folder, file), file === '.env' ? '' : pem, { mode: 0o644 });
    const dkim = { HEBDO_DKIM_KEY: 'key.pem', HEBDO_DKIM_DOMAIN: 'example.com', HEBDO_DKIM_SELECTOR: 'a' };
    const { out } = await doctor(dkim);
    expect(out).toContain('! .env: can be read by other users');
    expect(out).toContain('! HEBDO_DKIM_KEY: can be read by other users');
    for (const file of ['.env', 'key.pem']) await chmod(join(folder, file), 0o600);
    expect((await doctor(dkim)).out).not.toContain('can be read by other users');
    await server.close();
  });

  it('knows when the pages have another secret, by which nobody could leave', async () => {
    const { doctor, server } = await setUp();
    expect((await doctor({ HEBDO_SECRET: 'quite another secret, and a long one too' })).out).toContain(
      'HEBDO_SECRET has another value there than here',
    );
    await server.close();
  });
});
