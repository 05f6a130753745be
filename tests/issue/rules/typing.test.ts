import { describe, expect, it } from 'vitest';
import { doubledWord } from '../../../src/issue/rules/typing/doubled-word.ts';
import { frenchLetters } from '../../../src/issue/rules/typing/french-letters.ts';
import { oddCharacter } from '../../../src/issue/rules/typing/odd-character.ts';
import { unbalanced } from '../../../src/issue/rules/typing/unbalanced.ts';
import { wrongApostrophe } from '../../../src/issue/rules/typing/wrong-apostrophe.ts';
import { foundIn, problemsIn, withTitle } from './findings.ts';

type Wrong = [language: string, text: string, words: string];
type Right = [language: string, text: string];

describe('odd-character', () => {
  it.each<Wrong>([
    ['fr', 'Elle coûte 1 â‚¬.', 'â‚¬'],
    ['fr', 'Un mot\u200b invisible', '\u200b'],
    ['fr', 'Un trait d’u\u00adnion', '\u00ad'],
    ['en', 'A \ufeffmark inside', '\ufeff'],
    ['fr', 'Un\u2060mot', '\u2060'],
    ['fr', 'Un\u200amot', '\u200a'],
    ['en', 'A\u2003word', '\u2003'],
    ['en', 'A\u3000word', '\u3000'],
    ['en', 'A no\u200dte', '\u200d'],
    ['en', 'A no\u200ete', '\u200e'],
    ['en', 'Turned \u202earound', '\u202e'],
    ['fr', 'Un e\u0301te\u0301 tiède', 'e\u0301'],
    ['en', 'Pay with раypal now', 'раypal'],
    ['en', 'Νvidia grows', 'Νvidia'],
    ['en', `${'Plain words stand here. '.repeat(20)}Nеtflix grows`, 'Nеtflix'],
    ['fr', 'Le cinÃ©ma d’Ã  côté', 'cinÃ©ma'],
    ['fr', 'Va Ã\u00a0Lyon', 'Ã\u00a0Lyon'],
    ['fr', 'Va Ã Lyon', 'Ã Lyon'],
    ['en', 'It didnâ€™t work', 'didnâ€™t'],
    ['fr', 'Il dit Â«Â non', 'Â«Â'],
    ['fr', 'Le c&oelig;ur', '&oelig;'],
    ['fr', 'Un&nbsp;mot', '&nbsp;'],
    ['en', 'It&#8217;s', '&#8217;'],
    ['en', 'It&#x2019;s', '&#x2019;'],
    ['fr', 'Un caf\ufffd', 'caf\ufffd'],
  ])('%s: %j has %j', async (language, text, words) => {
    expect((await foundIn(oddCharacter, language, text))[0]).toBe(words);
  });

  it.each<Right>([
    ['fr', 'Un été à Noël, œuvre, naïf, Ÿ, 12 €, 1 000, « oui » !'],
    ['fr', 'Un mot\u202f! 12\u00a0€, 1\u2009000, «\u00a0oui\u00a0»'],
    ['en', 'A word\u200a—\u200aanother, and 東京\u3000大阪'],
    ['en', 'AT&T, R&D; Q&A; M&A; H&M and S&P; Barnes & Noble'],
    ['en', 'Write &lt; and &amp; in Markdown'],
    ['en', 'A family 👨‍👩‍👧 and a flag 🏳️‍🌈, a pilot 👩🏽‍✈️'],
    ['fr', 'Le mot persan می‌خواهم et l’hindi क्‍ष'],
    ['fr', 'Des μm, un kΩ, ΔT, β-carotène, π, Яндекс et Ελλάδα'],
    ['fr', 'LE CAFÉ» et Âge, Âne, ANGELÂ'],
    ['en', 'São Paulo, MÃE, NÃO, Åland, Å, Škoda, Đà Nẵng'],
    ['en', 'A Hebrew name שלום‎ with a mark'],
    ['en', 'Code `&nbsp;` stays, and https://example.com/?a=1&copy=2;'],
  ])('%s: %j is correct', async (language, text) => {
    expect(await foundIn(oddCharacter, language, text)).toEqual([]);
  });

  it('judges entities of titles, escapes and addresses too', async () => {
    expect((await problemsIn(oddCharacter, withTitle('en', 'A &lt; B')))[0]?.at).toBe('&lt;');
    const escaped = withTitle('en', 'x').replace('"x"', '"A\\u200b B"');
    expect(await problemsIn(oddCharacter, escaped)).toMatchObject([{ at: '\\u200b', fix: { text: '' } }]);
    const link = withTitle('en', 'x').replace('news.example.com/one', 'news.exаmple.com/one');
    expect((await problemsIn(oddCharacter, link))[0]?.at).toBe('exаmple');
  });
});

