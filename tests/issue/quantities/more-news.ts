/** Further sentences of a bilingual newsletter, correctly translated: events, money, machines, sport. */
export const moreNews: [french: string, english: string][] = [
  [
    'Ce samedi 28, de 10 h à 17 h 30, le Fablab (3, quai Branly) ouvre ses portes : 15 ateliers, 4 € l’entrée, gratuit pour les moins de 12 ans.',
    'On Saturday the 28th, from 10 am to 5.30 pm, the Fablab (3 quai Branly) opens its doors: 15 workshops, €4 at the door, free for under-12s.',
  ],
  [
    'La start-up a levé 25 M$ en série B, portant à 41 M$ le total depuis 2021.',
    'The start-up raised a $25m Series B, bringing its total since 2021 to $41m.',
  ],
  [
    'Au deuxième trimestre, le chiffre d’affaires a bondi de 56 %, à 46,7 milliards de dollars.',
    'Second-quarter revenue jumped 56% to $46.7 billion.',
  ],
  [
    'Les deux sœurs, 8 et 11 ans, ont codé le jeu en une après-midi.',
    'The two sisters, aged 8 and 11, coded the game in one afternoon.',
  ],
  [
    'Il a fallu attendre 1 h 12 min 30 s, puis 3 minutes de plus.',
    'It took 1 hour, 12 minutes and 30 seconds, then three minutes more.',
  ],
  [
    'La puce compte 208 milliards de transistors gravés en 4 nm et consomme jusqu’à 1 200 W.',
    'The chip has 208 billion transistors at 4 nm and draws up to 1,200 watts.',
  ],
  [
    'Le bitcoin a perdu un quart de sa valeur en six semaines, repassant sous les 90 000 dollars.',
    'Bitcoin has lost a quarter of its value in six weeks, falling back below $90,000.',
  ],
  ['Entre 5 et 10 % des 2 000 comptes seraient faux.', 'Between 5% and 10% of the 2,000 accounts are said to be fake.'],
  [
    'Une trentaine de pays, dont les 27 de l’UE, ont signé.',
    'Some thirty countries, including the EU’s 27, have signed.',
  ],
  [
    'Le procès s’ouvrira le lundi 11 janvier 2027 à 9 h 30 devant la 31e chambre.',
    'The trial opens on Monday, January 11, 2027, at 9:30 am, before the 31st chamber.',
  ],
  [
    'Le modèle de 70 milliards de paramètres tient sur deux cartes de 24 Go.',
    'The 70-billion-parameter model fits on two 24 GB cards.',
  ],
  [
    'Microsoft versera 13 500 € à chacun de ses 228 000 salariés… c’est faux.',
    'Microsoft will pay €13,500 to each of its 228,000 employees… that is false.',
  ],
  [
    'Un Français sur deux a déjà utilisé une IA ; ils étaient 1 sur 5 il y a deux ans.',
    'One in two French people has used an AI; two years ago it was 1 in 5.',
  ],
  [
    'Le record tombe à 9"58, soit 44,7 km/h en pointe.',
    'The record falls to 9.58 seconds, with a top speed of 44.7 km/h.',
  ],
  [
    'Le 1er, le 8 et le 15 décembre, les guichets ferment à 16 h.',
    'On December 1, 8 and 15, the counters close at 4 pm.',
  ],
  [
    'La fuite concerne 5,4 To de données et remonte au 14/07/2025.',
    'The leak involves 5.4 TB of data and dates back to 14 July 2025.',
  ],
  ['Comptez 20 à 25 minutes, ou une demi-heure le week-end.', 'Allow 20–25 minutes, or half an hour at weekends.'],
  ['Le loyer a été multiplié par 3 en dix ans.', 'Rent has tripled in ten years.'],
  [
    'Sa moyenne de 12,5/20 ne l’a pas empêchée d’être 1re sur 640.',
    'Her average of 12.5/20 did not stop her from coming first out of 640.',
  ],
  ['Rendez-vous à la mi-décembre, les 12 et 13.', 'See you in mid-December, on the 12th and 13th.'],
  [
    'Le fichier fait 3,2 Mo, dix fois moins que les 32 Mo d’avant.',
    'The file is 3.2 MB, a tenth of the previous 32 MB.',
  ],
  ['Page 3 : la recette. Page 12 : l’addition, 84 €.', 'Page 3: the recipe. Page 12: the bill, €84.'],
  [
    'La série compte 3 saisons de 10 épisodes de 50 minutes.',
    'The series has three seasons of ten 50-minute episodes.',
  ],
  [
    'Depuis le 25 mai 2018, l’article 13 du RGPD (règlement 2016/679) l’exige.',
    'Since 25 May 2018, Article 13 of the GDPR (Regulation 2016/679) requires it.',
  ],
  [
    'Ils ont tenu 90 minutes à 10 contre 11 et gagné 1-0 (but à la 73e).',
    'They held out for 90 minutes with 10 against 11 and won 1–0 (goal in the 73rd minute).',
  ],
  [
    'Le train roule à 320 km/h et relie Paris à Lyon en moins de deux heures.',
    'The train runs at 200 mph and links Paris and Lyon in under two hours.',
  ],
  [
    'Un milliard de pages vues, 250 millions d’inscrits, zéro bénéfice.',
    'A billion page views, 250 million members, zero profit.',
  ],
  ['Un prêt de 500 000 € à 3,25 % sur 20 ans.', 'A €500,000 loan at 3.25% over 20 years.'],
  [
    'La 4e édition aura lieu du 3 au 5 février, à 10 minutes de la gare.',
    'The fourth edition takes place on 3–5 February, ten minutes from the station.',
  ],
  ['En 1969, l’ordinateur d’Apollo 11 avait 4 Ko de mémoire vive.', 'In 1969, Apollo 11’s computer had 4 KB of RAM.'],
  [
    'Vote : 7 pour, 2 contre, 1 abstention. Durée : 0 h 45.',
    'Vote: 7 for, 2 against, 1 abstention. Duration: 45 minutes.',
  ],
  ['La bêta 3 d’Android 17 arrive sur les Pixel 9 et 10.', 'Android 17 beta 3 comes to the Pixel 9 and 10.'],
  ['Il gagne 2 300 € brut par mois, soit 27 600 € par an.', 'He earns €2,300 a month before tax, or €27,600 a year.'],
  ['Les ventes du T4 2025 : 81,4 M d’unités (+2,1 %).', 'Q4 2025 sales: 81.4m units (+2.1%).'],
  [
    '« 1984 » a été lu par 1 984 personnes à 19 h 84, dit la blague.',
    '“1984” was read by 1,984 people at 19:84, the joke goes.',
  ],
  ['Le 5 à 7 du mardi, salle 5.', 'Tuesday’s 5-to-7, room 5.'],
  [
    'Les années 1990 et 2000 ont vu naître 3 formats : GIF89a, PNG et JPEG 2000.',
    'The 1990s and 2000s gave birth to 3 formats: GIF89a, PNG and JPEG 2000.',
  ],
  ['Prix : 1 299 € (16 Go/512 Go) ou 1 599 € (32 Go/1 To).', 'Price: €1,299 (16 GB/512 GB) or €1,599 (32 GB/1 TB).'],
  [
    'L’écran fait 6,3 pouces, 2622 × 1206 px, 460 ppp, 120 Hz.',
    'The screen is 6.3 inches, 2622 × 1206 px, 460 ppi, 120 Hz.',
  ],
  [
    'Moins de 3 % des 12 à 17 ans lisent un journal papier.',
    'Fewer than 3% of 12- to 17-year-olds read a printed paper.',
  ],
  [
    'Il est 20 h 02 quand le courant revient ; 11 000 foyers l’attendaient depuis 6 h du matin.',
    'It is 8:02 pm when power returns; 11,000 homes had waited since 6 am.',
  ],
  ['Deux semaines plus tard, le compteur affiche 99 999.', 'A fortnight later, the counter shows 99,999.'],
  [
    'Une amende de 4 % du chiffre d’affaires mondial ou de 20 M€.',
    'A fine of 4% of worldwide turnover or €20 million.',
  ],
  [
    'Son premier album (12 titres, 41 minutes) sort vendredi 4.',
    'Her first album (12 tracks, 41 minutes) is out on Friday 4th.',
  ],
  ['Le 31 décembre à minuit, 8 000 licences expirent.', 'At midnight on December 31, 8,000 licences expire.'],
  ['Ce n° 48 vous prendra six minutes.', 'Issue No. 48 will take you six minutes.'],
  [
    'Il y avait 1,5 million de km de câble, de quoi faire 37 fois le tour de la Terre.',
    'There were 1.5 million km of cable, enough to go round the Earth 37 times.',
  ],
  ['Le taux passe de 2,25 à 2 %.', 'The rate goes from 2.25% to 2%.'],
  ['Près de 9 élèves sur 10 (87 %) ont un compte.', 'Nearly nine in ten pupils (87%) have an account.'],
  [
    'À 3 heures du matin, le robot a commandé 48 pizzas pour 612,40 €.',
    'At three in the morning, the robot ordered 48 pizzas for €612.40.',
  ],
];
