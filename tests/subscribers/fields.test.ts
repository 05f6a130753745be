import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { addressHeaders, type FieldName, fields } from '../../src/store/subscribers/fields.ts';
import type { Subscriber } from '../../src/store/subscribers/subscribers.ts';
import { exportSubscribers } from '../../src/subscribers/export.ts';
import { importSubscribers, openSubscriberList } from '../../src/subscribers/import.ts';
import { emptyFolder } from '../helpers/newsletter.ts';

const now = new Date('2026-11-24T10:00:00Z');

/** A value of each field as text, and as a subscriber then has it. */
const samples: Record<FieldName, { text: string; stored: string | string[] }> = {
  name: { text: 'Zoé', stored: 'Zoé' },
  language: { text: 'fr_CA', stored: 'fr-CA' },
  status: { text: 'Unsubscribed', stored: 'unsubscribed' },
  since: { text: '2025-03-04 05:06', stored: '2025-03-04T05:06:00.000Z' },
  tags: { text: 'Press;vip', stored: ['press', 'vip'] },
  timeZone: { text: 'America/Montreal', stored: 'America/Montreal' },
};

/** Imports a text into an empty store. @returns the one subscriber, and the list exported as CSV and JSON Lines */
async function carried(text: string, format: string) {
  const store = await openStore('sqlite::memory:');
  const path = join(await emptyFolder(), `list.${format}`);
  await writeFile(path, text);
  const { value: list } = await openSubscriberList(path);
  const { value } = (list && (await importSubscribers(store, { list, fallback: 'en', secrets: [], now }))) ?? {};
  expect(value).toMatchObject({ added: 1, rejected: [] });
  const subscriber = await store.subscribers.find('a@example.com');
  const exported = { csv: await exportOf(store, 'csv'), jsonl: await exportOf(store, 'jsonl') };
  await store.close();
  if (subscriber === undefined) throw new Error('the subscriber was not imported');
  return { subscriber, exported };
}

async function exportOf({ subscribers }: Store, format: 'csv' | 'jsonl'): Promise<string> {
  let text = '';
  for await (const line of exportSubscribers(subscribers, format)) text += line;
  return text;
}

async function expectCarried(name: FieldName, text: string, format: string): Promise<void> {
  const first: { subscriber: Subscriber; exported: { csv: string; jsonl: string } } = await carried(text, format);
  expect(first.subscriber[name]).toEqual(samples[name].stored);
  for (const again of ['csv', 'jsonl'] as const) {
    const second = await carried(first.exported[again], again);
    expect(second.subscriber).toEqual(first.subscriber);
    expect(second.exported).toEqual(first.exported);
  }
}

describe.each(fields)('the field $name', field => {
  const { name, label, headers, keys } = field;
  const { text } = samples[name];

  it.each([label, ...headers])('comes in the CSV column %s, and again from both exports', async header => {
    await expectCarried(name, `email;${header.toUpperCase()}\na@example.com;"${text}"\n`, 'csv');
  });

  it.each([label, ...keys])('comes under the JSON key %s, and again from both exports', async key => {
    const values = 'isList' in field ? [text, text.split(';')] : [text];
    for (const value of values)
      await expectCarried(name, `${JSON.stringify({ email: 'a@example.com', [key]: value })}\n`, 'jsonl');
  });
});

describe('a list of subscribers', () => {
  it.each(addressHeaders)('has its addresses in the CSV column %s', async header => {
    expect((await carried(`${header}\na@example.com\n`, 'csv')).subscriber.language).toBe('en');
  });

  it('is exported with every field, in this order', async () => {
    const all = Object.fromEntries(fields.map(({ name, label }) => [label, samples[name].text]));
    const { exported } = await carried(`${JSON.stringify({ email: 'a@example.com', ...all })}\n`, 'jsonl');
    expect(exported.csv).toBe(
      'email,name,language,status,since,tags,time_zone\n' +
        'a@example.com,Zoé,fr-CA,unsubscribed,2025-03-04T05:06:00.000Z,press;vip,America/Montreal\n',
    );
    expect(exported.jsonl).toBe(
      '{"email":"a@example.com","name":"Zoé","language":"fr-CA","status":"unsubscribed",' +
        '"since":"2025-03-04T05:06:00.000Z","tags":["press","vip"],"time_zone":"America/Montreal"}\n',
    );
  });
});
