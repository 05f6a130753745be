import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const who = 'empf(ä|ae)nger|benutzer|adresse|postfach|mailbox';
const us = 'absender|versender|<ihre?(r|m|n|s)? (adresse|konto|server|domain|domäne|ip)|ip-adresse';
const refused = 'unbekannt|nicht gefunden|existiert nicht|nicht vorhanden|ung(ü|ue)ltig';
const rejected =
  'abgelehnt|zur(ü|ue)ckgewiesen|blockiert|gesperrt|nicht (erlaubt|zul(ä|ae)ssig|autorisiert|verifiziert)';

export const german: Phrases = {
  doesNotExist: [
    near(
      who,
      50,
      'unbekannt|nicht (mehr )?gefunden|konnte nicht gefunden|existiert (hier )?nicht|nicht (mehr )?vorhanden|nicht bekannt',
    ),
    `unbekannte(r|s)? (${who})`,
    near('kein(e|en)? solche(r|s|n)?', 1, who),
  ],
  mailboxFull: [
    near('postfach|mailbox|posteingang', 40, 'voll|(ü|ue)berf(ü|ue)llt|(ü|ue)berschritten|ersch(ö|oe)pft'),
    '(quota|kontingent|speicherplatz|speichervolumen) (ist |wurde )?((ü|ue)berschritten|ersch(ö|oe)pft|aufgebraucht)',
    near('benutzer|postfach', 8, 'zu ?viele (e-?mails|mails|nachrichten)'),
    near('kein|nicht gen(ü|ue)gend|zu wenig', 12, 'speicherplatz|speicher>'),
  ],
  blocked: [
    'schwarze(n|r)? liste|sperrliste|unerw(ü|ue)nschte (e-?mail|mail|nachricht|werbung)',
    '(sicherheits|e-?mail-?)richtlinie|gegen (die |unsere )?richtlinie|zugriff verweigert',
    'inhalt (wurde )?(abgelehnt|zur(ü|ue)ckgewiesen)',
  ],
  aboutUs: [
    near(us, 10, refused),
    near(us, 40, rejected),
    near(rejected, 12, 'absender'),
    'relay(ing)? (ist )?(verweigert|nicht erlaubt)|authentifizierung (erforderlich|fehlgeschlagen)',
  ],
  sender: [us, 'auf (der|unserer) whitelist|authentifi|anmeld|kennwort|passwort|benutzername|adresse des servers'],
  sendingLimit: ['versandlimit|sendelimit|(tages|stunden)(limit|kontingent)', 'zu viele (nachrichten|e-?mails|mails)'],
  sendingQuota: ['(versand|sende|tages|stunden|monats)(kontingent|quota)'],
  failureSubject: [
    'unzustell|nicht (zugestellt|zustellbar)|zustell(ung|ungs)?-?fehl',
    'fehler bei der (zustell|übermitt)',
  ],
  delaySubject: ['verzöger'],
  stillTrying: ['verzögert|weitere(r|n)? (zustell)?versuche|erneut versucht|noch nicht zugestellt'],
  failureText: ['nicht zugestellt|unzustellbar|nicht ausgeliefert|nicht (ü|ue)bermittelt|fehlgeschlagen'],
  closed: [near('konto|postfach|mailbox', 30, 'gesperrt|deaktiviert|geschlossen|gel(ö|oe)scht|inaktiv|stillgelegt')],
  unreachable: [
    'zeit(ü|ue)berschreitung|verbindung (abgelehnt|unterbrochen|verweigert)|vor(ü|ue)bergehend|(spä|sp(ä|ae))ter (noch ?mal|erneut)',
  ],
  forNow: ['vor(ü|ue)bergehend|zurzeit|derzeit|momentan'],
  asksForHelp: ['<(kontakt|wenden sie sich|hilfe|fragen|administrator|support)>'],
  replyPrefix: ['^(aw|wg|antw) ?:'],
  awaySubject: ['nicht im (b(ü|ue)ro|haus)|im urlaub|abwesen|automatische antwort|auto(matic|mated)?(-| )?antwort'],
  daemonName: ['mailzustell'],
  originalRule: ['<(kopie|ursprüngliche)>'],
  addressField: ['^(an|von):'],
};
