import { describe, expect, it } from 'vitest';
import { isWebLink } from '../../src/source/values.ts';
import { checkName } from '../../src/store/subscribers/field-checks.ts';
import { cleanName } from '../../src/subscribers/preferences.ts';

describe('a web link', () => {
  it.each([
    'https://example.com',
    'HTTP://example.com/a?b#c',
    'https://exämple.com/é',
    'https://web.archive.org/web/2026/https://example.com/',
    'https://httpbin.org/a',
    'https://[2001:db8::1]:8080/',
  ])('is %s', text => {
    expect(isWebLink(text)).toBe(true);
  });

  it.each([
    ...[
      'https:evil.example',
      'https:/evil.example',
      'https:\\\\evil.example',
      'https:///evil.example',
      '//evil.example',
    ],
    ...[
      'javascript:alert(1)',
      'ftp://example.com',
      'https://',
      'https://a b',
      'https://a\\@b',
      'https://a"b',
      'https://bank.example@evil.example',
      'https://..',
      'https://a.example/#\u202egnp',
      'example.com',
      'https://https://example.com',
      'https://http//example.com',
    ],
  ])('is not %s', text => {
    expect(isWebLink(text)).toBe(false);
  });
});

describe('a name', () => {
  it.each([...'\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'])(
    'holds no %j, which turns the text around',
    sign => {
      expect(cleanName(`Ana${sign}moc`)).toBe('Anamoc');
      expect(checkName(`Ana${sign}moc`).why).toContain('direction');
    },
  );

  it.each(['Ana', 'نسرین', 'علی\u200cرضا', '👩‍💻 Ana'])('may be %s', name => {
    expect(cleanName(name)).toBe(name);
    expect(checkName(name)).toEqual({ part: { name } });
  });
});
