import type { ConfirmationEmail, ConfirmationKind } from '../email/confirmation-email.ts';
import { signToken } from '../secret/link-token.ts';
import { addressField, textField } from './header-encoding.ts';
import { commonFields, identityFields, messageId, senderOf } from './headers.ts';
import type { Message, Sender } from './message.ts';
import { mimeFields, mimeOf, rawMessage } from './mime.ts';

/** A confirmation to be asked for: `id` is the confirmation's, which expires at `expiresAt`. */
export type ConfirmationRequest = {
  id: number;
  kind: ConfirmationKind;
  address: string;
  language: string;
  expiresAt: Date;
};

/**
 * Makes the messages that ask for a confirmation. They have no List-Unsubscribe field, since the recipient is not
 * subscribed yet, and no subscriber in the envelope sender, since a bounce is not about a subscriber.
 * @param emails in all languages, the default language first
 */
export function confirmationMessageMaker(
  emails: readonly ConfirmationEmail[],
  { publication, secret, bounceAddress, signer }: Sender,
): (request: ConfirmationRequest, date: Date) => Promise<Message> {
  const encoded = emails.map(email => ({
    email,
    mime: mimeOf({ ...email, images: [] }, `${email.kind}${email.language}`),
  }));
  return async ({ id: about, kind, address, language, expiresAt }, date) => {
    const ofKind = encoded.filter(({ email }) => email.kind === kind);
    const best = ofKind.find(({ email }) => email.language === language) ?? ofKind[0];
    if (best === undefined) throw new Error(`there is no confirmation email of the kind ${kind}`);
    const { email, mime } = best;
    const from = senderOf(publication, email.language);
    const expires = Math.ceil(expiresAt.getTime() / 1000);
    const purpose = kind === 'account' ? 'account' : 'confirm';
    const token = signToken({ purpose, about, week: '', expires }, secret);
    const id = messageId({ subscriber: about, week: 'confirm' }, from.address, secret);
    const fields = [
      ...commonFields(publication, email.language),
      textField('Subject', email.subject),
      ...mimeFields(mime),
      addressField('To', { address }),
      ...identityFields(id, date),
    ];
    const values = { address, confirm_url: `${publication.url}/${purpose}/${token}` };
    return {
      id,
      envelope: { from: bounceAddress ?? from.address, to: address },
      raw: await rawMessage({ fields, mime, values, date, signer }),
      dotless: true,
    };
  };
}
