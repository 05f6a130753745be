import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const who = 'gebruiker|adres|ontvanger|mailbox|postvak';
const us = 'afzender|verzender|<uw (adres|account|domein|server|ip)|ip-adres';
const refused = 'onbekend|bestaat niet|niet gevonden|ongeldig';
const rejected = 'geweigerd|geblokkeerd|afgewezen|niet (toegestaan|geverifieerd|gemachtigd)|verboden';

export const dutch: Phrases = {
  doesNotExist: [
    near(who, 50, 'onbekend|bestaat niet|niet (worden )?gevonden|bestaat niet meer|is opgeheven'),
    'domein (bestaat niet|onbekend|niet gevonden)',
    `onbekende? (${who})`,
    near('geen', 10, 'gebruiker met deze naam|mailbox met deze naam'),
  ],
  mailboxFull: [
    near('mailbox|postvak|postbus|inbox', 30, '<vol>|overschreden|zit vol'),
    'quotum (is )?(overschreden|bereikt)|quota (is |zijn )?overschreden',
    'onvoldoende (schijf|opslag)ruimte',
  ],
  blocked: [
    'zwarte lijst|ongewenste (e-?mail|mail|post|reclame)',
    'reputatie|<(beveiligings|e-?mail-?|mail)?beleid>|toegang geweigerd',
    'inhoud (is )?geweigerd',
  ],
  aboutUs: [
    near(us, 10, refused),
    near(us, 40, rejected),
    near(rejected, 12, 'afzender|verzender'),
    'authenticatie (vereist|mislukt)|relay(en)? (is )?niet toegestaan',
  ],
  sender: [us, 'witte lijst|authenticatie|aanmeld|wachtwoord|gebruikersnaam|adres van de server'],
  sendingLimit: ['verzendlimiet|(dag|uur)limiet', 'te veel (berichten|e-?mails|mails)'],
  failureText: ['niet (worden )?(bezorgd|afgeleverd)|onbestelbaar|mislukt|kon niet'],
  closed: [near('account|mailbox|postvak', 30, 'uitgeschakeld|gesloten|opgeheven|gedeactiveerd|inactief|verwijderd')],
  unreachable: ['time-?out|verbinding (geweigerd|verbroken)|tijdelijk|probeer het later'],
  forNow: ['tijdelijk'],
  delaySubject: ['vertraag|vertraging'],
  stillTrying: ['vertraagd|opnieuw (geprobeerd|proberen)|nog niet'],
  asksForHelp: ['<(neem contact|contact op|hulp|beheerder)>'],
  failureSubject: ['mislukte bezorging|bezorging mislukt', 'niet (bezorg|afgelever)|onbestelbaar'],
  awaySubject: ['automatisch antwoord|afwezig|op vakantie|niet op kantoor'],
  originalRule: ['<kopie>'],
  addressField: ['^van:'],
};