describe('doubled-word', () => {
  it.each<Wrong>([
    ['fr', 'Il ferme la la porte', 'la la'],
    ['fr', 'Dans les les rues', 'les les'],
    ['fr', 'Le le projet', 'Le le'],
    ['fr', 'La société de de Cupertino', 'de de'],
    ['fr', 'Il parle de\nde la ville', 'de\n        de'],
    ['fr', 'Une maison maison ancienne', 'maison maison'],
    ['en', 'In the the end', 'the the'],
    ['en', 'It has a a banner', 'a a'],
    ['fr', 'Il y a une une bannière à l’entrée', 'une une'],
    ['fr', 'Mille crêpes à à l’heure', 'à à'],
    ['fr', 'L’équipe a a observé la lune', 'a a'],
    ['en', 'A bank and and a shop', 'and and'],
    ['en', 'The the end', 'The the'],
    ['en', 'It goes to to the bank', 'to to'],
    ['en', 'The cat is is here', 'is is'],
  ])('%s: %j has %j', async (language, text, words) => {
    expect(await foundIn(doubledWord, language, text)).toEqual([words]);
  });

  it.each<Right>([
    ['en', '*nous nous sommes succédé* takes no s'],
    ['fr', 'Nous nous levons, vous vous couchez. Nous nous.'],
    ['fr', 'Prends-le le matin, dis-la la première, à l’est est née une ville'],
    ['fr', 'Tra la la, la la la, bla bla, très très bien'],
    ['fr', 'À la une une photo, et au numéro un un jardin'],
    ['fr', 'Les mémoires de de Gaulle'],
    ['fr', 'Il y a a priori deux cas, le groupe A a gagné, la lettre a a disparu'],
    ['fr', 'Le fait fait débat, à la une une enquête, tout en en parlant'],
    ['fr', 'Duran Duran, New York New York, La La Land, Boutros Boutros-Ghali'],
    ['fr', 'Fin de la\n\nla suite'],
    ['fr', '12 12, 04 26 10 12 12'],
    ['fr', '- pain\n- pain'],
    ['en', 'He had had enough, and that that was it'],
    ['en', 'What it is is a bank. I told you you would. She gave her her book.'],
    ['en', 'It came in in 2020; log in in the app; it went on on Monday'],
    ['en', 'Bye bye, very very good, “the” the, la-la'],
    ['en', 'See `the the` and https://example.com/the the end'],
  ])('%s: %j is correct', async (language, text) => {
    expect(await foundIn(doubledWord, language, text)).toEqual([]);
  });
});

