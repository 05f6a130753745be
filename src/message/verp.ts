import { createHmac, timingSafeEqual } from 'node:crypto';
import { keyFor } from '../secret/key.ts';

/** The subscriber and the issue that a signed address refers to. */
export type Addressed = { subscriber: number; week: string };

/** What mail to a signed address means: a bounce, or a request to unsubscribe. */
export type AddressUse = 'bounce' | 'leave';

/** Each use has its own key and its own mark, so that an address for one use is invalid for the other. */
const uses = { bounce: { key: 'verp', mark: '' }, leave: { key: 'leave by mail', mark: 'u' } } as const;

/**
 * Makes the envelope sender of one message (VERP). A bounce arrives at this address, which identifies the recipient; the
 * signature prevents forged bounces.
 * @param base `HEBDO_BOUNCE_ADDRESS`; its local part may have 28 characters, so that the whole has at most 64 (RFC 5321)
 * @param use `leave`: the address for unsubscribing by mail, which has a `u` before the id
 * @example verpAddress('bounces@example.com', { subscriber: 42, week: '2026-W48' }, secret)
 * // bounces+42-2026w48-0123456789abcdef@example.com
 */
export function verpAddress(base: string, who: Addressed, secret: string, use: AddressUse = 'bounce'): string {
  const at = base.lastIndexOf('@');
  const tag = `${who.subscriber}-${who.week.toLowerCase().replace('-', '')}`;
  return `${base.slice(0, at)}+${uses[use].mark}${tag}-${macOf(tag, use, secret)}${base.slice(at)}`;
}

/**
 * Finds a signed address in a text, such as the header of a mail.
 * @param base `HEBDO_BOUNCE_ADDRESS`
 * @param secrets `HEBDO_SECRET`, then the previous secrets
 * @returns the first address with a valid signature; undefined if there is none
 */
export function readVerp(
  text: string,
  base: string,
  secrets: readonly string[],
): (Addressed & { use: AddressUse }) | undefined {
  const at = base.lastIndexOf('@');
  const [local, domain] = [base.slice(0, at), base.slice(at + 1)].map(part => RegExp.escape(part));
  // Some servers change the case of addresses in bounces.
  const pattern = new RegExp(`${local}\\+(u?)(\\d{1,15})-(\\d{4})w(\\d{2})-([0-9a-f]{16})@${domain}`, 'gi');
  for (const [, mark = '', number = '', year, week, mac = ''] of text.matchAll(pattern)) {
    const use = mark === '' ? 'bounce' : 'leave';
    const tag = `${number}-${year}w${week}`;
    const given = Buffer.from(mac.toLowerCase());
    if (secrets.some(secret => timingSafeEqual(given, Buffer.from(macOf(tag, use, secret)))))
      return { subscriber: Number(number), week: `${year}-W${week}`, use };
  }
  return undefined;
}

const macOf = (tag: string, use: AddressUse, secret: string): string =>
  createHmac('sha256', keyFor(uses[use].key, secret)).update(tag).digest('hex').slice(0, 16);
