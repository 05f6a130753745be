import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentOf, openSubscriberList } from '../../../src/subscribers/import.ts';
import type { ListOptions } from '../../../src/subscribers/list/plan.ts';
import { emptyFolder } from '../../helpers/newsletter.ts';

async function open(text: string | Buffer, options: ListOptions = {}, name = 'list.csv') {
  const path = join(await emptyFolder(), name);
  await writeFile(path, text);
  return openSubscriberList(path, options);
}

/** What the lines give: the fields of each person, or why they are left out. */
async function read(...args: Parameters<typeof open>) {
  const { value: list, problems } = await open(...args);
  if (list === undefined) return problems.map(({ message, hint, span }) => `${span?.line}: ${message} ${hint}`);
  const lines: unknown[] = [];
  for await (const line of list.lines()) {
    const { raw, why } = list.person(line);
    lines.push(raw === undefined ? why : Object.fromEntries(Object.entries(raw).filter(([, value]) => value)));
  }
  return lines;
}

describe('the columns of a list', () => {
  it('of one field: the surer name wins, and a filled cell over an empty one', async () => {
    expect(await read('adresse,email,courriel\n1 rue X,a@example.com,\n2 rue Y,,b@example.com\n')).toEqual([
      { email: 'a@example.com' },
      { email: 'b@example.com' },
    ]);
    expect(await read('Adresse;Courriel\n12 rue de la Paix;a@example.com\n12 rue de la Paix;\n')).toEqual([
      { email: 'a@example.com' },
      {},
    ]);
    expect(await read('lang,language\nen,fr\n')).toEqual([expect.stringContaining('No column holds addresses')]);
    expect(await read('email,lang,language\na@example.com,en,fr\nb@example.com,en,\n')).toMatchObject([
      { language: 'fr' },
      { language: 'en' },
    ]);
  });

  it.each([
    ['email;Prénom;Nom\na@example.com;Ann;Lee\n', 'Ann Lee'],
    ['email,first_name,last_name\na@example.com,Ann,Lee\n', 'Ann Lee'],
    ['email,FirstName,LastName\na@example.com,Ann,Lee\n', 'Ann Lee'],
    ['email,name,first name,last name\na@example.com,Dr Ann Lee,Ann,Lee\n', 'Dr Ann Lee'],
    ['email,Name,Last name\na@example.com,Ann,Lee\n', 'Ann Lee'],
    ['email;Nom;Prénom\na@example.com;Lee;\n', 'Lee'],
    ['email,Nom complet\na@example.com,Ann Lee\n', 'Ann Lee'],
    ['Adresse e-mail;Nom\na@example.com;Ann Lee\n', 'Ann Lee'],
  ])('make a whole name: %j', async (text, name) => {
    expect(await read(text)).toEqual([{ email: 'a@example.com', name }]);
  });

  it.each([
    ['email;"Nom, prénom, titre"\na@example.com;x\n', 1],
    ['sep=;\nemail;name\na@example.com;Ann\n', 1],
    ['email\tname\na@example.com\tAnn, Dr\n', 1],
    ['email|name\na@example.com|Ann, Dr; etc.\n', 1],
    ['email;name\ra@example.com;Ann\rb@example.com;Bo\r', 2],
    ['name,email\n"Lee, Ann; Dr","a@example.com"\n', 1],
    ['email\na@example.com\n', 1],
    ['sep=,\r\nemail,name\r\na@example.com,Ann\r\n', 1],
  ])('are found whatever stands between them: %j', async (text, count) => {
    expect((await read(text)).map(line => (line as { email: string }).email)).toEqual(
      ['a@example.com', 'b@example.com'].slice(0, count),
    );
  });

  it('that are passed over are named, with how many lines have something in them', async () => {
    const { value } = await open('email,city,note,name\na@example.com,Lyon,,A\nb@example.com,Nice,x,B\n');
    expect(value?.passedOver).toEqual([
      { column: 'city', lines: 2 },
      { column: 'note', lines: 1 },
    ]);
  });

  it('may be said, or ignored', async () => {
    const text = 'contact,gone\na@example.com,yes\nb@example.com,no\n';
    expect(await read(text, { map: { contact: 'email', gone: 'unsubscribed' } })).toEqual([
      { email: 'a@example.com', status: 'unsubscribed' },
      { email: 'b@example.com' },
    ]);
    expect(await read('email,status\na@example.com,x\n', { ignore: ['status'] })).toEqual([{ email: 'a@example.com' }]);
  });
});

describe('the encoding of a list', () => {
  const text = 'email;nom\na@example.com;Renée\n';
  const utf16be = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  it.each([
    ['windows-1252', Buffer.from(text, 'latin1')],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', utf16be],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['macintosh', Buffer.from(text.replace('é', '\x8e'), 'latin1')],
  ])('%s is named in the refusal, and read when it is said', async (encoding, bytes) => {
    expect(await read(bytes)).toEqual([expect.stringContaining(`--encoding ${encoding}`)]);
    expect(await read(bytes, { encoding })).toEqual([{ email: 'a@example.com', name: 'Renée' }]);
  });

  it('is not guessed from the last byte of a file either', async () => {
    expect(await read(Buffer.from('email,name\na@example.com,Ren\xe9', 'latin1'))).toEqual([
      expect.stringMatching(/^2: The file is not encoded in UTF-8/),
    ]);
  });
});

