import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Meaning, Phrases } from '../../src/replies/meanings.ts';
import { normalized } from '../../src/replies/normalized.ts';
import { compiled, near, type Phrase } from '../../src/replies/phrase.ts';
import { refusalClass } from '../../src/replies/refusal.ts';
import { bearsReplyCode, codeIn, enhancedCodeIn, quotesRefusal } from '../../src/replies/status-codes.ts';
import { throttleOf } from '../../src/replies/throttle.ts';
import { phraseBook, wordsOf } from '../../src/replies/words.ts';

const says = (phrases: readonly Phrase[], text: string): boolean => compiled(phrases).test(normalized(text));

describe('a phrase', () => {
  it.each<[Phrase, string[], string[]]>([
    ['full', ['Full', 'is overfull'], ['fool']],
    ['<full>', ['is full.', 'FULL'], ['overfull', 'fully', 'fullé']],
    ['<почта>', ['моя почта!'], ['почтамт почтаx']],
    ['user (is )?unknown', ['User unknown', 'user is unknown'], ['user was unknown']],
    ['boîte', ['BOITE', 'boîte', 'boi\u0302te'], ['bote']],
    ['(a|b) c?d', ['a cd', 'b d'], ['c d']],
    ['^bounce', ['bounces@x'], ['a bounce']],
    ['from {ip}', ['from 192.0.2.1'], ['from 192.0.2', 'from {ip}']],
    ['a.b*[c]+$\\\\', ['a.b*[c]+$\\\\'], ['axbbc', 'a.bc']],
    [
      near('user', 5, 'unknown'),
      ['user is unknown', 'userunknown'],
      ['user has been unknown', 'user\nunknown', 'unknown user'],
    ],
    [{ pattern: 'listed in>', notAfter: 'not ' }, ['is listed in x'], ['is not listed in x']],
  ])('%j', (phrase, yes, no) => {
    expect(yes.filter(text => !says([phrase], text))).toEqual([]);
    expect(no.filter(text => says([phrase], text))).toEqual([]);
  });

  it('is not found where there is none', () => expect(says([], '')).toBe(false));
});

