import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkValue, type DeclaredField } from '../../src/publication/declared-fields.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { edit, sampleNewsletter } from '../helpers/newsletter.ts';

/** What is found in a hebdo.yaml with these fields: line, rule and message. */
async function found(fields: string) {
  const folder = await sampleNewsletter();
  await edit(folder, 'hebdo.yaml', 'template: weekly', `fields:\n${fields}\ntemplate: weekly`);
  const { value, problems } = await loadPublication(folder);
  return { fields: value?.fields, problems: problems.map(({ span, message }) => [span?.line, message]) };
}

describe('the fields of hebdo.yaml', () => {
  it('are texts, numbers, dates, or one of some values', async () => {
    const { fields, problems } = await found(`  city: { label: { fr: Ville, en: City }, sample: Lyon }
  born: { label: Born, type: date, sample: 2001-02-03 }
  visits: { label: Visits, type: number, sample: 1200.50 }
  plan: { label: Plan, values: { free: { fr: Gratuit, en: Free }, paid: Pro }, sample: paid }`);
    expect(problems).toEqual([]);
    expect(fields).toEqual({
      city: { label: { fr: 'Ville', en: 'City' }, kind: 'text', sample: 'Lyon' },
      born: { label: 'Born', kind: 'date', sample: '2001-02-03' },
      visits: { label: 'Visits', kind: 'number', sample: '1200.5' },
      plan: {
        label: 'Plan',
        kind: 'choice',
        choices: { free: { fr: 'Gratuit', en: 'Free' }, paid: 'Pro' },
        sample: 'paid',
      },
    });
  });

  it.each([
    ['  City: { label: X }', 'The key of a field has small letters, digits and underscores.'],
    ['  name: { label: X }', 'This key means something else of a subscriber.'],
    ['  constructor: { label: X }', 'This key means something else of a subscriber.'],
    ['  prenom: { label: X }', 'This key means something else of a subscriber.'],
    ['  city: { label: Status }', /^A column of this name means something else in lists/],
    ['  city: { label: { fr: Ville, en: E-Mail } }', /^A column of this name means something else in lists/],
    ['  __proto__: { label: X }', '`__proto__` cannot be a key.'],
    ['  created_at: { label: X }', 'This key means something else of a subscriber.'],
    ['  city: { label: X }\n  town: { label: x }', 'Two fields have the same label.'],
    ['  city: {}', '`fields.city.label` is missing.'],
    ['  city: { label: { fr: Ville } }', '`fields.city.label` has no `en`.'],
    ['  city: { label: { fr: Ville, en: City, de: Stadt } }', /^`de` is not one of the publication's languages/],
    ['  plan: { label: X, values: { free: { fr: Gratuit } } }', '`fields.plan.values.free` has no `en`.'],
    ['  city: { label: X, typ: text }', '`typ` is not a key that belongs here.'],
    ['  city: { label: X, type: colour }', '`colour` is not a value `fields.city.type` can have.'],
    ['  city: { label: X, type: text, values: { a: A } }', 'A field with `values` has no `type`.'],
    ['  city: { label: X, values: {} }', 'A list of values has 1 to 300.'],
    ['  city: { label: X, type: date, sample: soon }', /^The sample does not fit: `soon` is not a date/],
    ['  city: { label: X, values: { a: A }, sample: b }', 'The sample does not fit: `b` is none of a.'],
  ])('are refused at their place: %s', async (fields, message) => {
    expect((await found(fields)).problems).toEqual([[25, expect.stringMatching(message)]]);
  });
});

describe('a value', () => {
  const field = (kind: 'text' | 'number' | 'date'): DeclaredField => ({ label: 'X', kind });

  it.each([
    ['12', '12'],
    ['-3,5', '-3.5'],
    ['1 200,50', '1200.5'],
    ['1\u202f234\u202f567', '1234567'],
    ['\u22120', '0'],
    ['0,125', '0.125'],
    ['1.000001', '1.000001'],
    ['1,200', undefined],
    ['1e9', undefined],
    ['Infinity', undefined],
    ['0x10', undefined],
    ['12 euros', undefined],
    ['9999999999999', undefined],
  ])('of a number: %s', (text, value) => expect(checkValue(field('number'), text).value).toBe(value));

  it.each(['2026-02-29', '2026-13-01', '0999-01-01', '01/02/2026', '2026-1-1', 'x'])('is no date: %s', text =>
    expect(checkValue(field('date'), text).why).toContain('is not a date'),
  );

  it.each(['__proto__', 'constructor', 'A', 'a b'])('is none of the choices: %s', text =>
    expect(checkValue({ label: 'X', kind: 'choice', choices: { a: 'A' } }, text).value).toBeUndefined(),
  );

  it.each([
    ['\r\nBcc: x', 'Bcc: x'],
    ['a\r\nBcc: x', undefined],
    ['a\u0000', undefined],
    ['a\u202eb', undefined],
    ['\ud800', undefined],
    ['\ue110', undefined],
    ['x'.repeat(201), undefined],
    [`x${' '.repeat(10_000)}x`, undefined],
    ['e\u0301'.repeat(200), 'é'.repeat(200)],
    ['👩‍👩‍👧 {name} <b>&amp;"', '👩‍👩‍👧 {name} <b>&amp;"'],
  ])('of a text: %j', (text, value) => expect(checkValue(field('text'), text).value).toBe(value));

  it('as it is stored is the same when it is checked again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('text', 'number', 'date'),
        fc.string({ unit: 'binary', maxLength: 300 }),
        (kind, text) => {
          const { value } = checkValue(field(kind), text);
          if (value !== undefined) expect(checkValue(field(kind), value).value).toBe(value);
        },
      ),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), number => {
        const text = String(Number(number.toFixed(6)));
        const { value } = checkValue(field('number'), text);
        if (value !== undefined) expect(Number(value)).toBe(Number(text) || 0);
      }),
    );
  });
});
