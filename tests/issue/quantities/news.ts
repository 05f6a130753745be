/** Sentences of a bilingual newsletter, correctly translated. */
export const news: [french: string, english: string][] = [
  [
    'OpenAI discute d’une levée de 830 milliards de dollars, deux fois sa valeur d’août.',
    'OpenAI is discussing an $830 billion round, twice its August value.',
  ],
  [
    'Le robot a couru le semi-marathon en 2 h 40 min 42 s, devant 12 000 coureurs humains.',
    'The robot ran the half-marathon in 2 hours, 40 minutes and 42 seconds, ahead of 12,000 human runners.',
  ],
  [
    'Rendez-vous le jeudi 3 décembre à 18 h 30, salle 204, au 12 de la rue des Lilas.',
    'Join us on Thursday 3 December at 6:30 pm, room 204, at 12 rue des Lilas.',
  ],
  [
    'Le nouveau casque coûte 349,99 €, soit 50 € de moins que le précédent.',
    'The new headset costs €349.99, which is €50 less than the last one.',
  ],
  [
    'La mise à jour pèse 4,7 Go et s’installe en un quart d’heure.',
    'The update weighs 4.7 GB and installs in fifteen minutes.',
  ],
  [
    'Quelque 1 200 employés, soit 8 % des effectifs, seront concernés d’ici au 31 mars 2027.',
    'About 1,200 employees, or 8% of the workforce, will be affected by March 31, 2027.',
  ],
  [
    'Le tribunal a condamné l’entreprise à 2,4 millions d’euros d’amende, dont la moitié avec sursis.',
    'The court fined the company €2.4 million, half of it suspended.',
  ],
  ['Dans les années 80, un disque de 10 Mo coûtait 3 000 francs.', 'In the 1980s, a 10 MB disk cost 3,000 francs.'],
  [
    'Trois quarts des lecteurs ouvrent la lettre avant 9 h, un tiers avant même 7 h 30.',
    'Three quarters of readers open the newsletter before 9 am, a third of them even before 7:30.',
  ],
  [
    'La RTX 5090 consomme 575 W ; l’alimentation recommandée en fournit 1 000.',
    'The RTX 5090 draws 575 W; the recommended power supply delivers 1,000.',
  ],
  [
    'Entre 2019 et 2025, le nombre d’abonnés est passé de 1,5 à 4,2 millions.',
    'Between 2019 and 2025, subscribers rose from 1.5 to 4.2 million.',
  ],
  ['Le PSG l’a emporté 2-1 grâce à un but à la 89e minute.', 'PSG won 2–1 thanks to a goal in the 89th minute.'],
  [
    'Une vingtaine de chercheurs ont lu 45 000 pages en six semaines.',
    'Some twenty researchers read 45,000 pages in six weeks.',
  ],
  [
    'Il fait -12 °C dans la salle des serveurs, contre 21 °C d’ordinaire.',
    'It is −12 °C in the server room, where it is usually 21 °C.',
  ],
  ['Le standard répond 24 h/24 au 04 26 10 12 12.', 'The switchboard answers 24/7 on +33 4 26 10 12 12.'],
  [
    'La sonde est à 160 millions de kilomètres, soit 100 millions de miles.',
    'The probe is 160 million kilometres away, or 100 million miles.',
  ],
  [
    'Un utilisateur sur cinq garde iOS 26.1 ; les autres attendent la version 26.2.',
    'One user in five stays on iOS 26.1; the others are waiting for version 26.2.',
  ],
  [
    'Le contrat court du 1er janvier 2027 au 31 décembre 2029.',
    'The contract runs from 1 January 2027 to 31 December 2029.',
  ],
  [
    'GPT-5.1 a répondu juste à 87 des 120 questions, Claude à 91.',
    'GPT-5.1 answered 87 of the 120 questions correctly, Claude 91.',
  ],
  [
    'Les ventes ont reculé de 3,5 % au T3, après une hausse de 11 % au trimestre précédent.',
    'Sales fell 3.5% in Q3, after rising 11% in the previous quarter.',
  ],
  [
    'La batterie de 5 000 mAh se charge en 35 minutes et tient deux jours et demi.',
    'The 5,000 mAh battery charges in 35 minutes and lasts two and a half days.',
  ],
  ['À 17 ans, elle a vendu son site 1,2 M€.', 'At 17, she sold her site for €1.2m.'],
  [
    'Le train de 7 h 52 est arrivé à 10 h 08, avec 1 h 30 de retard.',
    'The 7.52 am train arrived at 10.08 am, an hour and a half late.',
  ],
  [
    'La facture passe de 9,99 à 12,99 € par mois dès le 15 janvier.',
    'The bill goes from €9.99 to €12.99 a month on January 15.',
  ],
  ['L’A380 pèse 560 tonnes et emporte 525 passagers.', 'The A380 weighs 560 tonnes and carries 525 passengers.'],
  [
    'Plus de 300 000 foyers sont privés de fibre depuis lundi 23.',
    'More than 300,000 homes have had no fibre since Monday 23rd.',
  ],
  [
    'Le roman de 412 pages a été écrit en 72 heures par une machine du XXIe siècle.',
    'The 412-page novel was written in 72 hours by a machine of the 21st century.',
  ],
  [
    'L’action a perdu 0,8 point en une heure, puis en a regagné 1,3.',
    'The share lost 0.8 points in an hour, then won back 1.3.',
  ],
  [
    'Le prix du mégawattheure dépasse 140 € pour la première fois depuis 2022.',
    'The price of a megawatt-hour is above €140 for the first time since 2022.',
  ],
  [
    'Les inscriptions ouvrent à midi et ferment à minuit ; il reste 60 places.',
    'Registration opens at noon and closes at midnight; 60 seats are left.',
  ],
  ['L’article 49.3 a été cité 14 fois en 20 minutes.', 'Article 49.3 was quoted 14 times in 20 minutes.'],
  ['Nvidia vaut désormais 5 000 milliards de dollars.', 'Nvidia is now worth $5tn.'],
  ['L’amende de 80 centimes par page concerne 2 500 élèves.', 'The fine of €0.80 a page concerns 2,500 pupils.'],
  [
    'Le film dure 3 h 20 et coûte un demi-million d’euros.',
    'The film lasts 3 hours and 20 minutes and cost half a million euros.',
  ],
  [
    'Pendant l’année scolaire 2026-2027, 62 lycées essaieront l’outil.',
    'In the 2026–27 school year, 62 schools will try the tool.',
  ],
  [
    'Les soldes commencent le 14/12/2026 : -20 % sur tout, -30 % sur les écrans.',
    'The sales begin on 14 December 2026: 20% off everything, 30% off screens.',
  ],
  [
    'L’atelier a lieu de 14 à 16 h, avec 25 participants au plus.',
    'The workshop takes place from 2 to 4 pm, with at most 25 participants.',
  ],
  ['Il faut 1,21 gigawatt et 88 miles à l’heure.', 'It takes 1.21 gigawatts and 88 miles per hour.'],
  ['Sur 1 024 images, 37 montraient six doigts.', 'Of 1,024 images, 37 showed six fingers.'],
  ['L’écran de 27 pouces affiche 3840 × 2160 points à 144 Hz.', 'The 27-inch screen shows 3840×2160 pixels at 144 Hz.'],
  ['Amazon supprime 14 000 postes, Meta 600.', 'Amazon is cutting 14,000 jobs, Meta 600.'],
  [
    'Le vote a duré 11 heures : 312 voix pour, 198 contre et 40 abstentions.',
    'The vote took 11 hours: 312 in favour, 198 against and 40 abstentions.',
  ],
  ['La bibliothèque prête 4 livres pour 21 jours.', 'The library lends 4 books for 21 days.'],
  ['Le loyer est de 650 euros pour 18 m².', 'The rent is 650 euros for 18 square metres.'],
  ['La 5G couvre 93 % du pays, la fibre 85 %.', '5G covers 93% of the country, fibre 85%.'],
  [
    'Selon une étude de 2024, 2 adolescents sur 3 dorment moins de 7 heures.',
    'According to a 2024 study, 2 teenagers in 3 sleep less than 7 hours.',
  ],
  [
    'Le satellite tourne à 550 km d’altitude et pèse 1,25 tonne.',
    'The satellite orbits at 550 km and weighs 1.25 tonnes.',
  ],
  [
    'Notre numéro 48 compte 5 articles, dont 3 écrits par une IA.',
    'Our issue 48 has 5 articles, 3 of them written by an AI.',
  ],
  [
    'Apple a vendu 240 millions de téléphones, à 900 $ en moyenne.',
    'Apple sold 240 million phones, at $900 on average.',
  ],
  [
    'Le port USB 3.2 atteint 20 Gbit/s, quatre fois plus que le précédent.',
    'The USB 3.2 port reaches 20 Gbps, four times as much as the last one.',
  ],
  ['Le concours est doté de 10 000 €, 5 000 € et 2 500 €.', 'The prizes are €10,000, €5,000 and €2,500.'],
  ['Une panne de 47 minutes a coûté 1,3 Md$ aux annonceurs.', 'A 47-minute outage cost advertisers $1.3bn.'],
  [
    'Les 27 et 28 novembre, la boutique ouvre de 9 h à 21 h.',
    'On November 27 and 28, the shop opens from 9 am to 9 pm.',
  ],
  [
    'Le moteur démarre en 0,4 seconde et rend 98 % de l’énergie.',
    'The engine starts in 0.4 seconds and returns 98% of the energy.',
  ],
  [
    'Windows 11 exige 4 Go de mémoire, Windows 95 s’en tenait à 4 Mo.',
    'Windows 11 needs 4 GB of memory; Windows 95 made do with 4 MB.',
  ],
  ['La température a dépassé 104 °F, c’est-à-dire 40 °C.', 'The temperature rose above 104 °F, that is 40 °C.'],
  [
    'Le serveur est tombé à 3 h 15 et n’est revenu que 26 heures plus tard.',
    'The server went down at 3:15 am and was not back until 26 hours later.',
  ],
  [
    'À 20 heures, 57 % des bureaux étaient dépouillés ; à 23 h 45, tous.',
    'By 8 pm, 57% of the votes were counted; by 11:45 pm, all of them.',
  ],
  [
    'La cathédrale, vieille de 860 ans, rouvre le 8 décembre avec 1 500 invités.',
    'The 860-year-old cathedral reopens on 8 December with 1,500 guests.',
  ],
  ['Une douzaine d’œufs vaut 3,60 €, soit 30 centimes pièce.', 'A dozen eggs cost €3.60, or 30 cents each.'],
  [
    'Le dossier de 160 pages liste 23 risques, du no 1 (la panne) au no 23 (l’ennui).',
    'The 160-page file lists 23 risks, from No. 1 (failure) to No. 23 (boredom).',
  ],
  ['Sa montre a 18 mois de retard et 300 000 précommandes.', 'Its watch is 18 months late, with 300,000 pre-orders.'],
];