describe('the phrases of all languages', () => {
  const all = Object.entries<Phrases>(phraseBook).flatMap(([language, phrases]) =>
    Object.entries(phrases).flatMap(([meaning, list]) =>
      list.map(phrase => ({ language, meaning: meaning as Meaning, phrase })),
    ),
  );
  const patternsOf = (phrase: Phrase): string[] =>
    typeof phrase === 'string' ? [phrase] : 'first' in phrase ? [phrase.first, phrase.then] : [phrase.pattern];

  it('are short, lower-case patterns that repeat nothing without a bound, and each stands once', () => {
    for (const { language, meaning, phrase } of all) {
      const where = `${language} ${meaning} ${JSON.stringify(phrase)}`;
      for (const pattern of patternsOf(phrase)) {
        expect(pattern.length, where).toBeLessThanOrEqual(140);
        expect(pattern, where).toBe(pattern.toLowerCase());
        expect(pattern.replace('{ip}', ''), where).not.toMatch(/[.*+[\]{}$\\/]/);
      }
      if (typeof phrase === 'object' && 'within' in phrase) expect(phrase.within, where).toBeLessThanOrEqual(60);
    }
    const keys = all.map(({ language, meaning, phrase }) => `${language} ${meaning} ${JSON.stringify(phrase)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('say in every language that an address does not exist, that a mailbox is full, and name the sender', () => {
    for (const [language, phrases] of Object.entries<Phrases>(phraseBook)) {
      if (language === 'mailPrograms') continue;
      const isEnglish = language === 'english';
      expect([language, phrases.doesNotExist?.length, phrases.mailboxFull?.length]).not.toContain(undefined);
      // English names its sender in phrases of `aboutUs`, which are longer.
      expect([language, phrases.aboutUs?.length, isEnglish || phrases.sender?.length]).not.toContain(undefined);
    }
  });

  it.each([
    ['Undelivered Mail Returned to Sender', 'failureSubject'],
    ['Échec de la remise', 'failureSubject'],
    ['Unzustellbar: Le numéro', 'failureSubject'],
    ['No se pudo entregar', 'failureSubject'],
    ['Mancata consegna', 'failureSubject'],
    ['Onbestelbaar', 'failureSubject'],
    ['Falha na entrega', 'failureSubject'],
    ['Недоставленное сообщение', 'failureSubject'],
    ['配信不能', 'failureSubject'],
    ['退信', 'failureSubject'],
    ['반송된 메일', 'failureSubject'],
    ['Niedostarczona wiadomość', 'failureSubject'],
    ['Nedoručeno: Le numéro', 'failureSubject'],
    ['Kunde inte leverera', 'failureSubject'],
    ['Kunne ikke leveres', 'failureSubject'],
    ['Teslim edilemedi', 'failureSubject'],
    ['Autoodpowiedź', 'awaySubject'],
    ['Automatická odpověď', 'awaySubject'],
    ['Autosvar: Le numéro', 'awaySubject'],
    ['Automatisk svar', 'awaySubject'],
    ['Otomatik yanıt', 'awaySubject'],
    ['Out of the office', 'awaySubject'],
    ['Réponse automatique : Le numéro', 'awaySubject'],
    ['En congé jusqu’au 3', 'awaySubject'],
    ['Abwesenheitsnotiz', 'awaySubject'],
    ['Automatisch antwoord', 'awaySubject'],
    ['Автоответ', 'awaySubject'],
    ['自動応答', 'awaySubject'],
  ] as const)('know the subject %s', (subject, meaning) => {
    const meanings: Meaning[] = ['failureSubject', 'awaySubject'];
    expect(meanings.filter(one => wordsOf(subject).say(one))).toEqual([meaning]);
  });

  it('take no long time for a text that nearly matches, however it goes on', () => {
    const pieces = [
      ...new Set(all.flatMap(({ phrase }) => patternsOf(phrase)).flatMap(one => one.split(/[|()?<>^]+/))),
    ];
    const words = pieces.filter(piece => piece.length > 2);
    const judge = (text: string): number => {
      const began = performance.now();
      refusalClass(550, text);
      throttleOf({ kind: 'deferred', code: 451, words: text });
      wordsOf(text).say('failureSubject');
      return performance.now() - began;
    };
    judge('warm');
    const slowest = words.map(word => [judge(`${word} `.repeat(100_000 / word.length)), word] as const);
    expect(slowest.filter(([ms]) => ms > 250)).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words, '\n', ' ', '-'), { minLength: 1, maxLength: 12 }), some => {
        expect(judge(some.join(' ').repeat(400))).toBeLessThan(250);
      }),
      { numRuns: 150 },
    );
  });

  it('judge any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 200, max: 599 }), (words, code) => {
        expect(['hard', 'soft', 'policy', 'unknown']).toContain(refusalClass(code, words));
        if (code < 500) expect(throttleOf({ kind: 'accepted', code, words })).toBe('none');
      }),
    );
  });
});

describe('the codes in a text', () => {
  it.each([
    ['550 5.1.1 unknown', '5.1.1'],
    ['unknown (#5.7.1)', '5.7.1'],
    ['host 192.0.2.1 said: 550 no', '550'],
    ['version 1.5.1.1', undefined],
    ['12 5.1.1234', undefined],
  ])('%s: %s', (text, code) => expect(codeIn(text)).toBe(code));

  it('have a subject and a detail (RFC 3463)', () => {
    expect(enhancedCodeIn('smtp; 550 5.7.26 x')).toEqual({ code: '5.7.26', subject: '7', detail: '26' });
  });

  it('tell a line in which a server speaks, and a text that quotes a refusal', () => {
    expect(['550 no', 'x: 550-5.1.1 no', 'it said (5.1.1)', 'in 550'].map(bearsReplyCode)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(['550 5.1.1 no', '550 the User is gone', '550 gone', 'a\n552 mailbox'].map(quotesRefusal)).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
});
