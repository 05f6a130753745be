import { plainWords } from './plain-words.ts';

/** The names of a column by what it holds, in plain words, the surest first. */
export const columnNames = {
  address:
    'email, e mail, email address, e mail address, address email, adresse email, adresse e mail, adresse mail, adresse electronique, courriel, adresse courriel, adresse de courriel, primary email, email principal, e mail adresse, mail address, subscriber email, contact email, subscriber, correo electronico, indirizzo email, mail, address, adresse'.split(
      ', ',
    ),
  name: 'name, full name, fullname, nom complet, nom et prenom, prenom et nom, display name, contact name, nom affiche, subscriber name'.split(
    ', ',
  ),
  'given name': 'first name, firstname, given name, prenom, fname, vorname, prenoms, name first'.split(', '),
  'family name':
    'last name, lastname, family name, surname, nom de famille, lname, nachname, apellido, apellidos, nom, name last'.split(
      ', ',
    ),
  language:
    'language, langue, lang, locale, preferred language, langue preferee, langue de contact, sprache, idioma, language code, code langue, langue choisie'.split(
      ', ',
    ),
  tags: 'tags, tag, labels, etiquettes, etiquette, libelles, groups, groupes, segments, mots cles'.split(', '),
  'time zone':
    'time zone, timezone, fuseau horaire, fuseau, tz, user timezone, time zone name, zone horaire, zeitzone, zona horaria'.split(
      ', ',
    ),
  date: 'since, depuis, confirm time, optin time, opt in time, opt in at, opted in at, opt in date, consent date, consent time, date de consentement, subscribed at, subscribed on, subscription date, date d inscription, date inscription, date d abonnement, inscrit le, abonne le, signup date, sign up date, signed up at, sign up time, join date, joined at, joined, date added, added time, added at, added on, date d ajout, ajoute le, created at, created, creation date, created on, date de creation, cree le, entered, start date, created time, date joined'.split(
    ', ',
  ),
} as const satisfies Record<string, readonly string[]>;

/** Columns that say whether a person may be mailed. Imports know more of them by their words. */
const standing = ['status', 'statut', 'subscribed', 'unsubscribed', 'confirmed', 'blocked', 'bounced', 'complained'];

const known: ReadonlySet<string> = new Set([...Object.values(columnNames).flat(), ...standing]);

/**
 * Whether a column of this name means something of every subscriber, in imported lists: no declared field can have it.
 * @example isKnownColumn('E-Mail') // true
 */
export const isKnownColumn = (name: string): boolean => known.has(plainWords(name));