describe('wrong-apostrophe', () => {
  it.each<Wrong>([
    ['fr', 'C’est l´oubli', 'l´oubli'],
    ['fr', 'C’est l`oubli', 'l`oubli'],
    ['fr', 'Parce qu`elle part', 'qu`elle'],
    ['en', 'They don´t know', 'don´t'],
    ['en', 'They don`t know', 'don`t'],
    ['en', 'Paris`s bank', 'Paris`s'],
    ['fr', 'C’est l′oubli', 'l′oubli'],
    ['fr', 'C’est l‘oubli', 'l‘oubli'],
    ['fr', 'Le code `npm run`, et qu‘elle', 'qu‘elle'],
    ['en', 'They don′t know', 'don′t'],
    ['en', 'They don‘t know', 'don‘t'],
  ])('%s: %j has %j', async (language, text, words) => {
    expect(await foundIn(wrongApostrophe, language, text)).toEqual([words]);
  });

  it.each<Right>([
    ['fr', "L’oubli, l'oubli, d’`API`, aujourd’hui"],
    ['fr', 'La commande `ls` et `l`, puis `npm`'],
    ['en', "It’s 5′ 11″, rock ’n’ roll, don't"],
    ['en', 'The sign ´ is an accent'],
    ['fr', 'La commande `git commit -m "l´oubli"` et `l′oubli`'],
    ['en', 'Run `echo don´t` or ``don`t`` here'],
    ['en', 'The points A′ and B′, f′(x), 5′-ends, Hawai‘i, Isma‘il, the ‘70s, a ‘quoted’ word, rock ‘n’ roll'],
    ['en', 'Use `s` or `t`s'.replace('`t`s', '`t`')],
  ])('%s: %j is correct', async (language, text) => {
    expect(await foundIn(wrongApostrophe, language, text)).toEqual([]);
  });
});

describe('unbalanced', () => {
  it.each<Wrong>([
    ['en', '"He rarely spits, promises the guide.', '"'],
    ['en', 'A "word" and "another, he said. Then he left.', '"'],
    ['fr', 'Il dit "oui et part.', '"'],
    ['fr', 'Il a dit « bonsoir et il est parti.', '«'],
    ['fr', 'Il a dit bonsoir » et il est parti.', '»'],
    ['fr', 'Un mot (en plus et un autre.', '('],
    ['fr', 'Un mot en plus) et un autre.', ')'],
    ['en', 'He said “good evening and left.', '“'],
    ['en', 'He said good evening” and left.', '”'],
    ['en', 'A word [more and another.', '['],
    ['fr', 'Un (début.\n\nUne fin) ici.', '('],
    ['fr', 'Un « début.\n\nUn « autre » ici.', '«'],
  ])('%s: %j has %j', async (language, text, words) => {
    expect((await foundIn(unbalanced, language, text))[0]).toBe(words);
  });

  it.each<Right>([
    ['en', '“a) A live fish is an animal; b) a dead one is not,” she says.'],
    ['en', 'A 13" screen, and a 6.7" phone'],
    ['en', '"It began in 2026", he says.'],
    ['en', '"A long quotation.\n\n"It goes on here."'],
    ['en', 'She said "yes", then "no".'],
    ['fr', 'Il a dit « bonsoir » (sans rire) et [sic] « il “part” ».'],
    ['fr', 'Bonne nouvelle :) et mauvaise :( ou ;-) voire (super :)'],
    ['fr', 'Au choix : a) le pain, b) le vin, 1) rien'],
    ['fr', '1) le pain\n2) le vin'],
    ['fr', '« Une longue citation.\n\n« Elle continue.\n\n« Elle finit. »'],
    ['fr', '« Une longue citation.\n\nElle finit. »'],
    ['en', '“A long quotation.\n\n“It ends.”'],
    ['en', 'A 27” screen, 5’ 11”, and “Windows 11”'],
    ['fr', 'Un nombre de [0 ; 1[ ou ]0, 1]'],
    ['en', 'See [the report](https://en.wikipedia.org/wiki/X_(y)) (page 12)'],
    ['en', 'See https://example.com/a_(b) and `f(`'],
    ['en', 'The ’90s, rock ’n’ roll, the readers’ club'],
  ])('%s: %j is correct', async (language, text) => {
    expect(await foundIn(unbalanced, language, text)).toEqual([]);
  });
});

