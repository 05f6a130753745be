import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAddress } from '../../src/subscribers/address.ts';
import { checkEntry } from '../../src/subscribers/check-entry.ts';

describe('an address', () => {
  it.each([
    ['marie@example.com', 'marie@example.com'],
    ['  Marie@EXAMPLE.com ', 'Marie@example.com'],
    ['a+b.c_d-e@sub.example.co.uk', 'a+b.c_d-e@sub.example.co.uk'],
    ['eloise@bücher.example', 'eloise@xn--bcher-kva.example'],
    ['emi@例え.example', 'emi@xn--r8jz45g.example'],
    ['josé@example.com', 'josé@example.com'],
    ['用户@例え.example', '用户@xn--r8jz45g.example'],
    ["o'brien@example.org", "o'brien@example.org"],
  ])('%j is stored as %j', (text, address) => expect(checkAddress(text)).toEqual({ address }));

  it.each([
    '',
    'x',
    '@example.com',
    'x@',
    'x@localhost',
    'a@b@c.de',
    'a b@example.com',
    'a@exa mple.com',
    'a@example.com\r\nBcc: x@y.z',
    'a@example.com\0',
    'a..b@example.com',
    '.a@example.com',
    'a.@example.com',
    '"a b"@example.com',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@-example.com',
    'a@example-.com',
    'a@example..com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(130)}com`,
    'a(comment)@example.com',
    '<a@example.com>',
    'Name <a@example.com>',
    'a@example.com,b@example.com',
    'a@example.com;b@example.com',
    'a\u202Eb@example.com',
    'a\u200Bb@example.com',
    'mailto:a@example.com',
  ])('%j is refused with a reason', text => {
    const { address, why } = checkAddress(text);
    expect(address).toBeUndefined();
    expect(why).toMatch(/\w{3}/);
  });

  it('is the same when checked again, and never carries what could end a header or name another recipient', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.string({ unit: 'binary' }),
          fc.string().map(s => `${s}@example.com`),
        ),
        text => {
          const { address } = checkAddress(text);
          if (address === undefined) return;
          expect(checkAddress(address)).toEqual({ address });
          expect(address).not.toMatch(/[\s<>,;:"()[\]\\\p{Cc}]/u);
          expect(address.split('@')).toHaveLength(2);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('an entry', () => {
  it('has its language brought into form, from a tag, a locale or a name; or none', () => {
    const languageOf = (language?: string) => checkEntry({ email: 'a@example.com', language }, 'fr').entry?.language;
    const expected = {
      '': undefined,
      FR: 'fr',
      en_US: 'en-US',
      'pt-br': 'pt-BR',
      'zh-hans': 'zh-Hans',
      français: 'fr',
      French: 'fr',
      Anglais: 'en',
      English: 'en',
      Deutsch: 'de',
      'fr_FR.UTF-8': 'fr-FR',
      'ca@valencia': 'ca',
      eng: 'en',
      fre: 'fr',
      'English (US)': 'en',
    };
    for (const [text, tag] of Object.entries(expected)) expect([text, languageOf(text)]).toEqual([text, tag]);
    expect(checkEntry({ email: 'a@example.com', language: 'klingonese' }, 'fr').why).toContain('language tag');
  });

  it.each(['x\r\nBcc: y@example.com', 'a\u0000b', 'x'.repeat(201), 'slot \uE100'])('refuses the name %j', name => {
    expect(checkEntry({ email: 'a@example.com', name }, 'fr').why).toContain('the name');
  });
});
