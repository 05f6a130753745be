/** Characters of a block that can be a link's label, a kicker or a notice; longer texts are of an article. */
export const maxLabelChars = 60;
const maxNoticeChars = 600;

const readMore =
  /^\W*(?:(?:read|lire|en savoir|learn|continue|continuer|keep|discover|découvrir|voir|view|see|watch|regarder|listen|écouter|find out|weiter|mehr|zum|jetzt|leer|seguir|ver|leggi|continua|lees|ler|saiba)\b|mehr$|more$|plus d.infos?$|la suite$|(?:full )?(?:story|article)$|l.article$)/iu;

/** Whether the words of a link only say that it leads to the whole article: `Read more`, `Lire la suite →`. */
export const isReadMore = (words: string): boolean => words.length <= 40 && readMore.test(words);

const webVerb =
  /\b(?:view|read|open|see|voir|lire|ouvrir|afficher|consulter|consultez|voyez|ver|visualizza|bekijk|display)\b|ansehen|anzeigen|öffnen/iu;
const webPlace =
  /browser|\bonline\b|on the web|web ?site|navigateur|en ligne|version web|site web|navegador|en línea|webversion/iu;
const webVersion =
  /version (?:en ligne|web)\b|(?:web|online) version|webversion|im browser|view (?:this )?e?-?mail|view this post/iu;

/** Whether a short text is the link to the newsletter on the web. */
export const isWebVersion = (text: string): boolean =>
  text.length <= 160 && (webVersion.test(text) || (webVerb.test(text) && webPlace.test(text)));

const unsubscribe =
  /unsubscribe|opt[ -]out|désabonn|désinscri|desinscri|ne plus recevoir|abbestellen|abmelden|austragen|darse de baja|cancelar (?:la )?suscripción|annulla l.iscrizione|disiscri|cancella (?:la tua )?iscrizione|afmelden|uitschrijven|cancelar (?:a )?(?:inscrição|assinatura)/iu;
const notices = [
  /you(?:.re| are)? (?:receiv|recv|get)\w* (?:this|our)|you received this|vous (?:recevez|avez reçu) (?:ce|cet|cette|notre)|sie erhalten diese|recibes? este|ricevi questa|je ontvangt|was (?:this email )?forwarded|forwarded (?:this|to) |forward to a friend|(?:trans|faire) ?suivre à un ami|transf[ée]r(?:er|é)|update (?:your )?(?:preferences|profile)/iu,
  /manage (?:your )?(?:preferences|subscription)|mes préférences|gérer (?:mes|vos) |préférences|preferences$|add us to your|ajoutez? .{0,40}carnet d.adresses|address book|why did i get this|privacy policy|politique de confidentialité|mentions légales|all rights reserved/iu,
  /tous droits réservés|(?:copyright|©).{0,20}\d{4}|\d{4} ?©|(?:our|notre|postal) (?:mailing )?(?:address|adresse)|mailing address|powered by|sent (?:with|by|using|to)\b|envoyé (?:avec|par|à)\b|follow us|suivez[- ]nous|share this|partage[rz]? (?:cet|ce|sur)|change (?:the )?language/iu,
  /start writing|get the app|subscribe now|subscribe for free|s.abonner|abonnez-vous|leave a comment|^(?:share|like|comment|restack|tweet|partager|commenter|j.aime)$|^publisher ?:|also available in|aussi (?:disponible|parue) en/iu,
];

/** Whether a text says how to leave the list. */
export const isUnsubscribe = (text: string): boolean => text.length <= maxNoticeChars && unsubscribe.test(text);

/** Whether a text is around the articles of every newsletter: its address, its rights, why it is received, how to share it. */
export const isNotice = (text: string): boolean =>
  text.length <= maxNoticeChars && (unsubscribe.test(text) || notices.some(notice => notice.test(text)));

const signOff =
  /^\W*(?:until (?:next|then)|see you|that.s (?:all|it)|have a (?:great|good|nice)|thanks for reading|thank you for reading|cheers|best( wishes| regards)?,|kind regards|warmly|à (?:la semaine prochaine|bientôt|vendredi|lundi|mardi|mercredi|jeudi|dimanche|très vite)|bonne (?:semaine|lecture|journée|fin)|bon week|merci (?:de (?:votre|nous)|d.avoir)|c.est tout|l.équipe|bien à vous|amicalement|bis (?:bald|nächste)|hasta (?:la|pronto)|alla prossima|the .{1,30} team$)/iu;

/** Whether a text takes leave of the reader. */
export const isSignOff = (text: string): boolean => text.length <= 300 && signOff.test(text);

const contents =
  /^\W*(?:in this (?:issue|edition|week)|au sommaire|sommaire|dans ce numéro|table of contents|contents|inhalt|in dieser ausgabe|en este número|in questo numero)\b/iu;

/** Whether a text is the heading of a list of the articles. */
export const isContents = (text: string): boolean => text.length <= maxLabelChars && contents.test(text);

/** Hosts whose links beside a newsletter's articles are its accounts and share buttons. */
const social =
  /(?:^|\.)(?:facebook|fb|twitter|x|linkedin|instagram|threads|tiktok|pinterest|youtube|whatsapp|bsky|mastodon|t|reddit|telegram)\.(?:com|net|app|me|social)$/;
const socialName =
  /^(?:facebook|twitter|x|linkedin|instagram|threads|tiktok|pinterest|youtube|whatsapp|bluesky|mastodon|reddit|telegram|rss|website|site web|email|e-mail|link|color .{1,20} icon|.{0,20} (?:icon|logo))$/iu;

/** Whether a link, by its words or the alternative text of its image, is an account or share button of a social network. */
export const isSocial = (words: string, href: string): boolean =>
  socialName.test(words) || (words.length <= 20 && isAccount(href));

/** Whether a link leads to an account or a share button of a social network, not to a film or a text there. */
function isAccount(href: string): boolean {
  const url = URL.parse(href);
  if (url === null || !social.test(url.hostname)) return false;
  return (
    (url.pathname.split('/').filter(Boolean).length <= 1 && url.search === '') ||
    /^\/(?:company|in|channel|c|user|pages|groups)\/|share|intent/i.test(url.pathname)
  );
}

const sectionName =
  /^\W*(?:en bref|(?:les )?brèves|in brief|news in brief|briefs|briefly|quick (?:links|hits)|kurz (?:gemeldet|notiert)|à lire aussi|also (?:this week|worth reading)|en breve|in breve)\W*$/iu;

/** Whether a text is the usual name of a section of short articles. */
export const isSectionName = (text: string): boolean => text.length <= maxLabelChars && sectionName.test(text);
