import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const us = '<mittente|<(suo|tuo|vostro) (indirizzo|account|dominio|server|ip)|indirizzo (ip|di ritorno)';
const refused = 'sconosciut|inesistente|non esiste|non trovat|non valid';
const rejected = 'rifiutat|respint|bloccat|viet|non (autorizzat|consentit|verificat)|sospes';

export const italian: Phrases = {
  doesNotExist: [
    near(
      'utente|destinatario|indirizzo|casella|account',
      50,
      'sconosciut|inesistente|non esiste|non (è stat(o|a) )?trovat',
    ),
    'impossibile trovare|dominio (inesistente|sconosciuto)|non (è|risulta) (più )?(valid|attiv)',
    near('non esiste|nessun', 12, 'utente con|destinatario con|casella con'),
  ],
  mailboxFull: [
    near('casella|posta in arrivo', 40, 'pien(a|o)|esaurit|superat'),
    'quota (è stata )?(superata|esaurita|raggiunta)',
    near('superat|ecced', 25, 'quota (di spazio|della casella|disco)'),
    'spazio (su disco |di archiviazione )?(insufficiente|esaurito)',
  ],
  blocked: [
    'lista nera|posta indesiderata',
    'reputazione|(criteri|politica) di (sicurezza|posta)|accesso negato',
    'contenuto (rifiutato|respinto)',
  ],
  aboutUs: [
    near(us, 10, refused),
    near(us, 40, rejected),
    near(rejected, 12, '<mittente'),
    'autenticazione (richiesta|necessaria|fallita)|(relay|inoltro) non (consentito|autorizzato)',
  ],
  sender: [us, 'lista bianca|autentica|password|indirizzo del server|nome utente'],
  sendingLimit: ['(limite|quota) (giornaliero |giornaliera )?(di invio|di spedizione)', 'troppi (messaggi|invii)'],
  sendingQuota: ['quota (giornaliera |mensile |oraria )?di (invio|spedizione)'],
  failureText: ['non (è stat(o|a) |è )?(recapitat|consegnat)|impossibile (consegnare|recapitare)|mancata consegna'],
  closed: [near('account|casella|utente', 30, 'disattivat|disabilitat|chius|inattiv|eliminat|cancellat')],
  unreachable: ['timeout|connessione (rifiutata|interrotta)|temporane|riprova(re)? più tardi'],
  forNow: ['temporane'],
  delaySubject: ['ritard'],
  stillTrying: ['ritard|ulteriori tentativi|non è (stato )?ancora'],
  asksForHelp: ['<(contattare|contatta|assistenza|supporto|amministratore)>'],
  replyPrefix: ['^(i|r) ?:'],
  failureSubject: [
    '(notifica|avviso) di (mancato|mancata)|errore di consegna|non consegnat',
    'mancata? (consegna|recapit)',
    'non recapitat|impossibile recapitare',
  ],
  awaySubject: ['risposta automatica|fuori (sede|ufficio)|assen(te|za)|in ferie', 'absenza'],
  originalRule: ['<(copia|originale)>'],
  addressField: ['^a:'],
};
