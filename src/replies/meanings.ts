import type { Phrase } from './phrase.ts';

/** What the words of a server's reply may mean. */
type ReplyMeaning =
  /** The recipient's mailbox or domain does not exist. */
  | 'doesNotExist'
  /** The recipient's mailbox is full. */
  | 'mailboxFull'
  /** Our name or our mail is not wanted: block lists, spam, policy. */
  | 'blocked'
  /** Our address, account, server or login is refused. */
  | 'aboutUs'
  /** The sender is named. Such a line never means that the recipient does not exist; English has longer phrases, in `aboutUs`. */
  | 'sender'
  /** We have sent more than we may. */
  | 'sendingLimit'
  /** Exchange Online's words, with 5.4.1, where its directory does not know the recipient. */
  | 'unknownToDirectory'
  /** The quota of a day or month is used up. */
  | 'dailyQuota'
  /** The relay's rate limit for its customer. */
  | 'relayRate'
  /** The limit of messages on one connection: another connection takes the next. */
  | 'connectionLimit'
  /** Too much at once, for the relay or for the recipient's provider. */
  | 'rate'
  /** This recipient is greylisted. */
  | 'greylisted'
  | 'tryAgain'
  /** It is about logging in. */
  | 'login'
  /** A recipient is named at all. */
  | 'recipient';

/** What a phrase of a mail in the bounce mailbox may mean. */
type MailMeaning =
  /** The subject of a report that a mail was not delivered. */
  | 'failureSubject'
  /** The subject of a warning that a mail is late. */
  | 'delaySubject'
  /** The text of such a warning: the server still tries. */
  | 'stillTrying'
  /** The subject of an automatic reply. */
  | 'awaySubject'
  /** The subject of a wish to leave the list. */
  | 'leaveSubject'
  /** The display name that a mail server sends reports by. */
  | 'daemonName'
  /** The address that a mail server sends reports by. */
  | 'daemonAddress'
  /** An address of those who run a server. */
  | 'roleAddress'
  /** Words in a ruled line above the mail that a report returns. */
  | 'originalRule'
  /** A line of its own above that mail. */
  | 'originalLine'
  /** The beginning of a line that copies an address field of that mail. */
  | 'addressField';

/** What a phrase may mean. */
export type Meaning = ReplyMeaning | MailMeaning;

/** The phrases of one language by meaning. A phrase in words of another language is not repeated. */
export type Phrases = { readonly [M in Meaning]?: readonly Phrase[] };
