import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLocales } from '../../src/edition/locale.ts';
import { richText } from '../../src/edition/rich-text.ts';
import { typesetLine } from '../../src/edition/typography.ts';
import { root } from '../helpers/newsletter.ts';

const { value: locales = [] } = await loadLocales(root, ['fr', 'en']);
const localeOf = (language: string) => {
  const locale = locales.find(one => one.language === language);
  if (locale === undefined) throw new Error(`no locale ${language}`);
  return locale;
};
const french = localeOf('fr');
const english = localeOf('en');

// Invisible spaces shown: ~ is no-break (U+00A0), ^ is narrow no-break (U+202F).
const visible = (text: string): string => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '^');
const fr = (text: string): string => visible(typesetLine(french.typeset, text));
const en = (text: string): string => visible(typesetLine(english.typeset, text));

describe('French typography', () => {
  it.each([
    ['Ah bon ? Oui ! Bien ; fini.', 'Ah bon^? Oui^! Bien^; fini.'],
    ['Ah bon? Oui!', 'Ah bon^? Oui^!'],
    ['Résultat : rien', 'Résultat~: rien'],
    ['Résultat: rien', 'Résultat~: rien'],
    ['Il dit "bonjour" à tous', 'Il dit «~bonjour~» à tous'],
    ['Il dit « bonjour » à tous', 'Il dit «~bonjour~» à tous'],
    ['Il dit «bonjour» à tous', 'Il dit «~bonjour~» à tous'],
    ["L'idée d'un mot, aujourd'hui", 'L’idée d’un mot, aujourd’hui'],
    ['le 1er, la 1ère, le 2ème, la 3ième', 'le 1er, la 1re, le 2e, la 3e'],
    ['10 000 lecteurs et 1 000 000 de mots', '10^000 lecteurs et 1^000^000 de mots'],
    ['830 milliards, 3,5 % et 20 €', '830~milliards, 3,5~% et 20~€'],
    ['Hé... attendez', 'Hé… attendez'],
    ['Quoi ?! Non !!!', 'Quoi^?! Non^!!!'],
    ['un « mot "dans" un mot »', 'un «~mot “dans” un mot~»'],
    ['M. Dupont et Mme Martin, le Dr House', 'M.~Dupont et Mme~Martin, le Dr~House'],
    ['Il est là. M. est la treizième lettre', 'Il est là. M. est la treizième lettre'],
    ['p. 118, pp. 12-14, n° 5, chap. 3, art. 50', 'p.~118, pp.~12-14, n°~5, chap.~3, art.~50'],
    ['le 27 novembre 2026 et le 1er janvier', 'le 27~novembre 2026 et le 1er~janvier'],
    ['au XIXe siècle, 5 siècles', 'au XIXe~siècle, 5~siècles'],
    ['un mot -- une incise -- et la suite', 'un mot —~une incise~— et la suite'],
    ['un mot — une incise —, et la suite', 'un mot —~une incise~—, et la suite'],
    ['(enfin !) et (« oui »)', '(enfin^!) et («~oui~»)'],
    ['un "mot "dans" un mot"', 'un «~mot “dans” un mot~»'],
    ['l\'"affaire" et d\'"autres"', 'l’«~affaire~» et d’«~autres~»'],
    ['le no 5, nº 6, 50 av. J.-C.', 'le no~5, nº~6, 50 av.~J.-C.'],
    ['-- Bonjour, dit-il', '—~Bonjour, dit-il'],
    ['un mot--la suite', 'un mot —~la suite'],
  ])('%s', (typed, typeset) => expect(fr(typed)).toBe(typeset));

  it('raises the endings of ordinals in HTML, and not in plain text', () => {
    const { blocks } = richText('Le 1er annuaire, la 2ème fois, au XIXe siècle, `2e`, Ier, Ve et le IIe.', french);
    expect(blocks[0]?.html).toBe(
      '<p>Le 1<sup>er</sup> annuaire, la 2<sup>e</sup> fois, au XIX<sup>e</sup>\u00a0siècle, <code>2e</code>, I<sup>er</sup>, V<sup>e</sup> et le II<sup>e</sup>.</p>',
    );
    expect(blocks[0]?.text).toBe('Le 1er annuaire, la 2e fois, au XIXe\u00a0siècle, 2e, Ier, Ve et le IIe.');
  });

  it.each(['Les vers de Ce poète', 'Vers le Ver', 'https://a.example/2e/3e', 'un A2e5, 12e-3 et x2e'])(
    'raises nothing in %s',
    text => expect(richText(text, french).blocks[0]?.html).not.toContain('<sup>'),
  );

  it.each([
    ['`npm start` : voilà', '<p><code>npm start</code>\u00a0: voilà</p>'],
    ['[le lien](https://a.example) : voilà', '<p><a href="https://a.example">le lien</a>\u00a0: voilà</p>'],
    ['[le lien](https://a.example)?', '<p><a href="https://a.example">le lien</a>\u202f?</p>'],
    ['« [le lien](https://a.example) »', '<p>«\u00a0<a href="https://a.example">le lien</a>\u00a0»</p>'],
    ['**Gras** ; la suite', '<p><strong>Gras</strong>\u202f; la suite</p>'],
  ])('keeps the space outside the link or code: %s', (text, html) => {
    expect(richText(text, french).blocks[0]?.html).toBe(html);
  });

  it('leaves times, links, addresses and code as they are', () => {
    for (const text of ['8:30', 'https://example.com/?a=1;b=2', 'a@example.com', 'www.example.com/x?y'])
      expect(fr(`voir ${text} ici`)).toBe(`voir ${text} ici`);
    const { blocks } = richText('Tapez `a ? "b" : c`, puis [ici ?](https://example.com/?q=a:b)', french);
    expect(visible(blocks[0]?.html ?? '')).toBe(
      '<p>Tapez <code>a ? &quot;b&quot; : c</code>, puis <a href="https://example.com/?q=a:b">ici^?</a></p>',
    );
  });

  it('judges spaces and quotes across Markdown', () => {
    const { blocks } = richText('Il dit "*bonjour*" : **quoi** ?', french);
    expect(visible(blocks[0]?.html ?? '')).toBe('<p>Il dit «~<em>bonjour</em>~»~: <strong>quoi</strong>^?</p>');
  });

  it('is the same when applied twice', () => {
    const piece = fc.constantFrom(
      'mot',
      '"',
      "'",
      ' ',
      '!',
      '?',
      ':',
      ';',
      '«',
      '»',
      '1 000',
      '1ère',
      '...',
      '%',
      '-',
      '--',
      '\u00a0',
      "l'",
      'https://x.y/?z',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), pieces => {
        const once = typesetLine(french.typeset, pieces.join(''));
        expect(typesetLine(french.typeset, once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves no straight quote between words and no plain space before ; ! ? :', () => {
    const word = fc.constantFrom('mot', 'idée', 'à', '42', 'été');
    const sign = fc.constantFrom(' ', ', ', ' ; ', '; ', ' ! ', '? ', ' : ', ' "x" ', "'", '. ');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, sign), { maxLength: 8 }), pairs => {
        const typeset = typesetLine(french.typeset, `${pairs.map(pair => pair.join('')).join('')}fin`);
        expect(typeset).not.toMatch(/"| [;:!?]/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('English typography', () => {
  it.each([
    ['"Quoted," she said: "it\'s \'fine\'."', '“Quoted,” she said: “it’s ‘fine’.”'],
    ["in the '90s", 'in the ’90s'],
    ["'Typed so,' he said", '‘Typed so,’ he said'],
    ['a word -- and another', 'a word — and another'],
    ['a range - or not', 'a range – or not'],
    ['$830 billion', '$830~billion'],
    ["the readers' club", 'the readers’ club'],
  ])('%s', (typed, typeset) => expect(en(typed)).toBe(typeset));
});
