import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import type { Subscriber } from '../../src/store/subscribers/subscribers.ts';
import { erase } from '../../src/subscribers/erasure.ts';
import { exportSubscribers } from '../../src/subscribers/export.ts';
import { importSubscribers, openSubscriberList } from '../../src/subscribers/import.ts';
import type { ListOptions } from '../../src/subscribers/list/plan.ts';
import { importSuppressions } from '../../src/subscribers/suppression-files.ts';
import { emptyFolder } from '../helpers/newsletter.ts';

const now = new Date('2026-11-24T10:00:00Z');
let store: Store;
let folder: string;
beforeEach(async () => {
  folder = await emptyFolder();
  store = await openStore('sqlite::memory:');
  return () => store.close();
});

async function take(text: string | Buffer, name = 'list.csv') {
  const path = join(folder, name);
  await writeFile(path, text);
  return importFrom(store, path);
}
/** Imports the file at `path`. */
async function importFrom(
  to: Store,
  path: string,
  { secrets = [] as string[], ...options }: ListOptions & { secrets?: string[] } = {},
) {
  const { value: list, problems } = await openSubscriberList(path, options);
  if (list === undefined) return { value: undefined, problems };
  return importSubscribers(to, { list, fallback: 'fr', secrets, now });
}
async function everyone(): Promise<Subscriber[]> {
  const all: Subscriber[] = [];
  for await (const one of store.subscribers.all()) all.push(one);
  return all;
}
const listed = async () => (await everyone()).map(({ address, name, language }) => [address, name, language]);