describe('quotes', () => {
  it('inside a cell without quotes are quotes', async () => {
    expect(await read('email,name\na@example.com,Jean "Jo" Dupont\nb@example.com,5" nails\n')).toMatchObject([
      { name: 'Jean "Jo" Dupont' },
      { name: '5" nails' },
    ]);
  });

  it.each([
    ['email,name\na@example.com,"open\nb@example.com,B\n', 2],
    [`email,name\na@example.com,"${'x\n'.repeat(60_000)}\n`, undefined],
  ])('that do not close are a problem with a line, and no exception', async (text, line) => {
    expect(await read(text)).toEqual([
      expect.stringMatching(line === undefined ? /./ : /The file cannot be read as CSV/),
    ]);
  });

  it('before a formula are removed only from our own export', async () => {
    expect(await read("email,name\na@example.com,'=x\n")).toMatchObject([{ name: "'=x" }]);
    const own = "email,name,language,status,since,tags,time_zone\na@example.com,'=x,,active,,,\n";
    expect(await read(own)).toMatchObject([{ name: '=x' }]);
    const { value } = await open(own);
    expect(value && (await contentOf(value, 'fr'))).toMatchObject({ unescaped: 1 });
  });
});

describe('the date of a consent', () => {
  it.each([
    ['2024-05-01T10:00:00Z', '2024-05-01T10:00:00.000Z'],
    ['2023-01-05 12:00:00 UTC', '2023-01-05T12:00:00.000Z'],
    ['2021-03-04T05:06:07+02:00', '2021-03-04T03:06:07.000Z'],
    ['14/05/2023', '2023-05-14T00:00:00.000Z'],
    ['05/14/2023 3:05 PM', '2023-05-14T15:05:00.000Z'],
    ['25-03-2021 10:11:12', '2021-03-25T10:11:12.000Z'],
    ['5/5/2021', '2021-05-05T00:00:00.000Z'],
    ['1 mars 2024', '2024-03-01T00:00:00.000Z'],
    ['Mar 1, 2024 10:00 AM', '2024-03-01T10:00:00.000Z'],
    ['Fri, 01 Mar 2024 10:00:00 +0000', '2024-03-01T10:00:00.000Z'],
    ['1er août 2022', '2022-08-01T00:00:00.000Z'],
    ['1614592800', '2021-03-01T10:00:00.000Z'],
    ['20240301', '2024-03-01T00:00:00.000Z'],
  ])('%s is read', async (text, since) => {
    expect(await read(`email,created_at\na@example.com,"${text}"\n`)).toEqual([{ email: 'a@example.com', since }]);
  });

  it.each([
    '03/02/21 10:12',
    '05-03-2021 10:11:12',
    '2024-02-30',
    '2024-13-01',
    'yesterday',
    '31/02/2021',
    '14/15/2021',
  ])('%s may be two, or is none: it is not read, and told', async text => {
    const { value } = await open(`email,created_at\na@example.com,${text}\nb@example.com,\n`);
    const content = value && (await contentOf(value, 'fr'));
    expect(content).toMatchObject({ dated: 0, unreadDates: { lines: 1, first: { line: 2, text } } });
  });

  it('is read in the order that is said', async () => {
    const text = 'email,created_at\na@example.com,03/02/21 10:12\n';
    expect(await read(text, { dates: 'dmy' })).toMatchObject([{ since: '2021-02-03T10:12:00.000Z' }]);
    expect(await read(text, { dates: 'mdy' })).toMatchObject([{ since: '2021-03-02T10:12:00.000Z' }]);
    expect(await read(text, { dates: 'ymd' })).toMatchObject([{}]);
  });
});

describe('side fields', () => {
  it('never cost the person: they are cleaned, or dropped and told', async () => {
    const { value } = await open(
      'email,name,language,tags,time_zone\na@example.com,"A\u202e\u0007B",Klingon,"Import 2024-03-01 10:31,R&D,bad\u0000",Mars/X\n'.replace(
        '\u0000',
        '\u0007',
      ),
    );
    if (value === undefined) throw new Error('refused');
    const content = await contentOf(value, 'fr');
    expect(content).toMatchObject({ rejected: [], standings: { active: 1 } });
    expect(content.dropped.map(({ field }) => field)).toEqual(['language', 'timeZone']);
  });
});

describe('JSON Lines', () => {
  it('that are an array, or hold no object, are refused', async () => {
    expect(await read('[\n"a"\n]', {}, 'list.jsonl')).toEqual([expect.stringContaining('No line is a JSON object')]);
    expect(await read('{"email":"a@example.com","tags":["x","y"]}\n', {}, 'list.jsonl')).toEqual([
      { email: 'a@example.com', tags: 'x,y' },
    ]);
  });
});
