import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { outputs } from '../../src/cli/output/outputs.ts';
import { secret } from '../helpers/hebdo.ts';
import { hebdoInProcess } from '../helpers/in-process.ts';
import { root, sampleNewsletter } from '../helpers/newsletter.ts';

const page = readFileSync(join(root, 'docs/json.md'), 'utf8');
/** The keys that the page names for each command. */
const keys = new Map(
  [...page.matchAll(/^\| `([^`|]+)` +\| (`.*`) *\|$/gm)].map(([, command = '', list = '']) => [
    command,
    list.match(/(?<=`)\w+(?=`)/g) ?? [],
  ]),
);

/** Commands in an order in which each works; those that send are run by the page itself. */
const commands: [name: string, args: string][] = [
  ['new', 'new 2026-W50'],
  ['check', 'check 2026-W48'],
  ['build', 'build 2026-W48'],
  ['approve', 'approve 2026-W48 --name Ann'],
  ['status', 'status'],
  ['subscribers add', 'subscribers add ada@example.com --language en'],
  ['subscribers list', 'subscribers list'],
  ['subscribers show', 'subscribers show ada@example.com'],
  ['subscribers tag', 'subscribers tag ada@example.com --add press'],
  ['subscribers import', 'subscribers import list.csv --yes'],
  ['subscribers erase', 'subscribers erase ada@example.com --yes'],
  ['suppressions add', 'suppressions add bob@example.com'],
  ['suppressions list', 'suppressions list'],
  ['suppressions remove', 'suppressions remove bob@example.com --reason moved'],
  ['store status', 'store status'],
  ['store backup', 'store backup copy.db'],
  ['store restore', 'store restore copy.db --yes'],
  ['status ISSUE', 'status 2026-W48'],
  ['doctor', 'doctor'],
  ['problems', 'build 2026-W40'],
  ['dkim new', 'dkim new news.example.com'],
];

describe('docs/json.md', () => {
  it('names the keys of each output, which fits the schema', async () => {
    const schema = JSON.parse(readFileSync(join(root, 'schemas/output.schema.json'), 'utf8'));
    const fits = new Ajv2020({ strict: false }).compile(schema);
    const folder = await sampleNewsletter();
    await writeFile(join(folder, 'list.csv'), 'email\neve@example.com\n');
    await writeFile(join(folder, '.env'), `HEBDO_SECRET="${secret}"\n`);
    for (const [name, args] of commands) {
      const { text } = await hebdoInProcess(folder, [...args.split(' '), '--format', 'json'], {});
      const value = z.record(z.string(), z.unknown()).parse(JSON.parse(/^\{[\s\S]*?^\}/m.exec(text)?.[0] ?? ''));
      expect([fits(value), fits.errors], name).toEqual([true, null]);
      expect(fits({ ...value, version: 2 })).toBe(false);
      const { version: _, output, ...rest } = value;
      expect(output).toBe(name);
      expect(Object.keys(rest).sort(), name).toEqual([...(keys.get(name) ?? [])].sort());
    }
    expect([...keys.keys()].sort()).toEqual(Object.keys(outputs).sort());
  });
});
