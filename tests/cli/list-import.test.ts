import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hebdo } from '../helpers/hebdo.ts';
import { root, sampleNewsletter } from '../helpers/newsletter.ts';

/** Runs hebdo with a text on standard input. */
function piped(folder: string, args: string[], input: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/hebdo.js'), ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return [status, stdout + stderr];
}

/** A zip archive (APPNOTE 4.3). @param claimed the bytes that an entry says to have, where it lies */
function zipOf(files: Record<string, string>, claimed?: number): Buffer {
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = deflateRawSync(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(claimed ?? Buffer.byteLength(text), 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(locals.length, 8);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

const leftovers = () => readdirSync(tmpdir()).filter(name => /^hebdo-[A-Za-z0-9]{6}$/.test(name));

describe('subscribers import -', () => {
  it('reads CSV and JSON Lines from standard input, and leaves no copy', async () => {
    const folder = await sampleNewsletter();
    const before = leftovers();
    expect(piped(folder, ['subscribers', 'import', '-'], 'email;name\na@example.com;Ann\n')).toEqual([
      0,
      expect.stringContaining('1 added'),
    ]);
    expect(piped(folder, ['subscribers', 'import', '-'], '{"email":"b@example.com"}\n')).toEqual([
      0,
      expect.stringContaining('1 added'),
    ]);
    expect(piped(folder, ['subscribers', 'import', '-'], '')).toEqual([1, expect.stringContaining('is empty')]);
    expect(leftovers()).toEqual(before);
  });

  it('gives lines without a language that of --language, which must have an edition', async () => {
    const folder = await sampleNewsletter();
    const list = 'email,language\na@example.com,\nb@example.com,fr\n';
    expect(piped(folder, ['subscribers', 'import', '-', '--language', 'en'], list)[0]).toBe(0);
    expect(piped(folder, ['subscribers', 'import', '-', '--language', 'de'], list)).toEqual([
      2,
      expect.stringContaining('fr'),
    ]);
    const added = await hebdo(folder, ['subscribers', 'add', 'c@example.com', '--language', 'de']);
    expect([added.code, added.out]).toEqual([2, expect.stringContaining('a language of hebdo.yaml: fr or en.')]);
    const renamed = await hebdo(folder, ['subscribers', 'add', 'a@example.com', '--name', 'Ann']);
    expect(renamed.out).toBe('  a@example.com (en): updated.\n');
    expect(piped(folder, ['subscribers', 'import', '-'], 'email,timezone\nd@example.com,Mars/Base\n')[1]).toContain(
      'line 2: imported without this value (time_zone)',
    );
    const { out } = await hebdo(folder, ['subscribers', 'export', '--as', 'csv']);
    expect(out).not.toContain('c@');
    expect(out).toMatch(/a@example\.com,Ann,en/);
    expect(out).toMatch(/b@example\.com,,fr/);
  });
});

describe('a zip archive of Mailchimp', () => {
  const subscribed = 'Email Address,First Name,Last Name,OPTIN_TIME,LEID,EUID,TIMEZONE\n';
  const files = {
    'subscribed_members_export_1a.csv': `${subscribed}ann@example.com,Ann,Lee,2023-01-02 03:04:05,1,e1,Europe/Paris\nbob@example.com,Bob,,,2,e2,\n`,
    'unsubscribed_members_export_1a.csv': `${subscribed}bob@example.com,Bob,,2023-01-02 03:04:05,2,e2,\n`,
    'cleaned_members_export_1a.csv':
      'Email Address,First Name,Last Name,OPTIN_TIME,CLEAN_TIME,LEID,EUID\ncyd@example.com,,,,2023-02-02 03:04:05,3,e3\n',
    'nonsubscribed_members_export_1a.csv': `${subscribed}dan@example.com,Dan,,,4,e4,\n`,
    '__MACOSX/._subscribed_members_export_1a.csv': 'x',
  };

  it('is imported with one command: those who left first, also where no column says so', async () => {
    const folder = await sampleNewsletter();
    const before = leftovers();
    await writeFile(join(folder, 'audience.zip'), zipOf(files));
    const { code, out } = await hebdo(folder, ['subscribers', 'import', 'audience.zip', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).lists).toMatchObject([
      { file: 'unsubscribed_members_export_1a.csv', program: 'mailchimp', added: 1 },
      { file: 'cleaned_members_export_1a.csv', program: 'mailchimp', added: 1 },
      { file: 'subscribed_members_export_1a.csv', program: 'mailchimp', added: 1, unsubscribed: 1 },
    ]);
    const list = (await hebdo(folder, ['subscribers', 'export', '--as', 'csv'])).out;
    expect(list).toMatch(/ann@example\.com.*,active,.*Europe\/Paris/);
    expect(list).toMatch(/bob@example\.com.*,unsubscribed,/);
    expect(list).toMatch(/cyd@example\.com.*,unsubscribed,/);
    expect(list).not.toContain('dan@');
    expect(leftovers()).toEqual(before);
  });

  it('is refused whole where one list is, where it holds too much or none, and where it is cut off', async () => {
    const folder = await sampleNewsletter();
    const refused = async (archive: Buffer): Promise<string> => {
      await writeFile(join(folder, 'audience.zip'), archive);
      const { code, out, err } = await hebdo(folder, ['subscribers', 'import', 'audience.zip']);
      expect(code).toBe(1);
      return out + err;
    };
    const good = { 'a.csv': 'email\na@example.com\n' };
    expect(await refused(zipOf({ ...good, 'b.csv': 'x,y\n1,2\n' }))).toContain('b.csv');
    expect(await refused(zipOf(good, 2 ** 31))).toContain('more than 20 lists, or more than 1 GB');
    expect(await refused(zipOf(good, 3))).toContain('cannot be read');
    expect(await refused(zipOf({ ...good, '../b.csv': 'x' }))).toContain('cannot be read');
    expect(await refused(zipOf({ 'a.png': 'x' }))).toContain('holds no list');
    expect(await refused(zipOf(good).subarray(0, 60))).toContain('cannot be read');
    expect((await hebdo(folder, ['subscribers', 'export', '--as', 'csv'])).out).not.toContain('a@example.com');
  });
});
