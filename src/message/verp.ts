import { createHmac } from 'node:crypto';
import { keyFor } from '../secret/key.ts';

/**
 * The envelope sender of one message (VERP): a bounce names its recipient by the address it comes back to, and the
 * signature keeps strangers from making up bounces. `bounces@example.com` becomes
 * `bounces+42-2026w48-0123456789@example.com`.
 * @param base `HEBDO_BOUNCE_ADDRESS`; its local part may have 30 characters, so that all keeps to 64 (RFC 5321)
 */
export function verpAddress(base: string, who: { subscriber: number; week: string }, secret: string): string {
  const at = base.lastIndexOf('@');
  const tag = `${who.subscriber}-${who.week.toLowerCase().replace('-', '')}`;
  const mac = createHmac('sha256', keyFor('verp', secret)).update(tag).digest('hex').slice(0, 16);
  return `${base.slice(0, at)}+${tag}-${mac}${base.slice(at)}`;
}