describe('french-letters', () => {
  it.each<[text: string, words: string, right: string]>([
    ['A plus de 30 mm, on ferme.', 'A plus', 'À plus'],
    ['Ecrivez-nous, nous lisons tout.', 'Ecrivez', 'Écrivez'],
    ['Fin. Evidemment, il pleut.', 'Evidemment', 'Évidemment'],
    ['Le coeur de la ville', 'coeur', 'cœur'],
    ['Un noeud et', 'noeud', 'nœud'],
    ['Sa soeur arrive', 'soeur', 'sœur'],
    ['Des oeufs frais', 'oeufs', 'œufs'],
    ['L’oeuvre est là', 'oeuvre', 'œuvre'],
    ['Un chef-d’oeuvre', 'oeuvre', 'œuvre'],
    ['Les moeurs changent', 'moeurs', 'mœurs'],
    ['Oeuvre complète', 'Oeuvre', 'Œuvre'],
    ['Premiers ex aequo', 'ex aequo', 'ex æquo'],
    ['L’Etat français', 'Etat', 'État'],
    ['Aux Etats-Unis', 'Etats', 'États'],
    ['L’Ecole normale', 'Ecole', 'École'],
    ['Evénement rare', 'Evénement', 'Événement'],
    ['A Lyon, la banque ouvre', 'A Lyon', 'À Lyon'],
    ['A Saint-Cirq, on tape sa question', 'A Saint-Cirq', 'À Saint-Cirq'],
    [`${'Elle entre. '.repeat(20)}Le coeur bat`, 'coeur', 'cœur'],
    ['Fin. A partir de lundi', 'A partir', 'À partir'],
    ['A 20 h, tout dort', 'A 20', 'À 20'],
    ['Il gèle. A −20 °C, rien ne marche', 'A −20', 'À −20'],
    ['A 300 mètres de là', 'A 300', 'À 300'],
    ['A lui seul, il paie', 'A lui', 'À lui'],
    ['A eux deux, ils paient', 'A eux', 'À eux'],
    ['Fin. A quelques jours de là', 'A quelques', 'À quelques'],
    ['A vélo, on gagne', 'A vélo', 'À vélo'],
    ['Fin. Ca marche', 'Ca', 'Ça'],
    ['« A quoi bon ? »', 'A quoi', 'À quoi'],
    ['Fin.\n\nA l’occasion du salon', 'A l’occasion', 'À l’occasion'],
  ])('%j has %j', async (text, words, right) => {
    const [problem] = await problemsIn(frenchLetters, withTitle('fr', text.replaceAll('\n', ' ')));
    expect(problem).toMatchObject({ at: words, fix: { text: right } });
    expect((await foundIn(frenchLetters, 'fr', text))[0]).toBe(words);
  });

  it.each<Right>([
    ['fr', 'Elsa et Ella jouent. Elon rit. Epson imprime. Erreur 404.'],
    ['fr', 'Coexister, moelle, poêle, coefficient, Noël, goéland, Citroen, Boeing, oestre'],
    ['fr', 'La vitamine A, la série A, l’A380, le plan A, de A à Z'],
    ['fr', 'A est la première lettre. A et B. Le groupe A a gagné.'],
    ['fr', 'A 320 se pose. A 4, le format. Ca’ Foscari, Ca 20, le Ca et le Mg'],
    ['fr', 'A Star Is Born, A Plague Tale, A Complete Unknown'],
    ['fr', 'L’état, Elle, Entre, Enfin, Elon, Emmanuel, Edge, Excel, Europe, Ericsson, Epic'],
    ['fr', 'COEUR en capitales, ETAT, `coeur`, https://example.com/coeur et coeur@example.com'],
    ['fr', 'À Lyon, l’État, le cœur'],
    ['en', 'A Lyon bank, the Etat, a poem, Coeur d’Alene'],
  ])('%s: %j is correct', async (language, text) => {
    expect(await foundIn(frenchLetters, language, text)).toEqual([]);
  });
});
