import { describe, expect, it } from 'vitest';
import { matchLanguage } from '../../src/edition/language-match.ts';
import { pageLanguage } from '../../src/web/language.ts';

describe('the language for a wanted one', () => {
  it.each([
    ['zh-Hant-HK', ['zh', 'zh-Hant'], 'zh-Hant'],
    ['zh-Hant-HK', ['zh-Hans', 'zh'], 'zh'],
    ['zh-TW', ['zh-Hans', 'zh-Hant'], 'zh-Hant'],
    ['fr-CA', ['en', 'fr'], 'fr'],
    ['fr-ca', ['fr', 'fr-CA'], 'fr-CA'],
    ['FR_ca', ['en', 'fr'], 'fr'],
    ['pt', ['en', 'pt-BR'], 'pt-BR'],
    ['pt-PT', ['pt-BR', 'pt'], 'pt'],
    ['es-MX', ['es-ES', 'es-419'], 'es-419'],
    ['iw', ['en', 'he'], 'he'],
    ['nb', ['en', 'no'], 'no'],
    ['no', ['en', 'nb'], 'nb'],
    ['zh-CN', ['fr', 'zh-Hant'], 'zh-Hant'],
    ['he', ['en', 'iw'], 'iw'],
    ['in', ['id'], 'id'],
    ['de-CH-1996', ['de', 'fr'], 'de'],
    ['de', ['fr', 'en'], undefined],
    ['hr', ['sr', 'en'], undefined],
    ['x', ['fr'], undefined],
    ['not a tag', ['fr'], undefined],
    ['f'.repeat(9_000), ['fr'], undefined],
    ['', ['fr'], undefined],
    ['fr', [], undefined],
  ])('%s of %j is %s', (wanted, available, found) => {
    expect(matchLanguage(wanted, available)).toBe(found);
  });
});

describe('the language of a page', () => {
  it.each([
    ['en;q=0,de', 'fr'],
    ['en;q=0, *', 'fr'],
    ['fr;q=0', 'en'],
    ['fr;q=0, en;q=0', 'fr'],
    ['*;q=0, en', 'en'],
    ['de, en-GB;q=0.7, fr;q=0.3', 'en'],
    ['fr;q=0.2, en;q=0.9', 'en'],
    ['*', 'fr'],
    ['fr-CA;q=0, en;q=0.5', 'en'],
    ['', 'fr'],
    [';;q=x,,', 'fr'],
  ])('by a browser that accepts %s is %s', (accept, language) => {
    expect(pageLanguage(['fr', 'en'], { accept })).toBe(language);
  });

  it('is that of the link, else of the reader, whatever the browser accepts', () => {
    expect(pageLanguage(['fr', 'en'], { link: 'en-US', reader: 'fr', accept: 'en;q=0' })).toBe('en');
    expect(pageLanguage(['fr', 'en'], { link: 'xx', reader: 'en', accept: 'fr' })).toBe('en');
  });

  it('is the default one only where all others are refused, too', () => {
    expect(pageLanguage(['en'], { accept: 'en;q=0,de' })).toBe('en');
    expect(pageLanguage(['en', 'pt-BR'], { accept: 'en;q=0,pt' })).toBe('pt-BR');
  });
});
