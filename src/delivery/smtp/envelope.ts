import type { Message } from '../../message/message.ts';
import { number, t } from '../../wording/wording.ts';

/** The abilities that a server offers in its answer to EHLO, as far as they are used. */
export type Abilities = { pipelining: boolean; size: number | undefined; eightBit: boolean; utf8: boolean };

/** The abilities that EHLO keywords mean. @param keywords in upper case, with their parameters */
export const abilitiesOf = (keywords: ReadonlyMap<string, string>): Abilities => ({
  pipelining: keywords.has('PIPELINING'),
  size: keywords.has('SIZE') ? Number(/^\d{1,15}/.exec(keywords.get('SIZE') ?? '')?.[0] ?? 0) : undefined,
  eightBit: keywords.has('8BITMIME'),
  utf8: keywords.has('SMTPUTF8'),
});

/** MAIL and RCPT of a message. */
export function envelopeCommands(
  { envelope, raw }: Message,
  { size, eightBit, utf8 }: Abilities,
): { mail: string; rcpt: string } {
  const wide = /[^\p{ASCII}]/u.test(envelope.from + envelope.to);
  const parameters = [
    size === undefined ? '' : ` SIZE=${raw.length}`,
    eightBit && wide ? ' BODY=8BITMIME' : '',
    wide && utf8 ? ' SMTPUTF8' : '',
  ];
  return { mail: `MAIL FROM:<${envelope.from}>${parameters.join('')}\r\n`, rcpt: `RCPT TO:<${envelope.to}>\r\n` };
}

/** Why a message cannot be sent to this server at all; undefined if it can. */
export function unfit({ envelope, raw }: Message, { size, utf8 }: Abilities): string | undefined {
  if (/[\s\p{Cc}<>]/u.test(envelope.from + envelope.to)) return t('the address holds a character that no address has');
  if (!utf8 && /[^\p{ASCII}]/u.test(envelope.from + envelope.to))
    return t('the address needs SMTPUTF8 (RFC 6531), which the server does not offer');
  if (isTooLarge({ raw }, { size }))
    return t('the message has %{bytes} bytes, and the server accepts %{limit}', {
      bytes: number(raw.length),
      limit: number(size ?? 0),
    });
  return undefined;
}

/** Whether a message is larger than the server's limit (RFC 1870). */
export const isTooLarge = ({ raw }: Pick<Message, 'raw'>, { size }: Pick<Abilities, 'size'>): boolean =>
  size !== undefined && size > 0 && raw.length > size;

const dot = Buffer.from('\r\n.');

/** The bytes of a message with doubled leading dots (RFC 5321 section 4.5.2). */
export function stuffed({ raw, dotless }: Message): Buffer {
  if (dotless === true || (raw[0] !== 46 && !raw.includes(dot))) return raw;
  return Buffer.from(raw.toString('latin1').replace(/^\./gm, '..'), 'latin1');
}
