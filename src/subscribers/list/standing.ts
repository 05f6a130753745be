import { plainWords } from '../../publication/plain-words.ts';
import { dateOrders, readDate } from '../../source/read-date.ts';
import { t } from '../../wording/wording.ts';
import { truthOf } from './words.ts';

/**
 * Whether a person may be mailed, as a line of a list says. `pending`: they have not confirmed; `unknown`: the line says something
 * that is not understood.
 */
export type Standing = 'active' | 'unknown' | 'pending' | 'left' | 'blocked' | 'bounced' | 'complained';

/** The later one holds where several columns of a line differ: in doubt, a person is not mailed. */
const order: readonly Standing[] = ['active', 'unknown', 'pending', 'left', 'blocked', 'bounced', 'complained'];

/** The gravest of what the columns of a line say; `active` where none says anything. */
export const gravest = (standings: readonly Standing[]): Standing =>
  order[Math.max(0, ...standings.map(standing => order.indexOf(standing)))] ?? 'unknown';

/** Why an address with this standing is suppressed; undefined if it is not. */
export function suppressedFor(standing: Standing, program = t('the imported list')): string | undefined {
  if (standing === 'blocked') return t('blocklisted in %{program}', { program });
  if (standing === 'bounced') return t('bounced (%{code})', { code: program });
  return standing === 'complained' ? t('reported spam (%{program})', { program }) : undefined;
}

/** Words of a header or a status that mean that a person must not be mailed, or not yet; looked for in this order. */
const grave: readonly [Standing, RegExp][] = [
  [
    'complained',
    /\b(?:complain\w*|complaints?|spam\w*|abuse|plaintes?|plaignant\w*|beschwerde|quejas?|junk|indesirables?)\b/,
  ],
  [
    'bounced',
    /\b(?:(?:hard |soft |hard|soft)?bounc\w*|cleaned|clean time|nettoyee?s?|undeliver\w*|unreachable|injoignables?|rebonds?|npai|invalid|invalide|non delivre\w*|does not exist)\b/,
  ],
  [
    'blocked',
    /\b(?:(?:black|block) ?list\w*|blacklisted|blocked|bloquee?s?|gesperrt|banned|bannie?s?|suppressed|liste (?:noire|rouge)|exclue?s?|excluded)\b/,
  ],
  [
    'pending',
    /\b(?:un ?confirmed|not (?:yet )?(?:confirmed|activated|verified)|non (?:confirme|verifie|valide)\w*|un ?activated|un ?verified|pending|en attente|a confirmer|waiting|awaiting|validating|non subscribed|transactional)\b/,
  ],
  [
    'left',
    /\b(?:un ?subscri\w*|unsubs?|opt(?:ed)? ?out\w*|desabonn\w*|desinscri\w*|non (?:abonne|inscrit)\w*|not subscribed|disabled|desactive\w*|deactivated|inactive|inactif\w*|inactives?|cancell?ed|cancelled|annulee?s?|resili\w*|deleted|supprimee?s?|removed|retiree?s?|archived|archivee?s?|left|gone|churned|expired|withdrawn|revoked|denied|declined|stop(?:ped)?|radiee?s?|parti(?:e|s)?|demission\w*|decedee?s?|quitte\w*|ne veut plus|plus abonne\w*|abbestellt|do ?not ?(?:mail|e ?mail|contact|send|market)|dnc|no ?mail|(?:ne )?(?:pas|plus) (?:de )?(?:contacter|envoyer|ecrire|mail|e ?mail|newsletter|lettre)|refus\w*|abgemeldet|ausgetragen|inaktiv|baja|disiscritt\w*|uitgeschreven|unregister\w*)\b/,
  ],
];

/** All words that mean that a person must not be mailed. */
export const gravePatterns: readonly RegExp[] = grave.map(([, pattern]) => new RegExp(pattern, 'g'));

