import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkValue, type DeclaredFields } from '../../src/publication/declared-fields.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { exportSubscribers } from '../../src/subscribers/export.ts';
import { contentOf, importSubscribers, openSubscriberList } from '../../src/subscribers/import.ts';
import type { ListOptions } from '../../src/subscribers/list/plan.ts';
import { emptyFolder } from '../helpers/newsletter.ts';

const now = new Date('2026-11-24T10:00:00Z');
const fields: DeclaredFields = {
  city: { label: { fr: 'Ville préférée', en: 'City' }, kind: 'text' },
  born: { label: { fr: 'Naissance', en: 'Birth' }, kind: 'date' },
  visits: { label: 'Visits', kind: 'number' },
  plan: { label: 'Formule', kind: 'choice', choices: { free: { fr: 'À l’essai', en: 'Free' }, paid: 'Pro' } },
};

let store: Store;
let folder: string;
beforeEach(async () => {
  folder = await emptyFolder();
  store = await openStore('sqlite::memory:');
  return () => store.close();
});

async function open(text: string, options: ListOptions = {}, name = 'list.csv') {
  const path = join(folder, name);
  await writeFile(path, text);
  return openSubscriberList(path, { fields, ...options });
}

/** Imports a text. @returns the report, and the fields of the reader of the text */
async function take(text: string, options: ListOptions = {}, name = 'list.csv', to = store) {
  const { value: list, problems } = await open(text, options, name);
  const { value: report } = (list && (await importSubscribers(to, { list, fallback: 'fr', secrets: [], now }))) ?? {};
  return {
    problems,
    report,
    passedOver: list?.passedOver,
    fields: (await to.subscribers.find('a@example.com'))?.fields,
  };
}

async function exported(format: 'csv' | 'jsonl', from = store): Promise<string> {
  let text = '';
  for await (const line of exportSubscribers(from.subscribers, format, Object.keys(fields))) text += line;
  return text;
}

describe('an import', () => {
  it.each(['city', 'CITY', 'City', 'Ville préférée', 'ville_preferee', 'VILLE PREFEREE'])(
    'reads the column %s',
    async header => {
      expect(await take(`email;${header}\na@example.com;Aÿ\n`)).toMatchObject({
        fields: { city: 'Aÿ' },
        passedOver: [],
      });
    },
  );

  it.each([
    ['born', '2001-02-28', '2001-02-28'],
    ['born', '28/02/2001', '2001-02-28'],
    ['born', '1 mars 2001', '2001-03-01'],
    ['visits', '1 200,5', '1200.5'],
    ['plan', 'free', 'free'],
    ['plan', "A L'ESSAI", 'free'],
    ['plan', 'pro', 'paid'],
    ['city', 'a\u202eb', 'ab'],
  ])('reads a value of %s: %s', async (key, cell, value) => {
    expect((await take(`email;${key}\na@example.com;${cell}\n`)).fields).toEqual({ [key]: value });
  });

  it('reads a date of digits in the order that the user gave', async () => {
    expect((await take('email,born\na@example.com,03/02/2001\n')).report).toMatchObject({ droppedValues: 1 });
    expect((await take('email,born\na@example.com,03/02/2001\n', { dates: 'mdy' })).fields).toEqual({
      born: '2001-03-02',
    });
  });

  it('imports a person without a value that does not fit, and names line and field', async () => {
    const text = 'email,city,visits,plan,born\nb@example.com,Lyon,3,,\na@example.com,Aÿ,many,gold,soon\n';
    const { value: list } = await open(text);
    const dropped = [
      { line: 3, field: 'visits', why: expect.stringContaining('`many` is not a number') },
      { line: 3, field: 'plan', why: '`gold` is none of free, paid' },
      { line: 3, field: 'born', why: expect.stringContaining('`soon` is not a date') },
    ];
    expect(list && (await contentOf(list, 'fr'))).toMatchObject({ droppedValues: 3, dropped });
    const { report, fields: stored } = await take(text);
    expect(report).toMatchObject({ added: 2, rejected: [], droppedValues: 3, dropped });
    expect(stored).toEqual({ city: 'Aÿ' });
  });

  it('deletes nothing by an empty cell, or one that does not fit', async () => {
    await take('email,city,visits\na@example.com,Aÿ,3\n');
    const { report, fields: stored } = await take('email,city,visits\na@example.com, ,many\n');
    expect(report).toMatchObject({ unchanged: 1 });
    expect(stored).toEqual({ city: 'Aÿ', visits: '3' });
  });

  it('reads the attributes of listmonk, keys of JSON within, and what --map says', async () => {
    const listmonk = `uuid,email,name,attributes,status,created_at,updated_at\n1,a@example.com,Ann,"{""city"":""Aÿ"",""x"":1}",enabled,,\n`;
    expect((await take(listmonk, { from: 'listmonk' })).fields).toEqual({ city: 'Aÿ' });
    expect((await take('{"email":"a@example.com","data":{"visits":4}}\n', {}, 'list.jsonl')).fields).toEqual({
      city: 'Aÿ',
      visits: '4',
    });
    expect((await take('email,Où\na@example.com,Lyon\n', { map: { Où: 'city' } })).fields).toMatchObject({
      city: 'Lyon',
    });
  });

  it('passes over columns that are not declared, and those that already mean something else', async () => {
    const state: DeclaredFields = { ...fields, membership: { label: 'Membership', kind: 'text' } };
    const text = 'email,town,membership\na@example.com,Aÿ,gold\n';
    const { fields: stored, passedOver } = await take(text, { fields: state });
    expect([stored, passedOver?.map(({ column }) => column)]).toEqual([undefined, ['town', 'membership']]);
    expect((await take(text, { fields: state, map: { membership: 'membership' } })).fields).toEqual({
      membership: 'gold',
    });
  });

  it('takes no person over whose field says that they have left, unless --map says that it does not', async () => {
    const text = 'email,city\na@example.com,unsubscribed\n';
    const { problems, report } = await take(text);
    expect(report).toBeUndefined();
    expect(problems[0]?.hint).toBe('If it is the field `city`: --map "city=city".');
    expect((await take(text, { map: { city: 'city' } })).fields).toEqual({ city: 'unsubscribed' });
  });
});

