import type { Letter, LetterKind } from '../email/letter.ts';
import { signToken } from '../secret/link-token.ts';
import { addressField } from './header-encoding.ts';
import { commonFields, identityFields, type Message, messageId, type Sender, senderOf } from './message.ts';
import { mimeFields, mimeOf, rawMessage } from './mime.ts';

/** Whom a letter asks, and for what: a confirmation of this number, which waits until then. */
export type LetterRequest = { id: number; kind: LetterKind; address: string; language: string; expiresAt: Date };

/**
 * Makes letters out to those who are asked. They are no list's mail: there is nothing to leave yet. One that comes back
 * says nothing about a subscriber, so that its envelope sender bears no number.
 * @param letters in every language, the default one first
 */
export function letterMaker(
  letters: readonly Letter[],
  { publication, secret, bounceAddress, signer }: Sender,
): (request: LetterRequest, date: Date) => Promise<Message> {
  const made = letters.map(letter => ({
    letter,
    mime: mimeOf({ ...letter, images: [] }, `${letter.kind}${letter.language}`),
  }));
  return async ({ id: about, kind, address, language, expiresAt }, date) => {
    const ofKind = made.filter(({ letter }) => letter.kind === kind);
    const found = ofKind.find(({ letter }) => letter.language === language) ?? ofKind[0];
    if (found === undefined) throw new Error(`there is no letter of the kind ${kind}`);
    const { letter, mime } = found;
    const from = senderOf(publication, letter.language);
    const expires = Math.ceil(expiresAt.getTime() / 1000);
    const token = signToken({ purpose: 'confirm', about, week: '', expires }, secret);
    const id = messageId({ subscriber: about, week: 'confirm' }, from.address, secret);
    const fields = [
      ...commonFields(publication, letter.language, letter.subject),
      ...mimeFields(mime),
      addressField('To', { address }),
      ...identityFields(id, date),
    ];
    const values = { address, confirm_url: `${publication.url}/confirm/${token}` };
    return {
      id,
      envelope: { from: bounceAddress ?? from.address, to: address },
      raw: await rawMessage(fields, mime, values, date, signer),
      dotless: true,
    };
  };
}
