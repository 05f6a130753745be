import { createHmac } from 'node:crypto';
import type { Email } from '../email/email.ts';
import type { Publication } from '../publication/schema.ts';
import { keyFor } from '../secret/key.ts';
import { ownValue } from '../source/own.ts';
import { addressField, type HeaderField, rawField } from './header-encoding.ts';

/** The sender's name and address for readers of a language. @throws if hebdo.yaml names no sender */
export function senderOf({ from }: Publication, language: string): { name: string; address: string } {
  const sender = ownValue(from, language) ?? Object.values(from)[0];
  if (sender === undefined) throw new Error('hebdo.yaml names no sender: the schema should have rejected it');
  return sender;
}

/** The fields of every message in one language: From, Reply-To, Content-Language and Auto-Submitted. */
export function commonFields(publication: Publication, language: string): HeaderField[] {
  return [
    addressField('From', senderOf(publication, language)),
    ...(publication.reply_to === undefined ? [] : [rawField('Reply-To', publication.reply_to)]),
    rawField('Content-Language', language),
    // RFC 3834: out-of-office programs must not answer.
    rawField('Auto-Submitted', 'auto-generated'),
  ];
}

/** The fields of an issue's messages that are the same for all recipients. */
export const listFields = (publication: Publication, { week, language }: Email): HeaderField[] => [
  // RFC 2919.
  rawField('List-Id', `<${publication.list_id}>`),
  // RFC 8058; it applies to the recipient's own List-Unsubscribe.
  rawField('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
  // Gmail's feedback loop: campaign, audience, kind of mail, sender.
  rawField('Feedback-ID', `${week}:${language}:newsletter:${feedbackSender(publication)}`),
];

/** The fields that identify one message: Message-ID and Date. */
export const identityFields = (id: string, date: Date): HeaderField[] => [
  rawField('Message-ID', id),
  rawField('Date', date.toUTCString().replace('GMT', '+0000')),
];

/** The List-Unsubscribe field (RFC 2369). @param ways https and mailto links */
export const unsubscribeField = (ways: readonly string[]): HeaderField =>
  rawField('List-Unsubscribe', ways.map(way => `<${way}>`).join(', '));

/**
 * A Message-ID that cannot be forged without the secret. It depends only on the recipient and the issue, so that a
 * message sent twice can be recognised.
 * @param about a subscriber and a week; for a confirmation its id and `confirm`
 * @param from the sender's address, whose domain is used
 */
export function messageId(about: { subscriber: number; week: string }, from: string, secret: string): string {
  const mac = createHmac('sha256', keyFor('message-id', secret))
    .update(`${about.week} ${about.subscriber}`)
    .digest('hex');
  return `<${about.week.toLowerCase()}.${mac.slice(0, 24)}${from.slice(from.lastIndexOf('@'))}>`;
}

/** The sender in a Feedback-ID: Gmail requires 5 to 15 characters that stay the same. */
const feedbackSender = ({ list_id }: Publication): string => `${list_id.replace(/[^a-z0-9]/gi, '')}hebdo`.slice(0, 15);