describe('an export', () => {
  it.each(['csv', 'jsonl'] as const)('as %s holds all fields, and is imported again', async format => {
    const nasty = fc.constantFrom('=', '-1', '"', ',', ';', "'", '<b>', '{name}', '👩‍👩‍👧', ' ', 'é');
    const city = fc
      .oneof(
        fc.string({ unit: 'grapheme', maxLength: 50 }),
        fc.array(nasty, { maxLength: 20 }).map(parts => parts.join('')),
      )
      .map(text => checkValue({ label: 'X', kind: 'text' }, text).value ?? '')
      .filter(text => text !== '');
    await fc.assert(
      fc.asyncProperty(city, async text => {
        const from = await openStore('sqlite::memory:');
        const to = await openStore('sqlite::memory:');
        const values = { city: text, born: '2001-03-01', visits: '1200.5', plan: 'free' };
        async function* one() {
          yield { address: 'a@example.com', language: 'fr', fields: values };
        }
        await from.subscribers.upsert(one(), now, () => undefined);
        const again = await take(await exported(format, from), {}, `list.${format}`, to);
        expect(again).toMatchObject({ report: { added: 1, dropped: [] }, fields: values });
        await from.close();
        await to.close();
      }),
      { numRuns: 30 },
    );
  });

  it.each(['csv', 'jsonl'] as const)(
    'as %s is read again, whatever else the keys and values could mean',
    async format => {
      const membership: DeclaredFields = { membership: { label: 'X', kind: 'text' } };
      await take('email,M\na@example.com,unsubscribed\n', { fields: membership, map: { M: 'membership' } });
      let text = '';
      for await (const line of exportSubscribers(store.subscribers, format, ['membership'])) text += line;
      const to = await openStore('sqlite::memory:');
      const again = await take(text, { fields: membership }, `list.${format}`, to);
      expect(again).toMatchObject({ report: { added: 1 }, fields: { membership: 'unsubscribed' } });
      expect((await to.subscribers.find('a@example.com'))?.status).toBe('active');
      await to.close();
    },
  );

  it.each([
    ['-12', '-12'],
    ['-12,5', '"-12,5"'],
    ["'-12", `"''-12"`],
    ['-12+1', `"'-12+1"`],
    ['-', `"'-"`],
    ['+33612345678', `"'+33612345678"`],
    ['=1', `"'=1"`],
  ])('of CSV keeps spreadsheets from running %s, and leaves plain numbers alone', async (city, cell) => {
    await take(JSON.stringify({ email: 'a@example.com', fields: { city, visits: -1200.5 } }), {}, 'list.jsonl');
    const text = await exported('csv');
    expect(text).toContain(`,${cell},,-1200.5,\n`);
    const to = await openStore('sqlite::memory:');
    expect((await take(text, {}, 'list.csv', to)).fields).toEqual({ city, visits: '-1200.5' });
    await to.close();
  });

  it('of CSV has the declared fields as columns behind the others', async () => {
    await take('email,city\na@example.com,Aÿ\n');
    expect(await exported('csv')).toMatch(/^email,name,.*,time_zone,city,born,visits,plan\na@example\.com,.*,Aÿ,,,\n$/);
  });
});
