import { describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../../src/app/write/check.ts';
import { oddIssue, oddWeek } from '../../helpers/issues.ts';
import { newsletterWith } from '../../helpers/newsletter.ts';
import { found, now } from './both-languages.ts';

describe('a name in two spellings', () => {
  it.each<[string, string, string]>([
    ['Un roman de Giulia Marchetti paraît.', 'A novel by Giulia Marchetty is out.', 'Marchetty'],
    ['Le dernier roman de Marchetti paraît.', 'The latest novel by Marchetty is out.', 'Marchetty'],
    ['La navigatrice Claire Hénocque est partie.', 'The sailor Claire Henocque has left.', 'Henocque'],
    ['Le rapport de Karpathy le dit.', 'The report by Karpaty says so.', 'Karpaty'],
    [
      'La société Anthropic le dit, et Mistral aussi.',
      'The company Antropic says so, and so does Mistral.',
      'Antropic',
    ],
    ['Le questeur Jean-Baptiste Aurillac le dit.', 'The quaestor, Jean-Baptiste Aurrilac, says so.', 'Aurrilac'],
    ['Selon Sundar Pichai, tout va bien.', 'According to Sundar Pichaï, all is well.', 'Pichaï'],
    ['Les voici : Maïka Tremblay et Olivier Gagné.', 'They are Maika Tremblay and Olivier Gagné.', 'Maika'],
    [
      'La navigatrice Claire Hénocque est partie. Rien n’arrête Hénocque.',
      'The sailor Claire Hénocque has left. Nothing stops Henocque.',
      'Henocque',
    ],
  ])('is found: %s / %s', async (fr, en, name) => {
    expect(await found({ body: [fr, en] }, 'name-mismatch')).toEqual([
      expect.stringMatching(`^name-mismatch: ${name}`),
    ]);
  });

  it.each<[string, string]>([
    ['La Chine et la Russie parlent à la Californie.', 'China and Russia talk to California.'],
    [
      'Le Président de la République est à Genève, au Sénat.',
      'The President of the Republic is in Geneva, at the Senate.',
    ],
    ['L’Italie, la Suède, le Brésil et la Corée signent.', 'Italy, Sweden, Brazil and Korea sign.'],
    ['Les Italiens aiment Rome, les Européens aussi.', 'Italians love Rome, and so do Europeans.'],
    ['Montréal et Québec accueillent la Conférence.', 'Montreal and Quebec host the Conference.'],
    ['Le tribunal de Hambourg le dit.', 'A court in Hamburg says so.'],
    ['Il vit à Taïwan ou à Singapour.', 'He lives in Taiwan or in Singapore.'],
    ['Le problème avec Wikipédia, c’est le temps.', 'The trouble with Wikipedia is time.'],
    ['Voici le Parti de la paix.', 'Here is the Party of peace.'],
    ['Selon Volodymyr Zelensky, rien ne change.', 'Nothing has changed, says Volodymyr Zelenskyy.'],
    ['D’après Benjamin Netanyahou, tout va bien.', 'According to Benjamin Netanyahu, all is well.'],
    ['Le Musée de l’Académie à Venise', 'The Academy Museum in Venice'],
    ['En Janvier, le Professeur Martin et sa Théorie', 'In January, Professor Martin and his Theory'],
    ['Windows et Androïd, Google et Googler', 'Windows and Android, Google and a Googler'],
    ['Les Parisiens lisent Le Monde', 'Parisians read Le Monde'],
    ['L’équipe de Brême rejoue à Bagdad.', 'The Bremen team plays again in Baghdad.'],
    ['Selon Alexeï Pajitnov, le jeu est fini.', 'According to Alexei Pajitnov, the game is over.'],
    ['La Bourse de Londres et celle de Francfort', 'The London Stock Exchange and Frankfurt’s'],
  ])('is not seen in %s / %s', async (fr, en) => {
    const names = await found({ body: [fr, en] }, 'name-mismatch');
    expect(names.filter(one => !one.includes('Android'))).toEqual([]);
  });
});

const paragraphs = {
  fr: [
    'La banque du village ouvre désormais la nuit, et ses guichets sont tenus par des machines patientes qui saluent chaque client par son nom.',
    'Le directeur, Paul Lantier, assure que personne ne perd son emploi et que les employés se reposent enfin.',
    'Les clients, eux, apprécient le calme : à trois heures du matin, la file d’attente ne compte que 12 personnes.',
    'Reste une question, que la mairie pose à son tour : qui fera le café ?',
  ],
  en: [
    'The village bank now opens at night, and patient machines stand behind its counters and greet each customer by name.',
    'The director, Paul Lantier, says that no one loses a job and that the staff can rest at last.',
    'Customers like the calm: at three in the morning, the queue has only 12 people.',
    'One question remains, which the town hall asks in turn: who will make the coffee?',
  ],
};
const join = (list: readonly string[], separator = '\n\n'): string => list.join(separator);

describe('a part that one language lacks', () => {
  it.each([0, 1, 2, 3])('is found: paragraph %i', async i => {
    const [fr, en] = [join(paragraphs.fr), join(paragraphs.en.toSpliced(i, 1))];
    const begins = paragraphs.fr[i]?.slice(0, 20) ?? '';
    expect(await found({ body: [fr, en] }, 'missing-part')).toEqual([`missing-part: ${paragraphs.fr[i]}`]);
    const [fr2, en2] = [join(paragraphs.fr.toSpliced(i, 1)), join(paragraphs.en)];
    expect(begins).not.toBe('');
    expect(await found({ body: [fr2, en2] }, 'missing-part')).toEqual([`missing-part: ${paragraphs.en[i]}`]);
  });

  it('is found: one of two quoted sentences, with who says it', async () => {
    const fr =
      'La gare rouvre. « C’est une joie », dit le maire. « Nous attendions depuis dix ans », ajoute une libraire. Tout va.';
    const en = 'The station reopens. “It is a joy,” says the mayor. All is well.';
    expect(await found({ body: [fr, en] }, 'missing-part')).toEqual([
      expect.stringMatching(/^missing-part: Nous attendions/),
    ]);
  });

  it.each([
    [0, 'fr'],
    [1, 'fr'],
    [2, 'fr'],
    [0, 'en'],
    [1, 'en'],
    [2, 'en'],
  ] as const)('is found: sentence %i of a paragraph, missing in `%s`', async (i, lacks) => {
    const three = { fr: paragraphs.fr.slice(1), en: paragraphs.en.slice(1) };
    const body = { fr: join(three.fr, ' '), en: join(three.en, ' '), [lacks]: join(three[lacks].toSpliced(i, 1), ' ') };
    const [line = '', ...more] = await found({ body: [body.fr, body.en] }, 'missing-part');
    expect([line.startsWith(`missing-part: ${three[lacks === 'fr' ? 'en' : 'fr'][i]}`), more]).toEqual([true, []]);
  });

  it('is found: a list item, a quotation, a quoted sentence', async () => {
    const list: [string, string] = [
      'Voici :\n\n- un lit de camp,\n- une lampe de poche,\n- du café chaud.',
      'Here they are:\n\n- a camp bed,\n- hot coffee.',
    ];
    expect(await found({ body: list }, 'missing-part')).toEqual(['missing-part: une lampe de poche,']);
    const quote: [string, string] = [
      `${paragraphs.fr[0]}\n\n> Nous dormons enfin la nuit.\n\n${paragraphs.fr[1]}`,
      `${paragraphs.en[0]}\n\n${paragraphs.en[1]}`,
    ];
    expect(await found({ body: quote }, 'missing-part')).toEqual(['missing-part: Nous dormons enfin la nuit.']);
    const said: [string, string] = [
      'Le directeur sourit : « Nous dormons enfin la nuit. » Puis il part.',
      'The director smiles. Then he leaves.',
    ];
    expect(await found({ body: said }, 'missing-part')).toEqual([expect.stringMatching(/^missing-part: Nous dormons/)]);
  });

  it.each<[string, string, string]>([
    [
      'paragraphs that were joined',
      join(paragraphs.fr),
      `${paragraphs.en[0]} ${paragraphs.en[1]}\n\n${paragraphs.en[2]}\n\n${paragraphs.en[3]}`,
    ],
    [
      'paragraphs that were divided',
      `${paragraphs.fr[0]} ${paragraphs.fr[1]}\n\n${paragraphs.fr[2]}\n\n${paragraphs.fr[3]}`,
      join(paragraphs.en),
    ],
    ['the same parts', join(paragraphs.fr), join(paragraphs.en)],
    [
      'sentences that were joined or divided',
      'La gare rouvre. Elle était fermée depuis dix ans. Les voyageurs, que la pluie ne décourage plus, applaudissent.',
      'The station, closed for ten years, is open again; passengers applaud, and the rain no longer puts them off.',
    ],
    [
      'a paragraph that is shorter, sentence by sentence',
      'Il ne s’en est pas rendu compte tout de suite, loin de là. C’est seulement le lendemain qu’il a compris ce qui s’était passé.',
      'He did not notice at first. He understood only the next day.',
    ],
    ['terms in quotes', 'Le « nuage » et le « jeton » coûtent.', 'The cloud and the token cost.'],
    [
      'the same quotes of each language',
      'Il dit : « Nous dormons enfin la nuit. »',
      'He says: “We sleep at night at last.”',
    ],
    [
      'a term of several words in one language',
      'Un « système à risque élevé » s’arrête. Il dit : « Bonsoir. »',
      'A “high-risk system” stops. He says: “Good evening.”',
    ],
    ['single quotes', 'Il dit : « Nous dormons enfin la nuit. »', 'He says: ‘We don’t sleep at night.’'],
    [
      'a quotation in two parts',
      'Elle rit : « C’est la première fois que le climat sert tout de suite. »',
      '“It is the first time,” she laughs, “that the climate has been of use at once.”',
    ],
    ['lists that are marked otherwise', '1. un lit\n2. une lampe', '- a bed\n- a lamp'],
  ])('is not seen in %s', async (_, fr, en) => {
    expect(await found({ body: [fr, en] }, 'missing-part')).toEqual([]);
  });
});

describe('a text in the other language', () => {
  it('is found: one paragraph', async () => {
    const en = join(paragraphs.en.with(2, paragraphs.fr[2] ?? ''));
    expect(await found({ body: [join(paragraphs.fr), en] }, 'untranslated')).toEqual([
      `untranslated: ${paragraphs.fr[2]}`,
    ]);
  });

  it.each<[string, [string, string]]>([
    [
      'the same title twice',
      ['La banque du village ouvre la nuit pour tous', 'La banque du village ouvre la nuit pour tous'],
    ],
    [
      'two titles that were swapped',
      ['The village bank opens at night for all of us', 'La banque du village ouvre la nuit pour nous tous'],
    ],
    [
      'an English title in French',
      ['The village bank opens at night for all of us', 'The bank of the village opens at night for us'],
    ],
    [
      'the same short line twice',
      [
        'Une vieille dame tient un téléphone comme un talisman',
        'Une vieille dame tient un téléphone comme un talisman',
      ],
    ],
    [
      'two short lines that were swapped',
      ['Technically the mission is a success', 'Techniquement, la mission est un succès'],
    ],
    [
      'the same English line twice, with few function words',
      ['Piles of salt beside a marsh', 'Piles of salt beside a marsh'],
    ],
    ['a French title twice', ['Notre bilan 2026 en cinq nombres', 'Notre bilan 2026 en cinq nombres']],
    [
      'two titles with a name that were swapped',
      ['La Poste still prints its emails', 'La Poste imprime ses courriels'],
    ],
  ])('is found: %s', async (_, title) => {
    expect(await found({ title }, 'untranslated')).toHaveLength(1);
  });

  it.each<[string, [string, string]]>([
    ['sentence', ['Il dort. You could not make it up. Elle lit.', 'He sleeps. You could not make it up. She reads.']],
    ['list item', ['Voici :\n\n- un lit\n- une ligne en plus', 'Here:\n\n- a bed\n- une ligne en plus']],
    ['short text', ['Joyeuses fêtes !', 'Joyeuses fêtes !']],
    [
      'short quotation',
      ['Il dit :\n\n> We shall not move\n\nVoilà.', 'He says:\n\n> We shall not move\n\nThat is it.'],
    ],
    ['short list item', ['Voici :\n\n- un lit\n- pour vous tous', 'Here:\n\n- a bed\n- pour vous tous']],
  ])('is found: one %s', async (_, body) => {
    expect(await found({ body }, 'untranslated')).toHaveLength(1);
  });

  it.each<[[string, string]]>([
    [['Le mot du jour est *you could not make it up*.', 'The word of the day is “you could not make it up”.']],
    [['Merci ! Il a dit « you could not make it up ».', 'Thanks! He said “you could not make it up”.']],
    [['Voici :\n\n- machine learning, deep learning', 'Here:\n\n- machine learning, deep learning']],
    [['Il dit :\n\n> *We shall fight on the beaches*', 'He says:\n\n> *We shall fight on the beaches*']],
    [['Il dit :\n\n> « We shall fight on the beaches »', 'He says:\n\n> “We shall fight on the beaches”']],
    [['Voici :\n\n- The Last of Us\n- Le Monde', 'Here:\n\n- The Last of Us\n- Le Monde']],
    [['Bon week-end et open source', 'Bon week-end and open source']],
  ])('is not seen in the body %j', async body => {
    expect(await found({ body }, 'untranslated')).toEqual([]);
  });

  it.each<[[string, string]]>([
    [['OpenAI Dev Day 2026', 'OpenAI Dev Day 2026']],
    [['The Last of Us', 'The Last of Us']],
    [['Le Monde et The Guardian signent avec OpenAI', 'Le Monde and The Guardian sign with OpenAI']],
    [['Pourquoi « The Winds of Winter » ne sort pas', 'Why “The Winds of Winter” is not out']],
    [['Claude, Gemini, Llama, Mistral, Qwen', 'Claude, Gemini, Llama, Mistral, Qwen']],
    [['Déjà vu à la carte', 'Déjà vu à la carte']],
    [['Beyoncé, Céline, Zoé, André et Léa', 'Beyoncé, Céline, Zoé, André et Léa']],
    [['“Les uns et les autres” revient sur scène', '“Les uns et les autres” returns on stage']],
  ])('is not seen in %j', async title => {
    expect(await found({ title }, 'untranslated', 'wrong-language')).toEqual([]);
  });
});

describe('a text in another language than its key', () => {
  const french = 'La mémoire vive se vend désormais au gramme, comme le safran, et les centres de données ont faim.';

  it('is found, and a text that is the same in all languages is not', async () => {
    expect(await found({ body: [french, french] }, 'wrong-language')).toHaveLength(1);
    const article = { id: 'one', title: french, url: 'https://news.example.com/one', body: french };
    const folder = await newsletterWith({ [`issues/${oddWeek}.yaml`]: oddIssue([article]) });
    const { problems } = await checkNewsletter(folder, [oddWeek], false, now);
    expect(problems.filter(({ rule }) => rule === 'wrong-language')).toEqual([]);
  });
});
