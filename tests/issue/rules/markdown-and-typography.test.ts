import { describe, expect, it } from 'vitest';
import { typography } from '../../../src/issue/rules/text/typography.ts';
import { brokenMarkdown } from '../../../src/issue/rules/typing/broken-markdown.ts';
import { foundIn, problemsIn, withTitle } from './findings.ts';

type Wrong = [language: string, text: string, words: string];
type Right = [language: string, text: string];

describe('broken-markdown', () => {
  it.each<Wrong>([
    ['fr', 'Un mot **en gras ici', '**en'],
    ['en', 'A round of **€1.7 billion is closed', '**€1.7'],
    ['fr', 'Un mot en gras** ici', 'gras**'],
    ['fr', 'Un mot *penché ici', '*penché'],
    ['fr', 'Une commande `ls -l ici', '`ls'],
    ['fr', 'Un mot _penché ici', '_penché'],
    ['fr', 'Un mot penché_ ici', 'penché_'],
    ['fr', 'Un « _mot ici »', '_mot'],
    ['en', 'A __strong word', '__strong'],
    ['fr', 'Voir [le rapport](https://example.com/a', '[le rapport](https://example.com/a'],
    ['en', 'See [the report](https://example.com/a and more', '[the report](https://example.com/a'],
    ['en', 'See [the report] (https://example.com/a)', '[the report] (https://example.com/a'],
  ])('%s: %j has %j', async (language, text, words) => {
    expect(await foundIn(brokenMarkdown, language, text)).toEqual([words]);
  });

  it.each<Right>([
    ['fr', '**Gras**, *penché*, ***les deux***, `code`, [lien](https://example.com/a)'],
    ['fr', 'Un prix de 99 €* par mois.\n\n*Hors taxes.'],
    ['fr', '- un\n* deux\n+ trois'],
    ['en', '5 * 3 = 15, 2 ** 8, f**k, f*ck, M*A*S*H, Sagittarius A*'],
    ['en', 'All *.pdf files, \\*not emphasis, \\`not code'],
    ['en', 'See [sic] and [the] report (2026), array[0](x)'],
    ['en', '**Two\nlines** and *a\nbreak*'],
    ['fr', 'C’est l`oubli'],
    ['en', '_Emphasis_, __strong__, snake_case, @_marie, _config.yml, a_b_c, \\_not, `_code`, _the\nend_'],
    ['en', 'See https://example.com/_a and [x](https://example.com/_b_)'],
  ])('%s: %j is correct', async (language, text) => {
    expect(await foundIn(brokenMarkdown, language, text)).toEqual([]);
  });

  it('finds Markdown in titles, which have none', async () => {
    expect((await problemsIn(brokenMarkdown, withTitle('en', 'A **strong** word')))[0]?.at).toBe('**strong**');
    expect(await problemsIn(brokenMarkdown, withTitle('en', 'f**k, 5*, [sic] and 2**8'))).toEqual([]);
  });
});

describe('typography', () => {
  it.each<Wrong>([
    ['fr', 'Un prix de 12€ ici', '2€'],
    ['fr', 'Soit 50% de plus', '0%'],
    ['fr', 'Un mot ,un autre', 't ,'],
    ['fr', 'La fin .', 'n .'],
    ['fr', 'C’est la fin.Le début', 'fin.Le '],
    ['fr', 'C’est la fin.Début', 'fin.Début'],
    ['fr', 'C’est la fin.Maître Dupont part', 'fin.Maître '],
    ['fr', 'C’est la fin.L’État part', 'fin.L’É'],
    ['fr', 'Il mesure 30cm ici', '30cm'],
    ['fr', 'Il roule à 80km/h ici', '80km/h'],
    ['fr', 'Soit 82gigawatts de plus', '82gigawatts'],
    ['en', 'Some 82gigawatts more', '82gigawatts'],
    ['en', 'Some 12million people', '12million'],
    ['fr', 'C’est la fin.. Début', '..'],
    ['fr', 'Du pain, du vin, etc... et', 'etc...'],
    ['en', 'A word ,another', 'd ,'],
    ['en', 'Bread, wine, etc…', 'etc…'],
    ['en', 'A word,, another', ',,'],
    ['en', 'A word;. Another', ';.'],
  ])('%s: %j has %j', async (language, text, words) => {
    expect((await foundIn(typography, language, text))[0]).toBe(words);
  });

  it.each<Right>([
    ['fr', '12 €, 50 %, 12,5 %, etc., 20h30, 1,5 million, n° 3'],
    ['fr', 'Node.js, System.Text, ASP.NET, le .NET, Booking.com, Vue.Js, e.g., M. Dupont'],
    ['fr', 'Un silence... puis rien…'],
    ['en', '€12, 50%, Inc., etc., Ph.D., e.g., i.e., 9 p.m., St. John’s, J.K. Rowling'],
    ['fr', 'Un 4x4, un A30cm, #30jours, la 4G, 18h30, 5m, 10e, 1080p, 24heures.ch, https://a.fr/30cm, console.Log(x)'],
    ['en', 'It is 30cm long and 5kg, at 5pm, the 1980s, a 20-minute walk, 3rd, 24/7'],
    ['en', 'Wait... what? “Yes.” (No.)'],
    ['en', 'Yahoo!, U.S., Dr. No, 3,5 and 1,000,000'],
    ['en', '`a ,b`, https://example.com/a,b, `..`, ../up'],
  ])('%s: %j is correct', async (language, text) => {
    expect(await foundIn(typography, language, text)).toEqual([]);
  });
});
