import { domainToASCII } from 'node:url';
import { t } from '../wording/wording.ts';

/** An address that can be mailed, or why it cannot. */
type CheckedAddress = { address: string; why?: undefined } | { address?: undefined; why: string };

/** `atext` of RFC 5322 section 3.2.3, and anything beyond ASCII (RFC 6532) that is a letter, mark, number or symbol. */
const atom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\p{L}\p{M}\p{N}\p{S}]+$/u;

/** Invisible and direction-changing characters: they make one address look like another. */
const deceptive = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Checks an address and gives the form that is stored and sent: the domain in lower case and ASCII (IDNA), the part before the @
 * unchanged. Quoted local parts, comments and address literals are legal, but readers do not have them: refusing them keeps every
 * header and envelope free of quoting.
 * @param text what a person or a file gave; spaces around it are removed
 * @example checkAddress(' Ana@Bücher.example ').address // 'Ana@xn--bcher-kva.example'
 */
export function checkAddress(text: string): CheckedAddress {
  const trimmed = text.trim();
  if (trimmed === '') return { why: t('there is no address') };
  if (deceptive.test(trimmed)) return { why: t('the address holds an invisible character') };
  if (/[\s<>()[\],;:\\"]/.test(trimmed))
    return { why: t('the address holds a space or one of %{signs}', { signs: '<>()[],;:\\"' }) };
  const at = trimmed.lastIndexOf('@');
  if (at < 1) return { why: t('the address has no name before an @') };
  const local = trimmed.slice(0, at).normalize('NFC');
  if (!local.split('.').every(part => atom.test(part)))
    return { why: t('`%{local}` cannot stand before the @', { local }) };
  // RFC 5321 section 4.5.3.1: octets, not characters.
  if (Buffer.byteLength(local) > 64) return { why: t('the part before the @ is longer than 64 octets') };
  const given = trimmed.slice(at + 1).toLowerCase();
  const domain = isDomain(given) ? given : domainToASCII(given).toLowerCase();
  if (!isDomain(domain)) return { why: t('`%{domain}` is not a domain', { domain: trimmed.slice(at + 1) }) };
  const address = `${local}@${domain}`;
  if (Buffer.byteLength(address) > 254) return { why: t('the address is longer than 254 octets') };
  return { address };
}

/** A name with a dot, of labels of letters, digits and inner hyphens (RFC 1035, RFC 1123); never an IP address. */
const isDomain = (domain: string): boolean =>
  domain.length <= 253 &&
  domain.includes('.') &&
  domain.split('.').every(label => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label)) &&
  // What ends in a number is an IP address (WHATWG URL, section 3.5).
  !/^(?:\d+|0x[0-9a-f]*)$/.test(domain.slice(domain.lastIndexOf('.') + 1));
