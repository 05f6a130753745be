import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import type { Subscriber } from '../../src/store/subscribers.ts';
import { exportSubscribers } from '../../src/subscribers/export.ts';
import { importSubscribers } from '../../src/subscribers/import.ts';
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
  return importSubscribers(store.subscribers, path, 'fr', now);
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
    expect((await take(text)).value).toEqual({ added: 1, updated: 0, unchanged: 0, unsubscribed: 0, rejected: [] });
    expect(await listed()).toEqual([['a@example.com', 'Ann', 'en']]);
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

  it('keeps quoted quotes, commas and accents', async () => {
    await take('email,name\n"zoe@example.com","Zoé ""Zo"" Lefèvre, PhD"\n');
    expect(await listed()).toEqual([['zoe@example.com', 'Zoé "Zo" Lefèvre, PhD', 'fr']]);
  });

  it('is told line by line what was left out, and why', async () => {
    const { value } = await take(
      'email,name,language\nnot an address,X,fr\na@example.com,"x\nBcc: y@example.com",fr\nb@example.com,B,klingonese\nc@example.com,C,en\n',
    );
    expect(value?.added).toBe(1);
    expect(value?.rejected.map(({ line, why }) => [line, why.split(' ').slice(0, 4).join(' ')])).toEqual([
      [2, 'the address holds a'],
      [4, 'the name holds a'],
      [5, '`klingonese` is not a'],
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

  it('never brings back one who left', async () => {
    await take('email\na@example.com\n');
    await store.subscribers.setStatus(1, 'unsubscribed', now);
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
          await from.subscribers.put(entriesOf(people), now, () => undefined);
          if (people.length > 0) await from.subscribers.setStatus(1, 'unsubscribed', now);
          let text = '';
          for await (const line of exportSubscribers(from.subscribers, format)) text += line;
          const before = await collect(from);
          await from.close();
          const to = await openStore('sqlite::memory:');
          const path = join(folder, `again.${format}`);
          await writeFile(path, text);
          await importSubscribers(to.subscribers, path, 'fr', now);
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
