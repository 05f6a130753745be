import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../src/app/write/check.ts';
import { inReadingOrder } from '../../src/source/problem.ts';
import { sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';

/** `npm run test:faults` runs ten thousand. */
const runs = process.env.HEBDO_FAULTS === 'long' ? 10_000 : 150;

/** Values and signs that editors type, paste or generate by mistake. */
const odd = [
  ...[
    '{{ name }}',
    '{% if a %}',
    '{a: 1, b}',
    '[1, 2',
    '.nan',
    '.inf',
    '-0',
    '0x1f',
    '1e999',
    '~',
    'null',
    'yes',
    'on',
  ],
  ...[
    '*x',
    '&x',
    '!!binary x',
    '!!float x',
    '!<tag:x> y',
    '!!set {a}',
    '? ? ? x',
    '- - - x',
    '@x',
    '`x`',
    '%x',
    '|',
    '>-',
  ],
  ...['"\\0"', '"\\r\\n"', '"\\u202e"', '"\\ud800"', '"', "'", '""', '\t', '\r', '\0', '\u2028', '\u202e', '\ue000'],
  ...['2026-02-30', '2026-11-27 25:00', '10:20:30', 'a: b: c', ': ', ' #', '...', '---', '<<: *x', '\ufeff'],
  ...['{'.repeat(3_000), '? '.repeat(3_000), '['.repeat(3_000), `x${'- '.repeat(3_000)}`],
  ...[
    'x'.repeat(100_000),
    '. '.repeat(20_000),
    '« '.repeat(20_000),
    '1 '.repeat(20_000),
    `"${'a'.repeat(50_000)} : »"`,
  ],
  ...[
    '**'.repeat(20_000),
    '[a]('.repeat(10_000),
    '`'.repeat(20_000),
    'https://'.repeat(10_000),
    '&amp;'.repeat(10_000),
  ],
];
type Mutation = (text: string) => string;
const place = fc.double({ min: 0, max: 1, noNaN: true });
const within = (text: string, share: number): number => Math.floor(text.length * share);
const lineAt = (lines: readonly string[], share: number): number =>
  Math.min(lines.length - 1, Math.floor(lines.length * share));
const onLines =
  (share: number, change: (lines: string[], at: number) => void): Mutation =>
  text => {
    const lines = text.split('\n');
    change(lines, lineAt(lines, share));
    return lines.join('\n');
  };

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...odd)).map(
    ([at, words]): Mutation =>
      text =>
        text.slice(0, within(text, at)) + words + text.slice(within(text, at)),
  ),
  // The value of a line becomes another.
  fc.tuple(place, fc.constantFrom(...odd)).map(([at, words]) =>
    onLines(at, (lines, i) => {
      lines[i] = (lines[i] ?? '').replace(/: .*|$/, `: ${words}`);
    }),
  ),
  fc.tuple(place, fc.nat(400)).map(
    ([at, length]): Mutation =>
      text =>
        text.slice(0, within(text, at)) + text.slice(within(text, at) + length),
  ),
  place.map(
    (at): Mutation =>
      text =>
        text.slice(0, within(text, at)),
  ),
  place.map(at =>
    onLines(at, (lines, i) => {
      lines.splice(i, 0, lines[i] ?? '');
    }),
  ),
  place.map(at =>
    onLines(at, (lines, i) => {
      lines.splice(i, 1);
    }),
  ),
  fc.tuple(place, fc.constantFrom(' ', '  ', '\t', '- ')).map(([at, indent]) =>
    onLines(at, (lines, i) => {
      lines[i] = indent + lines[i];
    }),
  ),
  place.map(at =>
    onLines(at, (lines, i) => {
      lines[i] = (lines[i] ?? '').replace(/^ +/, '');
    }),
  ),
  fc.constant((text: string) => text.replaceAll('\n', '\r\n')),
  fc.tuple(place, place).map(
    ([a, b]): Mutation =>
      text =>
        text + text.slice(within(text, Math.min(a, b)), within(text, Math.max(a, b))),
  ),
);

describe('an issue with random mistakes', () => {
  it(`is checked without an exception, within two seconds, and every place lies in the file: ${runs} times`, async () => {
    const folder = await sampleNewsletter();
    const path = join(folder, `issues/${sampleWeek}.yaml`);
    const clean = await readFile(path, 'utf8');
    await checkNewsletter(folder, [sampleWeek], false, new Date());
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async mutations => {
        const text = mutations.reduce((changed, mutate) => mutate(changed), clean);
        await writeFile(path, text);
        // Time of the processor: other work shares the cores.
        const began = process.cpuUsage();
        const { problems } = await checkNewsletter(folder, [sampleWeek], false, new Date());
        const { user, system } = process.cpuUsage(began);
        expect((user + system) / 1_000).toBeLessThan(runs > 1_000 ? 2_000 : 6_000);
        const lines = text.replace(/^\ufeff/, '').split('\n');
        for (const { message, hint, span, file } of inReadingOrder(problems)) {
          expect(`${message} ${hint}`).not.toMatch(/\[object |\bNaN\b|\bundefined\b|call stack|[\p{Cc}\u202a-\u202e]/u);
          if (span === undefined || !file.startsWith('issues/')) continue;
          expect([span.line >= 1 && span.line <= lines.length, span.endLine <= lines.length]).toEqual([true, true]);
          expect(span.column).toBeLessThanOrEqual((lines[span.line - 1]?.length ?? 0) + 1);
        }
      }),
      { numRuns: runs },
    );
  }, 3_600_000);
});
