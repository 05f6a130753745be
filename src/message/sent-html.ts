import { escapeHtml } from '../edition/rich-text.ts';
import type { Email } from '../email/email.ts';
import { fillSlots } from '../email/slots.ts';
import { valuesFor } from '../issue/reader-fields.ts';
import type { Publication } from '../publication/schema.ts';
import { withCountedLinks } from './clicks.ts';
import { personalLinks } from './personal-links.ts';

/** A reader with a long address, name and number: hardly any gets a longer message. */
const reader = {
  subscriber: 99_999_999,
  name: 'Christopher Montgomery-Desrosiers',
  address: 'christopher.montgomery-desrosiers@mail.example.com',
};

/** The HTML of an email as a reader gets it: with counted and personal links, and the line ends of mail (RFC 5322). */
export function sentHtml(email: Email, { url, count_clicks }: Publication): string {
  const secret = 'of no message that is sent: only the length counts';
  const { html } = count_clicks ? withCountedLinks(email, url, secret) : email;
  const links = personalLinks(url, { subscriber: reader.subscriber, week: email.week }, secret, new Date());
  const readerFields = email.personal?.fields ?? [];
  const fields = Object.fromEntries(readerFields.map(({ field }) => [field, reader.name]));
  const values = { ...links, address: reader.address, fields: valuesFor(readerFields, { ...reader, fields }) };
  return fillSlots(html, values, escapeHtml).replace(/\r?\n/g, '\r\n');
}