/** Statuses of people who may be mailed, whole. */
const active = new Set(
  [
    'active, actif, active, actifs, actives, activee, active subscriber, abonne, abonnee, abonnes, abonne e, inscrit, inscrite, inscrits, inscrit e',
    'subscribed, subscriber, is subscribed, enabled, confirmed, confirme, confirmee, opted in, opt in, optin, optedin, double opt in',
    'single opt in, confirmed opt in, delivering, express, explicit, valid, valide, verified, verifie, verifiee, member, membre, regular, free, paid, premium, comped, complimentary, gifted',
    'gratuit, payant, trialed, author, deliverable, ok, clean, engaged, aktiv, angemeldet, suscrito, suscrita, iscritto, iscritta, ingeschreven',
    'normal, allowed, autorise, accepte, accepted, agreed, granted, consented, given',
  ].flatMap(words => words.split(', ')),
);

/** The gravest standing that words name; undefined if they name none. @param words from `plainWords` */
export const graveIn = (words: string): Standing | undefined => grave.find(([, pattern]) => pattern.test(words))?.[0];

/** The standing that a status means. @example standingOf('Désabonné') // 'left' */
function standingOf(text: string): Standing | undefined {
  const words = plainWords(text);
  if (words === '') return undefined;
  return graveIn(words) ?? (active.has(words) ? 'active' : undefined);
}

/** How a column says whether a person may be mailed: by a status; or by yes, no or a date, `yes` meaning that standing. */
export type StandingColumn = 'status' | Exclude<Standing, 'unknown'> | 'confirmed';

/** A date of nothing, as MySQL has it. */
const zeroDate = /^\s*0{1,4}[-/.]0{1,2}[-/.]0{1,4}(?:[ T]00?:00(?::00)?)?\s*$/;

const isDate = (text: string): boolean => dateOrders.some(order => readDate(text, order) !== undefined);

/** Words by which a column of refusals says that there is none. */
const opposite = /^(?:subscribed|abonnee?|inscrite?|active|actif|actif ve|enabled)$/;

/**
 * What a cell says; undefined if it says nothing.
 * @param blank what an empty cell means in this column
 */
export function standingIn(column: StandingColumn, text: string, blank?: Standing): Standing | undefined {
  if (text.trim() === '' || zeroDate.test(text.slice(0, 40))) return blank;
  const truth = truthOf(text);
  switch (column) {
    case 'status':
      // A number is a status of one program only.
      if (/^\s*\d+\s*$/.test(text)) return 'unknown';
      return standingOf(text) ?? (truth === undefined ? 'unknown' : truth ? 'active' : 'left');
    case 'active':
    case 'confirmed': {
      const no = column === 'active' ? 'left' : 'pending';
      if (truth !== undefined) return truth ? 'active' : no;
      return standingOf(text) ?? (isDate(text) ? 'active' : 'unknown');
    }
    default: {
      // A date, a reason, a source: whatever is there says that it happened.
      if (truth === false || opposite.test(plainWords(text))) return undefined;
      return (truth === undefined ? graveIn(plainWords(text)) : undefined) ?? column;
    }
  }
}

/** Whether a cell answers whether a person may be mailed. */
export const isAnswer = (text: string): boolean => {
  const words = plainWords(text);
  return (
    truthOf(text) !== undefined ||
    graveCell.test(words) ||
    /^(?:subscribed|abonnee?|inscrite?|desabo|active|actif)$/.test(words)
  );
};

/** Whole cells that say in any column that a person must not be mailed. */
export const graveCell =
  /^(?:is )?(?:un ?subscribed|unsub|opt(?:ed)? ?out|desabonnee?s?|desinscrite?s?|(?:hard |soft )?bounced?|(?:hard|soft)bounced?|complained|cleaned|(?:black|block) ?listed|inactive|pending|cancelled|canceled|unconfirmed|undeliverable|invalid email|npai|stop|nomail|no e ?mails?|no ?mail|baja|radiee?|a desinscrire|ne plus (?:envoyer|ecrire|contacter)|(?:desabonnee?|desinscrite?|unsubscribed) (?:le|on|depuis|since) .{1,30})$/;
