import { addressHeaders } from '../../store/subscribers/fields.ts';
import { graveIn, type StandingColumn } from './standing.ts';
import { plainWords } from './words.ts';

/** What a column holds. `attributes` is a JSON object with further fields. */
export type Role =
  | {
      kind:
        | 'address'
        | 'name'
        | 'given name'
        | 'family name'
        | 'language'
        | 'tags'
        | 'time zone'
        | 'date'
        | 'attributes';
    }
  | { kind: 'standing'; as: StandingColumn; isSure: boolean };
export type RoleKind = Role['kind'];

/** The names of a column by what it holds, in plain words, the surest first. */
const names: Record<Exclude<RoleKind, 'standing' | 'attributes'>, readonly string[]> = {
  address: [
    ...'email, e mail, email address, e mail address, address email, adresse email, adresse e mail, adresse mail, adresse electronique, courriel, adresse courriel, adresse de courriel, primary email, email principal, e mail adresse, mail address, subscriber email, contact email, subscriber, correo electronico, indirizzo email, mail'.split(
      ', ',
    ),
    ...addressHeaders.map(plainWords),
  ],
  name: 'name, full name, fullname, nom complet, nom et prenom, prenom et nom, display name, contact name, nom affiche, subscriber name'.split(
    ', ',
  ),
  'given name': 'first name, firstname, given name, prenom, fname, vorname, nombre, prenoms'.split(', '),
  'family name':
    'last name, lastname, family name, surname, nom de famille, lname, nachname, apellido, apellidos, nom'.split(', '),
  language:
    'language, langue, lang, locale, preferred language, langue preferee, langue de contact, sprache, idioma, language code, code langue, langue choisie'.split(
      ', ',
    ),
  tags: 'tags, tag, labels, etiquettes, etiquette, libelles, groups, groupes, segments, mots cles'.split(', '),
  'time zone': 'time zone, timezone, fuseau horaire, fuseau, tz'.split(', '),
  date: 'since, depuis, confirm time, confirmed at, optin time, opt in time, opt in at, opted in at, opt in date, double opt in at, consent date, consent time, date de consentement, subscribed at, subscribed on, subscription date, date d inscription, date inscription, date d abonnement, inscrit le, abonne le, signup date, sign up date, signed up at, sign up time, join date, joined at, joined, date added, added time, added at, added on, date d ajout, ajoute le, created at, created, creation date, created on, date de creation, cree le, entered, start date, created time, date joined'.split(
    ', ',
  ),
};

/** Columns about a link, a number, a place or another channel hold no standing, whatever other words are in their names. */
const noStanding =
  /\b(?:url|link|lien|token|hash|ip|uuid|leid|euid|count|number|nb|nombre|total|rate|taux|score|opens?|clicks?|clics?|stripe|customer|expiry|phone|sms\w*|telephone|mobile|whatsapp)\b/;
/** The same for names that do not say that a person must not be mailed. */
const noPositive =
  /\b(?:id|utm|referr\w*|notes?|comments?|commentaires?|plan|tier|revenue|title|titre|campaign|source|page|list|liste)\b/;

/** Words of a header that ask whether a person may be mailed; `yes` means that they may. */
const positive =
  /\b(?:subscribed|is subscriber|abonnee?s?|inscrite?s?|opt(?:ed)? ?in|optin|active|actif\w*|enabled|accepts? (?:e ?mail |email )?marketing|can (?:be )?(?:mail|contact|e ?mail)\w*|mailable|deliverable)\b/;
/** The same, but other things are also called so: only cells that are understood make it such a column. */
const weaklyPositive =
  /\b(?:newsletter|lettre|consent\w*|rgpd|gdpr|permission|marketing|autoris\w*|accepte\w*|agreed?|mailing|e ?mailing|subscriptions?|abonnements?|inscriptions?|type|membership|state|etat|situation)\b/;
const confirmed = /\b(?:confirm\w*|verified|verifie\w*|validee?|activated)\b/;
const status = /\b(?:status|statut|standing)\b/;
const date = /(?:^| )(?:at|on|time|date|datetime|timestamp|le|since|depuis)(?: |$)/;

/** How a header says whether a person may be mailed; undefined if it does not. */
function standingRole(words: string): Role | undefined {
  const role = (as: StandingColumn, isSure = true): Role => ({ kind: 'standing', as, isSure });
  if (noStanding.test(words)) return undefined;
  const grave = graveIn(words);
  // `unsub campaign title`, `blocklist reason`, `bounce date`: whatever is there says that it happened.
  if (grave !== undefined && grave !== 'unknown') return role(status.test(words) ? 'status' : grave);
  if (noPositive.test(words)) return undefined;
  if (status.test(words)) return role('status');
  if (/\bdouble opt/.test(words)) return role('confirmed');
  if (date.test(words)) return undefined;
  if (positive.test(words)) return role('active');
  if (confirmed.test(words)) return role('confirmed');
  if (weaklyPositive.test(words)) return role('active', false);
  return undefined;
}

/** What a column holds, by its name; undefined if that is not known. */
export function roleOf(header: string): Role | undefined {
  const words = plainWords(header);
  for (const kind of ['address', 'name', 'given name', 'family name', 'language', 'tags', 'time zone', 'date'] as const)
    if (names[kind].includes(words)) return { kind };
  return standingRole(words);
}

/** How sure the name of a column is for what it holds: lower is surer. */
export function rankOf(kind: RoleKind, header: string): number {
  if (kind === 'standing' || kind === 'attributes') return 0;
  const at = names[kind].indexOf(plainWords(header));
  return at === -1 ? Number.MAX_SAFE_INTEGER : at;
}

/** The names of roles, as `--map COLUMN=FIELD` takes them. */
export const mappable: Readonly<Record<string, Role>> = {
  email: { kind: 'address' },
  name: { kind: 'name' },
  first_name: { kind: 'given name' },
  last_name: { kind: 'family name' },
  language: { kind: 'language' },
  tags: { kind: 'tags' },
  time_zone: { kind: 'time zone' },
  since: { kind: 'date' },
  status: { kind: 'standing', as: 'status', isSure: true },
  subscribed: { kind: 'standing', as: 'active', isSure: true },
  confirmed: { kind: 'standing', as: 'confirmed', isSure: true },
  unsubscribed: { kind: 'standing', as: 'left', isSure: true },
  blocked: { kind: 'standing', as: 'blocked', isSure: true },
  bounced: { kind: 'standing', as: 'bounced', isSure: true },
  complained: { kind: 'standing', as: 'complained', isSure: true },
};
