import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/issue/rules/structure/placeholder.ts';
import { foundIn, problemsIn, withBody } from './findings.ts';

describe('placeholder', () => {
  it.each([
    ['Le prix : TODO', 'TODO'],
    ['About TK readers', 'TK'],
    ['About TKTK.', 'TKTK'],
    ['TKTK Slippers', 'TKTK'],
    ['Le chiffre [source ?] est là', '[source ?]'],
    ['The number [source?] is there', '[source?]'],
    ['Le chiffre (source ?) est là', '(source ?)'],
    ['Né en 1950 [date ?]', '[date ?]'],
    ['The number (to be checked) is there', '(to be checked)'],
    ['Le chiffre (à vérifier) est là', '(à vérifier)'],
    ['Le chiffre est ___ ici', '___'],
    ['Un prix de XXX', 'XXX'],
    ['Un prix de xx euros', 'xx'],
    ['Les XX premiers arrivés', 'XX'],
    ['It leaves every XX minutes', 'XX'],
    ['Les abeilles [chiffre à confirmer] dorment', '[chiffre à confirmer]'],
    ['The bees [number to be confirmed] sleep', '[number to be confirmed]'],
    ['The bees (CHECK!) sleep', '(CHECK!)'],
    ['Soit ??? euros', '???'],
    ['The date (???) is open', '???'],
    ['Lorem ipsum dolor', 'Lorem ipsum'],
    ['Le nom [à vérifier] du site', '[à vérifier]'],
    ['The name [to check] of the site', '[to check]'],
    ['Voir [lien] ici', '[lien]'],
    ['Cher [PRENOM],', '[PRENOM]'],
    ['De la poésie. [citation à venir]', '[citation à venir]'],
    ['The deputy mayor for ???, Ann', '???'],
    ['Il a dit [insérer citation].', '[insérer citation]'],
    ['Bonjour {{name}},', '{{name}}'],
    ['Bonjour {{ contact.FIRSTNAME | default: "x" }},', '{{ contact.FIRSTNAME | default: "x" }}'],
    ['Bonjour %PRENOM%,', '%PRENOM%'],
    ['Bonjour %%FIRST_NAME%%,', '%%FIRST_NAME%%'],
    ['Bonjour *|FNAME|*,', '*|FNAME|*'],
    ['Bonjour [[first_name]],', '[[first_name]]'],
    ['Hello %recipient.name%,', '%recipient.name%'],
    [`Hello $${'{name}'},`, `$${'{name}'}`],
    ['Hello {first_name},', '{first_name}'],
    ['{% if x %}Hello{% endif %}', '{% if x %}'],
  ])('%j has %j', async (text, words) => {
    expect(await foundIn(placeholder, 'fr', text)).toEqual([words]);
  });

  it.each([
    'Une taille XXXL, un Super Bowl XXX, la XXXe édition, un film XXX',
    'Des chromosomes XX et XY, une taille XX, Alphonse XX, le XXe siècle',
    'TK Maxx, TK-421, TKO, la société (TK), RTK, un TK 400',
    'Todo lo que pasa, une liste de tâches, une TODO list, todo.txt',
    'Quoi ??? Vraiment ??? Oui.',
    'Il [le président] a dit […] que « [sic] » et [NDLR : faux]',
    'Une date (check your mail) et [le rapport à relire](https://example.com/a)',
    '[lien](https://example.com/a) et [nom](https://example.com/b)',
    '`{{name}}`, `TODO` et `%PRENOM%` sont du code',
    '10%-20%, 50 % des 30 %, %APPDATA%, {a, b}, $100, 100%',
    'Une fête (à confirmer), a party (to be confirmed), TBC, né vers 1450 (date ?), un [?] doute',
    'Un dossier (à compléter), ¯\\\\_(ツ)_/¯, __init__ et __gras__, snake_case__name',
    'Un mot.\n\n___\n\nUn autre.',
    'De A à Z, x et xx, https://example.com/TODO',
  ])('%j is correct', async text => {
    expect(await foundIn(placeholder, 'fr', text)).toEqual([]);
  });

  it('is an error in a ready issue, a warning in a draft', async () => {
    const severities = async (status: string) =>
      (await problemsIn(placeholder, withBody('fr', 'TODO', status))).map(({ severity }) => severity);
    expect(await severities('ready')).toEqual(['error']);
    expect(await severities('draft')).toEqual(['warning']);
  });

  // The publication of these tests is on example.com itself, as the sample is.
  it('is a link to a domain for examples, unless the publication has one', async () => {
    const withSource = withBody('fr', 'Bonjour').replace(
      '    body:',
      '    source: { name: A, url: https://www.example.org/a }\n    body:',
    );
    const found = (url: string) => problemsIn(placeholder, withSource, url);
    expect((await found('https://lefil.news')).map(({ at }) => at)).toContain('https://www.example.org/a');
    expect(await found('https://news.example.com')).toEqual([]);
  });
});
