import { describe, expect, it } from 'vitest';
import { found } from './both-languages.ts';

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
