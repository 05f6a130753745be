import type { Phrase } from './phrase.ts';

/** What the words of a server's reply may mean. */
type ReplyMeaning =
  /** The recipient's mailbox or domain does not exist, or was closed. */
  | 'doesNotExist'
  /** The same in words that some servers also use to refuse us, such as "mailbox unavailable". */
  | 'perhapsGone'
  /** The recipient's mailbox was closed, in words that also occur in refusals of us, such as "blocked". */
  | 'closed'
  /** The recipient's domain accepts no mail at all. */
  | 'noMailDomain'
  /** The recipient's mailbox is full. */
  | 'mailboxFull'
  /** The recipient's mailbox gets mail faster than it may. */
  | 'mailboxRate'
  /** The recipient's server cannot be reached, is in trouble, or gave up. */
  | 'unreachable'
  /** It holds for now only. */
  | 'forNow'
  /** Our name or our mail is not wanted: block lists, spam, policy. */
  | 'blocked'
  /** The message as such is refused; the reason is not given. */
  | 'messageRefused'
  /** Our address, account, server or login is refused. */
  | 'aboutUs'
  /** The sender is named. Such a line never means that the recipient does not exist; English has longer phrases, in `aboutUs`. */
  | 'sender'
  /** We have sent more than we may. */
  | 'sendingLimit'
  /** Exchange Online's words, with 5.4.1, where its directory does not know the recipient. */
  | 'unknownToDirectory'
  /** The quota of messages that we may send is used up, in words that are never about a mailbox. */
  | 'sendingQuota'
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
  /** The client is not logged in any more, in words that are never about a message's own authentication (SPF, DKIM, DMARC). */
  | 'loginExpired'
  /** A recipient is named at all. */
  | 'recipient'
  /** The cause of a refusal of us; see policy-cause.ts. */
  | 'blockList'
  | 'reverseDns'
  | 'authentication'
  | 'size'
  | 'content';

/** What a phrase of a mail in the bounce mailbox may mean. */
type MailMeaning =
  /** The subject of a report that a mail was not delivered. */
  | 'failureSubject'
  /** The subject of a report that a mail was delivered. */
  | 'successSubject'
  /** The text of a report that a mail was not delivered. */
  | 'failureText'
  /** The subject of a warning that a mail is late. */
  | 'delaySubject'
  /** The text of such a warning: the server still tries. */
  | 'stillTrying'
  /** The text of such a warning, in words that occur nowhere else. */
  | 'warningOnly'
  /** The subject of an automatic reply. */
  | 'awaySubject'
  /** The prefix of the subject of a reply or a forwarded mail. */
  | 'replyPrefix'
  /** The subject of a complaint, or of a provider's notice of one. */
  | 'complaintSubject'
  /** The address that such notices come from. */
  | 'complaintAddress'
  /** The display name that a mail server sends reports by. */
  | 'daemonName'
  /** The address that a mail server sends reports by. */
  | 'daemonAddress'
  /** An address that programs send from, and people do not. */
  | 'machineAddress'
  /** An address of those who run a server, or help its users. */
  | 'roleAddress'
  /** A sentence that says whom to ask for help. */
  | 'asksForHelp'
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
