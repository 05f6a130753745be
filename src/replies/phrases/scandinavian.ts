import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const swedishUs = 'avs(ä|a)ndar|<(din|ditt|er|ert) (adress|konto|dom(ä|a)n|server|ip)|ip-adress';
const swedishRejected = 'avvisa|nekad|nekas|blockera|sp(ä|a)rra|inte till(å|a)t|ej till(å|a)t|f(ö|o)rbjud';
const danishUs = 'afsender|avsender|<(din|dit|jeres|deres) (adresse|konto|dom(æ|e)ne|server|ip)|ip-adresse';
const danishRejected = 'afvist|avvist|blokeret|blokkert|sp(æ|e)rret|n(æ|e)gtet|ikke tillad|ikke tillatt|forbudt';

export const swedish: Phrases = {
  doesNotExist: [
    near(
      'anv(ä|a)ndare|adress|mottagare|brevl(å|a)da|konto|dom(ä|a)n',
      40,
      'finns inte|finns ej|ok(ä|a)nd|hittades inte',
    ),
    near('anv(ä|a)ndare|adress|mottagare|brevl(å|a)da|konto|dom(ä|a)n', 40, 'existerar inte|saknas|kunde inte hittas'),
    near(
      'ok(ä|a)nd|det finns ingen|hittade inte|hittar inte',
      12,
      'anv(ä|a)ndare|mottagare|adress|brevl(å|a)da|dom(ä|a)n',
    ),
    near('(gick|kunde|kan) inte (att )?hitta', 20, 'adress|mottag|anv(ä|a)nd'),
  ],
  closed: [near('konto|brevl(å|a)da', 25, 'avslut|st(ä|a)ngt|st(ä|a)ngd|inaktiv|borttag')],
  mailboxFull: [
    near('brevl(å|a)da|inkorg|postl(å|a)da', 40, '<full|(ö|o)verskrid'),
    near('(ö|o)verskrid', 25, 'kvot|lagringsutrymme|utrymme'),
    near('inte tillr(ä|a)ckligt|slut p(å|a)|otillr(ä|a)ckligt', 20, 'utrymme'),
  ],
  unreachable: ['tidsgr(ä|a)ns|anslutningen (nekades|br(ö|o)ts)|tillf(ä|a)llig'],
  blocked: ['svartlist|skr(ä|a)ppost|rykte|policyn?>|(å|a)tkomst nekad'],
  aboutUs: [
    near(swedishUs, 20, 'ok(ä|a)nd|finns inte|ogiltig'),
    near(swedishUs, 40, swedishRejected),
    near(swedishRejected, 12, 'avs(ä|a)ndar'),
    'autentisering (kr(ä|a)vs|misslyck)',
  ],
  sender: [swedishUs, 'autentiser|l(ö|o)senord|vitlist'],
  sendingLimit: ['f(ö|o)r m(å|a)nga (meddelanden|anslutningar)'],
  failureSubject: [
    '(gick|kunde|kan) inte (att )?(leverera|leveras)|oleverera|misslyckad leverans|ej levererad|olevererbart',
  ],
  failureText: ['(gick|kunde|kan) inte (att )?(leverera|leveras)|misslyckades'],
  delaySubject: ['f(ö|o)rdr(ö|o)j|f(ö|o)rsen'],
  stillTrying: ['f(ö|o)rdr(ö|o)j|nya f(ö|o)rs(ö|o)k|forts(ä|a)tter'],
  awaySubject: ['autosvar|automatiskt svar|fr(å|a)nvaro|ej p(å|a) kontoret|semester'],
  addressField: ['^(till|fr(å|a)n):'],
};

/** Also Norwegian. */
export const danish: Phrases = {
  doesNotExist: [
    near(
      'bruger|adresse|modtager|postkasse|konto|dom(æ|e)ne|mottaker',
      40,
      '(findes|eksisterer|finnes) (ikke|ej)|ukendt|ukjent',
    ),
    near(
      'bruger|adresse|modtager|postkasse|mottaker',
      40,
      'ikke (blev )?(fundet|funnet)|blev ikke fundet|ble ikke funnet',
    ),
    near('ukendt|ukjent|ingen', 2, 'bruger|modtager|mottaker|adresse|postkasse|dom(æ|e)ne'),
    near('kunne ikke find|ikke finde', 20, 'adresse|modtag|bruger'),
    near('adresse|modtager|bruger', 30, 'kunne ikke findes'),
  ],
  closed: [near('konto|postkasse', 25, 'lukket|nedlagt|inaktiv|slettet')],
  mailboxFull: [
    near('postkasse|indbakke|innboks|postboks|mailboks', 40, 'fuld>|full>|fyldt|overskred'),
    near('overskred', 25, 'kvote|lagerplads|lagringsplass|plads'),
    near('ikke nok|utilstr(æ|e)kkelig|mangler', 15, 'plads|plass'),
  ],
  unreachable: ['midlertidig|forbindelsen (blev )?(afvist|afbrudt)'],
  blocked: ['sortlist|u(ø|o)nsket (mail|post)|omd(ø|o)mme|politik>|adgang n(æ|e)gtet|s(ø|o)ppelpost'],
  aboutUs: [
    near(danishUs, 20, 'ukendt|ukjent|findes ikke|finnes ikke|ugyldig'),
    near(danishUs, 40, danishRejected),
    near(danishRejected, 12, 'afsender|avsender'),
    'godkendelse (kr(æ|e)ves|mislykkedes)',
  ],
  sender: [danishUs, 'godkendelse|adgangskode|hvidlist|passord'],
  sendingLimit: ['for mange (meddelelser|mails|forbindelser|meldinger)'],
  failureSubject: ['(kunne|kan) ikke (leveres|afleveres|leverer)|ikke leveret|uleveret|levering mislyk|ikke levert'],
  failureText: ['(kunne|kan) ikke (leveres|afleveres)|ikke leveret|mislykkedes'],
  delaySubject: ['forsink'],
  stillTrying: ['forsinket|fors(ø|o)ger (igen|fortsat)|vil blive fors(ø|o)gt'],
  awaySubject: ['automatisk svar|frav(æ|e)r|ikke til stede|ferie>'],
  addressField: ['^(til|fra):'],
};
