import { createHmac, timingSafeEqual } from 'node:crypto';
import { keyFor } from '../secret/key.ts';

/** Whom an address of ours is about, and the issue it stands in. */
export type Addressed = { subscriber: number; week: string };

/** What a mail to an address of ours means: the message came back, or its reader wants to leave. */
export type AddressUse = 'bounce' | 'leave';

/** Each use has its own key and its own form, so that neither stands for the other. */
const uses = { bounce: { key: 'verp', mark: '' }, leave: { key: 'leave by mail', mark: 'u' } } as const;

/**
 * The envelope sender of one message (VERP): a bounce names its recipient by the address it comes back to, and the
 * signature keeps strangers from making up bounces. `bounces@example.com` becomes
 * `bounces+42-2026w48-0123456789abcdef@example.com`; the address to leave by mail has a `u` before the number.
 * @param base `HEBDO_BOUNCE_ADDRESS`; its local part may have 28 characters, so that all keeps to 64 (RFC 5321)
 */
export function verpAddress(base: string, who: Addressed, secret: string, use: AddressUse = 'bounce'): string {
  const at = base.lastIndexOf('@');
  const tag = `${who.subscriber}-${who.week.toLowerCase().replace('-', '')}`;
  return `${base.slice(0, at)}+${uses[use].mark}${tag}-${macOf(tag, use, secret)}${base.slice(at)}`;
}

/**
 * Finds an address of ours in a text, such as a mail's header, and says whom it is about.
 * @param secrets `HEBDO_SECRET`, then those before it
 * @returns the first whose signature is ours
 */
export function readVerp(
  text: string,
  base: string,
  secrets: readonly string[],
): (Addressed & { use: AddressUse }) | undefined {
  const at = base.lastIndexOf('@');
  const [local, domain] = [base.slice(0, at), base.slice(at + 1)].map(part => RegExp.escape(part));
  // Some servers change the case of what they send back.
  const ours = new RegExp(`${local}\\+(u?)(\\d{1,15})-(\\d{4})w(\\d{2})-([0-9a-f]{16})@${domain}`, 'gi');
  for (const [, mark = '', number = '', year, week, mac = ''] of text.matchAll(ours)) {
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
