import type { DeclaredFields } from '../../publication/declared-fields.ts';
import { columnNames } from '../../publication/known-columns.ts';
import { plainWords } from '../../publication/plain-words.ts';
import { graveIn, gravePatterns, type StandingColumn } from './standing.ts';

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
  /** A field that hebdo.yaml declares. */
  | { kind: 'declared'; key: string }
  | { kind: 'standing'; as: StandingColumn; isSure: boolean }
  /** It may say whether a person may be mailed: cells that answer yes or no refuse the file; `isTurned`: or dates. */
  | { kind: 'maybe'; isTurned: boolean };
export type RoleKind = Role['kind'];

/** Words of a header that ask whether a person may be mailed; `yes` means that they may. */
const positive =
  /\b(?:subscribed|subscribers?|abonnee?s?|inscrite?s?|opt(?:ed)? ?in|optin|active|actif\w*|enabled|accepts? (?:e ?mail |email )?marketing|can (?:be )?(?:mail|contact|e ?mail)\w*|mailable|deliverable)\b/g;
/** The same, but other things are also called so: only cells that answer yes or no make it such a column. */
const weaklyPositive =
  /\b(?:newsletters?|lettre|consent\w*|rgpd|gdpr|permission|marketing|autoris\w*|accepte\w*|agreed?|subscriptions?|abonnements?|inscriptions?|type|membership|state|etat|situation)\b/g;
const confirmed = /\b(?:confirm\w*|verified|verifie\w*|validee?|activated|double opt ?in)\b/g;
const status = /\b(?:status|statut|standing)\b/;
/** Words that may turn the others into their contrary, or speak of the past. */
const turning =
  /\b(?:not?|non|sans|stop|arret\w*|fin|end(?:ed|s)?|ex|anciens?|anciennes?|previous\w*|former\w*|never|jamais|plus|retrait|withdr\w*|revo\w*|opposition|objection|suppress\w*|exclu\w*|disable\w*|block|refus\w*|termine\w*|needs?|pending|en cours|expir\w*)\b/;
/** Words of columns that may be about it in some programs. */
const vague =
  /\b(?:e ?mails?|mails?|mailing|envois?|contactable|notifications?|receives?|recoit|reception|allow\w*|accord|valid|radiee?s?|decedee?s?|demission\w*|parti|partie|quarantined?|abbestellt|estado|preferences?|suppress\w*|stop|opposition)\b/;
/** Words that change nothing of what a header asks. */
const neutral =
  /\b(?:is|has|est|a|been|was|the|le|la|les|l|d|de|des|du|to|of|from|for|on|at|in|all|any|e|emails?|mails?|mailings?|emailing|newsletters?|lettres?|infos?|lists?|liste|status|statut|dates?|datetime|time|timestamp|reason|raison|motif|campaign|title|contacts?|customers?|subscribers?|users?|persons?|marketing|flag|account|compte|adresse|address|our|notre|global|value|hard|soft|last|oui|yes|si|aux?|since|depuis|requests?|requested|demandes?)\b/g;
/** Other ways to reach a person. */
const otherChannel = /\b(?:sms\w*|whatsapp|push|phone|telephone|mobile)\b/;

/** Whether a header is about messages to phones only. @param words from `plainWords` */
export const isOfOtherChannel = (words: string): boolean => otherChannel.test(words) && !/\be ?mails?\b/.test(words);

const without = (words: string, ...patterns: RegExp[]): string =>
  patterns
    .reduce((text, pattern) => text.replaceAll(pattern, ' '), words)
    .replace(/\s+/g, ' ')
    .trim();

/** How a header says whether a person may be mailed; undefined if it does not. */
export function standingRole(header: string): Role | undefined {
  const role = (as: StandingColumn, isSure = true): Role => ({ kind: 'standing', as, isSure });
  // `Abonné (oui/non)`
  const words = header.replace(/ (?:oui non|yes no|o n|y n)$/, '');
  if (isOfOtherChannel(words)) return undefined;
  const grave = graveIn(words);
  const rest = without(words, ...gravePatterns);
  const isPositive = rest.search(positive) !== -1;
  const isWeak = rest.search(weaklyPositive) !== -1;
  const isConfirmed = rest.search(confirmed) !== -1;
  const unclear: Role = { kind: 'maybe', isTurned: grave !== undefined || turning.test(words) };
  if (grave !== undefined && grave !== 'unknown') {
    // `unsub campaign title`, `blocklist reason`, `bounce date`: whatever is there says that it happened.
    const isPure = without(rest, neutral) === '' && !isPositive && !isConfirmed;
    return isPure ? role(grave) : unclear;
  }
  const isAbout = isPositive || isWeak || isConfirmed || status.test(words);
  if (!isAbout) return vague.test(words) ? unclear : undefined;
  if (turning.test(words) || without(rest, positive, weaklyPositive, confirmed, neutral) !== '') return unclear;
  if (status.test(words)) return role('status');
  if (isConfirmed) return role('confirmed');
  return isPositive ? role('active') : role('active', false);
}

/** What a column holds, by its name; undefined if that is not known. */
export function roleOf(header: string): Role | undefined {
  const words = plainWords(header);
  for (const kind of ['address', 'name', 'given name', 'family name', 'language', 'tags', 'time zone', 'date'] as const)
    if (columnNames[kind].includes(words)) return { kind };
  return standingRole(ownWords(header));
}

/** The words of a header; a key within an object is known by its own name. @example ownWords('attributes.city') // 'city' */
const ownWords = (header: string): string =>
  plainWords(/^[\w-]+(?:\.[\w-]+)+$/.test(header) ? (header.split('.').at(-1) ?? '') : header);

/** Finds the declared field that a header names by its key or a label. */
export function declaredRoles(fields: DeclaredFields = {}): (header: string) => Role | undefined {
  const roles = new Map<string, Role>();
  const add = (name: string, key: string): void => {
    const words = plainWords(name);
    if (words !== '' && !roles.has(words)) roles.set(words, { kind: 'declared', key });
  };
  for (const key of Object.keys(fields)) add(key, key);
  for (const [key, { label }] of Object.entries(fields))
    for (const name of typeof label === 'string' ? [label] : Object.values(label)) add(name, key);
  return header => roles.get(ownWords(header));
}

/** How sure the name of a column is for what it holds: lower is surer. */
export function rankOf(kind: RoleKind, header: string): number {
  if (kind === 'declared' || kind === 'standing' || kind === 'maybe' || kind === 'attributes') return 0;
  const at = columnNames[kind].indexOf(plainWords(header));
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
