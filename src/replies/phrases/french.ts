import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const us =
  "expédit(eur|rice)|émett(eur|rice)|votre (adresse|compte|domaine|serveur|ip)|adresses? (ip|d'envoi|de retour)";
const refused = "inconnu|introuvable|inexistant|n'existe pas|invalide|incorrect";
const rejected = 'refusé|rejeté|bloqué|interdit|suspendu|(non|pas) (autorisé|vérifié)';

export const french: Phrases = {
  doesNotExist: [
    near(
      'utilisateur|destinataire|adresse|boîte|compte',
      50,
      "inconnu|introuvable|inexistant|(non|pas été) trouvé|n'existe p(as|lus)|n'est plus valide",
    ),
    near('destinataires?|boîte aux lettres|adresse du destinataire', 4, 'invalide|incorrect|supprimé|fermé'),
    'impossible de trouver (le|la|l)|domaine (inconnu|inexistant)|ne fait plus partie',
    'aucun (utilisateur|destinataire) (à|de) ce nom',
    'inconnue? à cette adresse',
  ],
  mailboxFull: [
    near('boîte|messagerie', 40, 'plein|satur(é|ation)|dépass|capacité maximale'),
    'quota (est |a été )?(dépassé|atteint|épuisé)',
    near('dépass|excéd', 25, 'quota|capacité de (la |sa )?boîte'),
    "espace (disque |de stockage )?(est )?insuffisant|plus (assez )?(d'espace|de place)|pas assez d'espace",
  ],
  blocked: [
    'liste (noire|de blocage)|courrier indésirable|pourriel',
    'réputation|politique (de sécurité|de messagerie|de filtrage|antispam)|accès refusé',
    'contenu (du message )?(refusé|rejeté|interdit)',
  ],
  aboutUs: [
    near(us, 10, refused),
    near(us, 40, rejected),
    near(rejected, 12, 'expéditeur|émetteur'),
    'relais (est )?(refusé|interdit|non autorisé)|authentification (requise|obligatoire|échou)',
  ],
  sender: [us, "liste blanche|authentifi|mot de passe|identifiant|adresse (du|de votre) serveur|adresse d'origine"],
  sendingLimit: ["(limite|quota) (quotidien(ne)? |horaire )?d'envoi", near('trop de', 10, 'messages|courriels|envois')],
  sendingQuota: [
    "quota (quotidien |journalier |horaire |mensuel )?d'envoi|quota (quotidien|journalier|horaire|mensuel)",
    near('quota', 40, '(mails?|messages?|courriels?|envois?) par (heure|jour|mois)'),
    near('quota', 20, 'pour votre compte'),
  ],
  failureSubject: [
    'non (remis|distribu|livr)|impossible de (remettre|distribuer)|retour de (courrier|message)',
    "échec (de|d')",
    "n'a pas (pu )?(été|être) (remis|distribu|livr)",
  ],
  delaySubject: ['retard|différé'],
  stillTrying: ["retard|nouvelles? tentatives?|n'a pas encore été|continuer"],
  failureText: [
    "n'a pas (pu )?(été|être) (remis|distribu|livr|délivr)|échec (de|d')|impossible (de remettre|d'envoyer)",
  ],
  closed: [near('compte|boîte', 30, 'désactivé|clôturé|fermé|inactif|inactive|résilié|supprimé')],
  unreachable: ["délai (d'attente )?(dépassé|expiré)|connexion (refusée|interrompue)|temporaire|essayer plus tard"],
  forNow: ['temporaire'],
  asksForHelp: ['<(contact(er|ez)|aide|assistance|support|questions?|administrateur)>'],
  replyPrefix: ['^(tr|réf) ?:'],
  awaySubject: ['réponse automatique', 'absen(t|ce)|<congés?>|en vacances|hors du bureau'],
  daemonName: ['système de (messagerie|livraison)'],
  originalRule: ['<(copie|originale?)>'],
  addressField: ['^(à|de):'],
};
