import { describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../../src/app/write/check.ts';
import { newsletterWith } from '../../helpers/newsletter.ts';
import { found, now } from './both-languages.ts';

describe('a text that is the same in both languages', () => {
  it.each(['Street lights to go off at midnight', 'Le radar flashe une poussette à 51 km/h'])(
    'is found: %s',
    async title => {
      expect(await found({ title: [title, title] }, 'untranslated')).toHaveLength(1);
    },
  );

  it.each([
    'The Last of Us 2',
    'Déjà vu à la carte',
    'Les Tontons flingueurs',
    'Le Monde, El País, The Guardian, Die Zeit',
    'Roland-Garros, Wimbledon, US Open, Melbourne',
    'La La Land',
    'Paris - Lille - Gand - Lausanne',
    'A Night at the Opera',
    'Open source : Linux, Debian, Firefox, LibreOffice',
  ])('is a name: %s', async title => {
    expect(await found({ title: [title, title] }, 'untranslated')).toEqual([]);
  });
});

describe('a paragraph without its full stop', () => {
  const en = 'The bees slept. Nobody was stung.';
  it('is found in each language', async () => {
    const fr = 'Les abeilles ont dormi. Personne n’a été piqué';
    expect(await found({ body: [fr, en] }, 'end-punctuation')).toEqual([expect.stringContaining('n’a été piqué')]);
    const whole = 'Les abeilles ont dormi. Personne n’a été piqué.';
    expect(await found({ body: [whole, en.slice(0, -1)] }, 'end-punctuation')).toHaveLength(1);
    const long = (words: string): string => `${whole}\n\n${words.repeat(12)}`;
    const body: [string, string] = [`${long('des abeilles ')}dorment`, `${long('some bees ')}sleep.`];
    expect(await found({ body }, 'end-punctuation')).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['Les abeilles ont dormi. Le bal est à 17 h', 'The bees slept. The dance is at 5 p.m.'],
    ['Les abeilles ont dormi. Voir example.com', 'The bees slept. See the site.'],
    ['Les abeilles ont dormi. « Enfin. »', 'The bees slept. “At last”'],
    ['La rédaction', 'The editors.'],
    ['Les abeilles ont dormi. Merci\n— Jeanne', 'The bees slept. Thanks\n— Jeanne'],
  ])('is correct: %s / %s', async (fr, en2) => {
    expect(await found({ body: [fr, en2] }, 'end-punctuation')).toEqual([]);
  });
});

describe('a short surname behind the same first name', () => {
  it.each<[string, string, string]>([
    ['L’Écossaise Fiona Bair gagne.', 'Scotland’s Fiona Baird wins.', 'Baird'],
    ['Selon Sverre Åsen, elle part.', 'She leaves, says Sverre Aasen.', 'Aasen'],
  ])('is found: %s / %s', async (fr, en, name) => {
    expect(await found({ body: [fr, en] }, 'name-mismatch')).toEqual([expect.stringContaining(name)]);
  });

  it.each<[string, string]>([
    ['Le Grand Prix et la Coupe Davis', 'The Grand Prix and the Davis Cup'],
    ['Il joue Don Juan à Rome.', 'He plays Don John in Rome.'],
    ['Sainte Rita et Saint Luc', 'Saint Rita and Saint Luke'],
  ])('is correct: %s / %s', async (fr, en) => {
    expect(await found({ body: [fr, en] }, 'name-mismatch')).toEqual([]);
  });
});

describe('a weekday without a date', () => {
  it.each<[string, string, string]>([
    ['Rendez-vous samedi soir.', 'See you on Sunday night.', 'Sunday night.'],
    ['Dimanche, la gare ferme.', 'On Monday, the station closes.', 'Monday, the station closes.'],
    ['Ouvert du lundi au vendredi.', 'Open Monday to Saturday.', 'Saturday.'],
    ['Le marché se tient le dimanche.', 'The market is held on Saturdays.', 'Saturdays.'],
    [
      'Un mot de jeudi.\n\nUne fête vendredi, une autre samedi.',
      'A word on Thursday.\n\nA party on Friday, one on Sunday.',
      'Sunday.',
    ],
  ])('differs: %s / %s', async (fr, en, place) => {
    expect(await found({ body: [fr, en] }, 'weekday')).toEqual(
      [`weekday: ${place}`].map(one => expect.stringContaining(one)),
    );
    if (!fr.includes('\n')) expect(await found({ title: [fr, en] }, 'weekday')).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['Rendez-vous samedi soir.', 'See you on Saturday night.'],
    ['Le marché se tient le dimanche.', 'The market is held on Sundays.'],
    ['Ouvert lundi et jeudi.', 'Open Thursday and Monday.'],
    ['Les soldes du samedi, jour de fête.', 'The Saturday sales, on Black Friday.'],
    ['La série Mercredi revient.', 'The series returns on Saturday.'],
    ['Selon le Journal du dimanche, il part.', 'He leaves on Saturday, a paper says.'],
    ['Il part dans la nuit de samedi à dimanche.', 'He leaves on Sunday night.'],
    ['Il part jeudi.', 'He leaves the day after tomorrow.'],
    ['Le vendredi saint, tout ferme.', 'On Good Friday, everything closes.'],
    ['Le lundi de Pâques, il part mardi.', 'He leaves on Tuesday.'],
  ])('is equal, or cannot be judged: %s / %s', async (fr, en) => {
    expect(await found({ body: [fr, en] }, 'weekday')).toEqual([]);
  });
});

describe('a name with another ending or hyphen', () => {
  it.each<[string, string, string]>([
    ['Julie Gaudry ouvre un café.', 'Julie Gaudrie opens a café.', 'Gaudrie'],
    ['Jean-Michel Renaudeau part.', 'Jean-Michel Renaudot leaves.', 'Renaudot'],
    ['La gare de Saint-Amour ferme.', 'The Saint Amour station closes.', 'Saint Amour'],
    ['La gare de Saint Amour ferme.', 'The Saint-Amour station closes.', 'Saint-Amour'],
    ['Le maire d’Aix-en-Provence part.', 'The mayor of Aix en Provence leaves.', 'Aix en Provence'],
    ['Jean-Paul Martin part.', 'Jean Paul Martin leaves.', 'Jean Paul'],
  ])('is found: %s / %s', async (fr, en, name) => {
    expect(await found({ body: [fr, en] }, 'name-mismatch')).toEqual([
      expect.stringMatching(`^name-mismatch: ${name}`),
    ]);
  });

  it.each<[string, string]>([
    ['La Saint-Patrick approche.', 'Saint Patrick’s Day is near.'],
    ['L’île de Saint-Martin attend.', 'The island of Saint Martin waits.'],
    ['Le tunnel du Mont-Blanc ferme.', 'The Mont Blanc tunnel closes.'],
    ['Notre-Dame de Paris rouvre.', 'Notre Dame in Paris reopens.'],
    ['Hong-Kong attend.', 'Hong Kong waits.'],
    ['Marie-Antoinette et Louis-Philippe dorment.', 'Marie Antoinette and Louis Philippe sleep.'],
    ['Il vit en Normandie, à côté de la Picardie.', 'He lives in Normandy, next to Picardy.'],
    ['La Vierge Marie parle.', 'The Virgin Mary speaks.'],
    ['Jean-Paul II part.', 'John Paul II leaves.'],
    ['Le roi Philippe et Sophie Duval.', 'King Philip and Sophie Duval.'],
  ])('is right in both: %s / %s', async (fr, en) => {
    expect(await found({ body: [fr, en] }, 'name-mismatch')).toEqual([]);
  });
});

describe('the end of a line', () => {
  it.each<[string, string]>([
    ['La banque ferme-t-elle ?', 'The bank closes'],
    ['La banque ferme !', 'The bank closes'],
    ['La banque ferme…', 'The bank closes'],
    ['La banque ferme', 'The bank closes!'],
    ['Qui a peur du bouton ?', 'Who’s afraid of the button.'],
    ['La banque ferme :', 'The bank closes'],
  ])('differs: %s / %s', async (fr, en) => {
    expect(await found({ title: [fr, en] }, 'end-punctuation')).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['La banque ferme ?', 'The bank closes?'],
    ['Pourquoi les banques ouvrent-elles la nuit ?', 'Why banks open at night'],
    ['« La banque ferme ! »', '“The bank closes!”'],
    ['La banque ferme...', 'The bank closes…'],
    ['La banque ferme-t-elle ?', 'هل يغلق المصرف؟'],
    ['La banque ferme.', 'The bank closes'],
    ['Il est 8 h du matin, etc.', 'It is 8 a.m., etc.'],
    ['Qui lit Yahoo!', 'Who reads Yahoo!'],
  ])('is the same: %s / %s', async (fr, en) => {
    expect(await found({ title: [fr, en] }, 'end-punctuation')).toEqual([]);
  });

  it.each<[string, string]>([
    ['Il dort.\n\nQue faire ?', 'He sleeps.\n\nWhat to do.'],
    ['Joyeuses fêtes !', 'Happy holidays?'],
    ['Il est là. Qui paiera ?', 'It is there. Who will pay.'],
    ['Il dort.\n\nVoici le rapport :', 'He sleeps.\n\nHere is the report.'],
    ['Voici le rapport.', 'Here is the report:'],
  ])('of a paragraph differs: %j / %j', async (fr, en) => {
    expect(await found({ body: [fr, en] }, 'end-punctuation')).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['Il dort.\n\nQue faire ?', 'He sleeps.\n\nWhat now?'],
    ['Et le dé ? Il dort, lui.', 'And what about the die, one asks? It sleeps.'],
    ['Il a ri. Et le chat ?', 'He laughed, and asked about the cat.'],
    ['Bonnes fêtes !', 'Happy holidays.'],
    ['Qui peut le dire ?', 'No one can say.'],
    ['Il rit. Et quand elle ouvre ?', 'He laughs. When it opens, people come.'],
    ['Voici :\n\n- un\n- deux', 'Here they are.\n\n- one\n- two'],
    ['Voici le rapport :', 'Here is the report:'],
  ])('of a paragraph is the same: %j / %j', async (fr, en) => {
    expect(await found({ body: [fr, en] }, 'end-punctuation')).toEqual([]);
  });
});

describe('a name that each language rightly writes in its way', () => {
  it.each<[string, string]>([
    ['L’école Simone-Veil de Lyon rouvre.', 'The Simone Veil school in Lyon reopens.'],
    ['Au collège\nJean-Moulin, on compte.', 'Jean Moulin school counts.'],
    ['Elle épousa Henri Plantagenêt, le roi Henri II.', 'She married Henry Plantagenet, King Henry II.'],
    ['Et voici Fiodor, l’accordéoniste.', 'And here is Fyodor, the accordionist.'],
    ['Un siècle après Tchaïkovski, on danse.', 'A century after Tchaikovsky, people dance.'],
    ['L’ayatollah parle.', 'Ayatollah Khamenei speaks.'],
    ['Le Norvégien Sergueï Iasnaïa', 'The Norwegian Sergei Yasnaya'],
    ['Jules César et la fête du Trône', 'Julius Caesar and Throne Day'],
    ['Un récit de Tolstoï', 'A story by Tolstoy'],
    ['Un prélude de Rachmaninov', 'A prelude by Rachmaninoff'],
    ['Le théâtre du Bolchoï', 'The Bolshoi theatre'],
    ['Un quatuor de Schönberg', 'A quartet by Schoenberg'],
    ['Le comte de Monte-Cristo perd.', 'The Count of Monte Cristo loses.'],
    ['Un ballet de Stravinski, un film de Tarkovski', 'A ballet by Stravinsky, a film by Tarkovsky'],
  ])('is correct: %s / %s', async (fr, en) => {
    expect(await found({ body: [fr, en] }, 'name-mismatch')).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['M. Marchetti le dit.', 'Mr Marchetty says so.', 'Marchetty says'],
    ['Mme Hénocque part demain.', 'Mrs Henocque leaves tomorrow.', 'Henocque leaves'],
    ['L’équipe de Maud Ferrière gagne.', 'The team of Maud Ferrières wins.', 'Ferrières wins.'],
    ['Le village de Corrençon attend la neige.', 'The village of Correncon waits for snow.', 'Correncon waits'],
    ['Selon Simone-Veil Dupont, tout va.', 'All is well, says Simone Veil Dupont.', 'Simone Veil Dupont.'],
    ['Henri Dubois, le maire, sourit.', 'Henry Dubois, the mayor, smiles.', 'Henry Dubois'],
  ])('is found if it is no such name: %s / %s', async (fr, en, place) => {
    expect(await found({ body: [fr, en] }, 'name-mismatch')).toEqual([expect.stringContaining(place)]);
  });
});

describe('a quotation', () => {
  it.each<[string, string]>([
    [
      'Il rit. « On a coupé la poire en deux, et chacun trouve sa moitié\ntrop petite », note la négociatrice.',
      'He laughs. "We split the difference, and everyone thinks their half is too\nsmall," notes the negotiator.',
    ],
    [
      'Le film est devenu *Sept ans de réflexion*, un autre passe-temps.',
      'The film became *Sept ans de réflexion* (“seven years of reflection”), another pastime.',
    ],
  ])('is there in both languages: %s / %s', async (fr, en) => {
    expect(await found({ body: [fr, en] }, 'missing-part')).toEqual([]);
  });
});

describe('a short list item', () => {
  it('is missed', async () => {
    const fr = 'Voici :\n\n- chat noir\n- chien blanc\n- oiseau bleu\n- poisson';
    const en = 'Here they are:\n\n- black cat\n- white dog\n- fish';
    expect(await found({ body: [fr, en] }, 'missing-part')).toHaveLength(1);
  });
});

describe('one title for all languages', () => {
  it('is found if it is a sentence of one of them', async () => {
    const told = async (title: string) => {
      const yaml = `week: 2026-W48\nstatus: draft\nsubject: { fr: Objet, en: Subject }\narticles:\n  - id: one\n    title: "${title}"\n    url: https://news.example.com/one\n`;
      const folder = await newsletterWith({ 'issues/2026-W48.yaml': yaml });
      const { problems } = await checkNewsletter(folder, ['2026-W48'], false, now);
      return problems.filter(({ rule }) => rule === 'untranslated').map(({ message }) => message);
    };
    expect(await told('Le glacier de la Selle a perdu trois mètres')).toEqual([
      'This text is in French, and all languages have it.',
    ]);
    expect(await told('The glacier has lost three metres of its ice')).toHaveLength(1);
    for (const name of ['The Lord of the Rings: The Two Towers', 'Le Monde', 'Windows 11', 'La La Land'])
      expect(await told(name)).toEqual([]);
  });
});

describe('a thousand in the English way', () => {
  it('is found in a French text if the English one writes it so', async () => {
    const body: [string, string] = ['On a interrogé 1,480 habitants.', 'They asked 1,480 residents.'];
    expect(await found({ body }, 'decimal-mark')).toEqual([expect.stringMatching(/^decimal-mark: 1,480 habitants/)]);
    expect(await found({ body: ['Elle pèse 1,480 kg.', 'It weighs 1.480 kg.'] }, 'decimal-mark')).toEqual([]);
  });
});

describe('a day that no month has', () => {
  it('is found', async () => {
    const body: [string, string] = ['Le pont ferme le 31 septembre.', 'The bridge closes on 31 September.'];
    expect(await found({ body }, 'weekday')).toHaveLength(2);
    const right: [string, string] = [
      'Né le 29 février, il fête le 1er mars.',
      'Born on 29 February, he parties on 1 March.',
    ];
    expect(await found({ body: right }, 'weekday')).toEqual([]);
  });
});

describe('a number in a name', () => {
  it.each<[string, string]>([
    ['Au 15 de la rue du 4-Septembre, à Aix', 'At 15 rue du 4-Septembre in Aix'],
    ['La place du 8-Mai-1945 est vide.', 'The place du 8-Mai-1945 is empty.'],
    ['Avant ou après *9 semaines ½* ?', 'Before or after *9½ Weeks*?'],
  ])('is the same: %s / %s', async (fr, en) => {
    expect(await found({ body: [fr, en] }, 'number-mismatch')).toEqual([]);
  });

  it('is found if it differs', async () => {
    const body: [string, string] = ['La rue du 4-Septembre ferme.', 'The rue du 8-Septembre closes.'];
    expect(await found({ body }, 'number-mismatch')).toHaveLength(1);
  });
});

describe('a pull quote', () => {
  const told = async (pullQuote: string) => {
    const yaml = `week: 2026-W48
status: draft
subject: { fr: Objet, en: Subject }
articles:
  - id: one
    title: { fr: Titre, en: Title }
    url: https://news.example.com/one
    body:
      fr: "Les douaniers britanniques, perplexes, ont classé l’engin dans les vélos."
      en: "Puzzled British customs officers classified the craft as a bicycle."
    pull_quote: { fr: "${pullQuote}", en: "Customs officers classified the craft as a bicycle." }
`;
    const folder = await newsletterWith({ 'issues/2026-W48.yaml': yaml });
    const { problems } = await checkNewsletter(folder, ['2026-W48'], false, now);
    return problems.filter(({ rule }) => rule === 'two-translations').map(({ span }) => span?.line);
  };
  it('may leave out words of its sentence, and not change one', async () => {
    expect(await told('Les douaniers ont classé l’engin dans les vélos.')).toEqual([]);
    expect(await told('Les douaniers ont classé l’engin dans les autos.')).toEqual([11]);
  });
});

describe('the place of a problem', () => {
  it('has beside it that of the other language', async () => {
    const yaml = `week: 2026-W48
status: draft
subject: { fr: Objet, en: Subject }
articles:
  - id: one
    title: { fr: Titre, en: Title }
    url: https://news.example.com/one
    body:
      fr: |
        La gare rouvre à 12 voies.

        Elle a coûté 30 millions.
      en: |
        The station reopens with 13 tracks.

        It was costly.
`;
    const folder = await newsletterWith({ 'issues/2026-W48.yaml': yaml });
    const { problems } = await checkNewsletter(folder, ['2026-W48'], false, now);
    const lines = problems
      .filter(({ rule }) => rule === 'number-mismatch')
      .map(({ span, other }) => [span?.line, other?.line]);
    expect(lines).toEqual([
      [14, 10],
      [12, 16],
    ]);
  });
});