describe('a list of subscribers', () => {
  it.each([
    ['commas', 'email,name,language\na@example.com,Ann,en\n'],
    ['semicolons', 'email;name;language\na@example.com;Ann;en\n'],
    ['tabs', 'email\tname\tlanguage\na@example.com\tAnn\ten\n'],
    ['French names', 'Courriel;Nom;Langue\na@example.com;Ann;en\n'],
    ['a byte order mark', '\uFEFFemail,name,language\na@example.com,Ann,en\n'],
    ['quotes', '"email","name","language"\n"a@example.com","Ann","en"\n'],
    ['other columns between', 'id,name,x,email,language\n1,Ann,y,a@example.com,en\n'],
    ['CRLF and empty lines', 'email,name,language\r\n\r\na@example.com,Ann,en\r\n\r\n'],
  ])('is read with %s', async (_, text) => {
    expect((await take(text)).value).toMatchObject({
      added: 1,
      updated: 0,
      unchanged: 0,
      unsubscribed: 0,
      erased: 0,
      rejected: [],
    });
    expect(await listed()).toEqual([['a@example.com', 'Ann', 'en']]);
  });

  it('counts all lines that are left out, and lists the first 10,000', async () => {
    const lines = Array.from({ length: 10_005 }, (_, i) => `nobody ${i},Ann,en`);
    const { value } = await take(['email,name,language', 'a@example.com,Ann,en', ...lines].join('\n'));
    expect(value).toMatchObject({ added: 1, rejectedLines: 10_005 });
    expect(value?.rejected).toHaveLength(10_000);
  });

  it('is read as JSON Lines', async () => {
    const lines = [
      '{"email":"a@example.com","nom":"Ann","langue":"en"}',
      '{"email":"b@example.com"}',
      '',
      '{oops',
      '{"name":"x"}',
    ];
    const { value } = await take(lines.join('\n'), 'list.jsonl');
    expect(value).toMatchObject({ added: 2, rejected: [{ line: 4 }, { line: 5 }] });
    expect(await listed()).toEqual([
      ['a@example.com', 'Ann', 'en'],
      ['b@example.com', undefined, 'fr'],
    ]);
  });

  it.each([
    ['a file whose last character is cut off', Buffer.from('email,name\na@example.com,Ren\xe9', 'latin1'), 2, /UTF-8/],
    [
      'a CSV line of two megabytes',
      Buffer.from(`email,name\na@example.com,${'x'.repeat(2 * 1024 * 1024)}\n`),
      2,
      /longer than 1 MB/,
    ],
    ['a file without line ends', Buffer.from('a@example.com;'.repeat(200_000)), 1, /longer than 1 MB/],
  ])('%s is refused with its line', async (_, bytes, line, words) => {
    for (const name of ['list.csv', 'list.jsonl']) {
      const { value, problems } = await take(bytes, name);
      expect(value).toBeUndefined();
      expect(problems[0]).toMatchObject({ message: expect.stringMatching(words), span: { line } });
    }
  });

  it('keeps quoted quotes, commas and accents', async () => {
    await take('email,name\n"zoe@example.com","Zoé ""Zo"" Lefèvre, PhD"\n');
    expect(await listed()).toEqual([['zoe@example.com', 'Zoé "Zo" Lefèvre, PhD', 'fr']]);
  });

  it('is told line by line what was left out, and why', async () => {
    const { value } = await take(
      'email,name,language\nnot an address,X,fr\na@example.com,"x\nBcc: y@example.com",fr\nb@example.com,B,klingonese\nc@example.com,C,en\n',
    );
    expect(value?.added).toBe(3);
    expect(value?.rejected.map(({ line, why }) => [line, why.split(' ').slice(0, 4).join(' ')])).toEqual([
      [2, 'the address holds a'],
    ]);
    // What is beside the address costs no person.
    expect(value?.dropped).toMatchObject([
      { line: 5, field: 'language', why: expect.stringContaining('`klingonese`') },
    ]);
    expect(await listed()).toEqual([
      ['a@example.com', 'x Bcc: y@example.com', 'fr'],
      ['b@example.com', 'B', 'fr'],
      ['c@example.com', 'C', 'en'],
    ]);
  });

  it('folds duplicates by address, and says what changed', async () => {
    expect(
      (await take('email,name\na@EXAMPLE.com,Ann\nA@example.com,Anna\ne@bücher.example,E\ne@xn--bcher-kva.example,E\n'))
        .value,
    ).toMatchObject({ added: 2, updated: 1, unchanged: 1 });
    expect((await take('email,name\na@example.com,\n')).value).toMatchObject({ unchanged: 1 });
    expect(await listed()).toEqual([
      ['a@example.com', 'Anna', 'fr'],
      ['e@xn--bcher-kva.example', 'E', 'fr'],
    ]);
  });

  it('leaves what is known where it says nothing, also the language', async () => {
    await take('email,name,language,tags,time zone\na@example.com,Ann,en,x,America/Montreal\n');
    expect((await take('email,city\na@example.com,Lyon\n')).value).toMatchObject({ unchanged: 1 });
    expect((await take('email,name,language\na@example.com,,\n')).value).toMatchObject({ unchanged: 1 });
    expect((await take('email,language\na@example.com,Klingon\n')).value).toMatchObject({ unchanged: 1 });
    expect(await everyone()).toMatchObject([
      { name: 'Ann', language: 'en', tags: ['x'], timeZone: 'America/Montreal', status: 'active' },
    ]);
  });

  it('takes over that one has left whatever else is wrong in the line, and of two lines the one that says so', async () => {
    await take('email,tags\na@example.com,x\n');
    await take('email,status,tags,language\na@example.com,unsubscribed,"R&D:\u0007",French?\n');
    await take(
      'email,status\nb@example.com,unsubscribed\nb@example.com,active\nc@example.com,active\nC@example.com,unsubscribed\n',
    );
    expect((await everyone()).map(({ status }) => status)).toEqual(['unsubscribed', 'unsubscribed', 'unsubscribed']);
  });

  it('never brings back one who left', async () => {
    await take('email\na@example.com\n');
    await store.subscribers.leave(1, '2026-W48', now);
    expect((await take('email,name,language\nA@example.com,New,en\n')).value).toMatchObject({
      unsubscribed: 1,
      added: 0,
      updated: 0,
    });
    expect(await everyone()).toMatchObject([{ status: 'unsubscribed', name: undefined }]);
  });

  it('in Latin-1 is refused whole, with the line', async () => {
    const { value, problems } = await take(
      Buffer.from('email,name\na@example.com,Ann\nb@example.com,André\n', 'latin1'),
    );
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([
      { rule: 'subscriber-file', span: { line: 3 }, message: 'The file is not encoded in UTF-8 here.' },
    ]);
    expect(await everyone()).toEqual([]);
  });

  it('without a column of addresses is refused whole', async () => {
    expect((await take('nom;ville\nAnn;Lyon\n')).problems).toMatchObject([
      { message: 'No column holds addresses: the first line reads `nom`, `ville`.' },
    ]);
  });

  it('whose quotes do not close changes nothing', async () => {
    const { problems } = await take('email,name\na@example.com,Ann\nb@example.com,"open\nc@example.com,C\n');
    expect(problems).toHaveLength(1);
    expect(await everyone()).toEqual([]);
  });

  it('comes back as it was exported, from either format', async () => {
    const name = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map(text => text.replace(/[\p{C}\p{Z}]/gu, '').normalize('NFC'));
    const local = fc.stringMatching(/^[=+'a-z-][a-z0-9]{0,8}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(local, name), { maxLength: 6, selector: ([l]) => l }),
        fc.constantFrom('csv' as const, 'jsonl' as const),
        async (people, format) => {
          const from = await openStore('sqlite::memory:');
          await from.subscribers.upsert(entriesOf(people), now, () => undefined);
          if (people.length > 0) await from.subscribers.leave(1, '2026-W48', now);
          let text = '';
          for await (const line of exportSubscribers(from.subscribers, format)) text += line;
          const before = await collect(from);
          await from.close();
          const to = await openStore('sqlite::memory:');
          const path = join(folder, `again.${format}`);
          await writeFile(path, text);
          await importFrom(to, path);
          expect(await collect(to)).toEqual(before);
          await to.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});

async function* entriesOf(people: [string, string][]) {
  for (const [local, name] of people)
    yield { address: `${local}@example.com`, language: 'en', ...(name === '' ? {} : { name }) };
}

async function collect({ subscribers }: Store) {
  const all = [];
  for await (const { address, name, language, status } of subscribers.all())
    all.push({ address, name, language, status });
  return all;
}

describe('another program’s export', () => {
  const from = async (program: ListOptions['from'], text: string) => {
    const path = join(folder, 'export.csv');
    await writeFile(path, text);
    return importFrom(store, path, { from: program });
  };
  const consentOf = async (address: string) => {
    const who = await store.subscribers.find(address);
    return (await store.confirmations.consents(who?.id ?? 0)).map(({ page, confirmedAt }) => `${confirmedAt} ${page}`);
  };

  it('of listmonk: language in the attributes, blocklisted and disabled', async () => {
    await from(
      'listmonk',
      `uuid,email,name,attributes,status,created_at,updated_at
x,ann@example.com,Ann,"{""language"": ""en"", ""tags"": [""Press""]}",enabled,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z
x,bob@example.com,Bob,{},disabled,2024-05-01T10:00:00Z,
x,cyd@example.com,Cyd,broken{,blocklisted,2024-05-01T10:00:00Z,
`,
    );
    expect(await store.subscribers.find('ann@example.com')).toMatchObject({
      language: 'en',
      tags: ['press'],
      since: '2024-05-01T10:00:00.000Z',
    });
    expect(await consentOf('ann@example.com')).toEqual(['2024-05-01T10:00:00.000Z import from listmonk']);
    expect((await store.subscribers.find('bob@example.com'))?.status).toBe('unsubscribed');
    expect((await store.suppressions.find('cyd@example.com'))?.reason).toBe('blocklisted in listmonk');
  });

  it('of Mailchimp: its three files', async () => {
    const columns = 'Email Address,First Name,Last Name,LANGUAGE,OPTIN_TIME,CONFIRM_TIME';
    const ann = 'ann@example.com,Ann,Lee,en,2023-01-02 03:04:05,2023-01-02 03:05:05,"""a"",""b"""';
    await from('mailchimp', `${columns},TAGS\n${ann}\n`);
    await from('mailchimp', `${columns},UNSUB_TIME\nbob@example.com,Bob,,,,,2023-02-02 03:04:05\n`);
    await from('mailchimp', `${columns},CLEAN_TIME\ncyd@example.com,,,,,,2023-02-02 03:04:05\n`);
    const found = await store.subscribers.find('ann@example.com');
    expect(found).toMatchObject({ name: 'Ann Lee', language: 'en', tags: ['a', 'b'] });
    expect(await consentOf('ann@example.com')).toEqual(['2023-01-02T03:05:05.000Z import from mailchimp']);
    expect((await store.subscribers.find('bob@example.com'))?.status).toBe('unsubscribed');
    expect((await store.suppressions.find('cyd@example.com'))?.reason).toContain('bounced');
  });

  it('of Substack, Ghost and Brevo', async () => {
    const at = '2022-01-01T00:00:00Z';
    await from(
      'substack',
      `email,active_subscription,email_disabled,created_at\na@example.com,false,true,${at}\nb@example.com,true,false,${at}\n`,
    );
    await from(
      'ghost',
      `id,email,name,note,subscribed_to_emails,labels,created_at\n1,c@example.com,Cyd,,false,"x, y",${at}\n2,d@example.com,Dee,,true,"x, y",${at}\n`,
    );
    await from(
      'brevo',
      'CONTACT ID;EMAIL;PRENOM;NOM;LANGUE;EMAIL_BLACKLISTED;ADDED_TIME\n1;e@example.com;Eve;Aldi;en;no;2022-01-01 10:00:00\n2;f@example.com;Fay;;fr;yes;2022-01-01 10:00:00\n',
    );
    expect((await everyone()).map(({ address, status, name, tags }) => [address, status, name, ...tags])).toEqual([
      ['a@example.com', 'unsubscribed', undefined],
      ['b@example.com', 'active', undefined],
      ['c@example.com', 'unsubscribed', 'Cyd', 'x', 'y'],
      ['d@example.com', 'active', 'Dee', 'x', 'y'],
      ['e@example.com', 'active', 'Eve Aldi'],
      ['f@example.com', 'unsubscribed', 'Fay'],
    ]);
  });

  it('has time zones, which a later one without leaves as they are, and drops what is none', async () => {
    const report = await take('email,time zone\na@example.com,America/Montreal\nb@example.com,Mars/Olympus\n');
    await take('email,name\na@example.com,Ann\n');
    expect((await everyone()).map(({ address, name, timeZone }) => [address, name, timeZone])).toEqual([
      ['a@example.com', 'Ann', 'America/Montreal'],
      ['b@example.com', undefined, undefined],
    ]);
    expect(report.value?.dropped).toEqual([
      { line: 3, field: 'timeZone', why: '`Mars/Olympus` is not a time zone such as Europe/Paris' },
    ]);
  });

  it('is a proof of consent; the date of a plain list is none', async () => {
    await take('email,since\na@example.com,2022-01-01T00:00:00Z\n');
    expect((await store.subscribers.find('a@example.com'))?.since).toBe('2022-01-01T00:00:00.000Z');
    expect(await consentOf('a@example.com')).toEqual([]);
  });

  it('that is not what it is said to be is refused whole', async () => {
    const { problems } = await from('ghost', 'email,name\na@example.com,Ann\n');
    expect(problems).toMatchObject([{ message: expect.stringContaining('subscribed_to_emails') }]);
    expect(await everyone()).toEqual([]);
  });
});

describe('those who were erased', () => {
  it('stay away from every import, by their hash, under old secrets too', async () => {
    await take('email\nzoe@example.com\n');
    const zoe = await store.subscribers.find('zoe@example.com');
    if (zoe === undefined) throw new Error('zoe is missing');
    const then = 'the secret of that time';
    await erase(store, zoe, [then], now);
    expect((await take('email\nzoe@example.com\n')).problems).toMatchObject([{ file: 'HEBDO_SECRET' }]);
    const path = join(folder, 'list.csv');
    const secrets = ['a new one', then];
    expect((await importFrom(store, path, { secrets })).value).toMatchObject({ added: 0, erased: 1 });
    expect((await importFrom(store, path, { secrets: ['another'] })).value).toMatchObject({ added: 1 });
  });
});

describe('a list of suppressions', () => {
  it('is taken all or nothing', async () => {
    const path = join(folder, 'list.csv');
    await writeFile(path, 'email,reason\na@example.com,bounced\n"b@example.com,x\n');
    expect((await importSuppressions(store.suppressions, path, 'imported', now)).problems).toHaveLength(1);
    expect(await store.suppressions.count()).toBe(0);
    await writeFile(path, 'email;raison\na@example.com;bounced\nb@example.com;\n');
    expect((await importSuppressions(store.suppressions, path, 'imported', now)).value).toMatchObject({ added: 2 });
    expect((await store.suppressions.find('b@example.com'))?.reason).toBe('imported');
  });
});
