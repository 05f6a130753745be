import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../source/json.ts';
import { keyFor } from './key.ts';

/** What is kept of a run outside its database: a lower bound of what was done. */
export type RunMarker = {
  /** The newsletter's `list_id`. */
  list: string;
  week: string;
  /** When the run began, as the ledger has it. */
  startedAt: string;
  /** How many deliveries were accepted then. */
  accepted: number;
};

const maxMarkerChars = 2_000;
const wire = z.object({
  list: z.string(),
  week: z.string(),
  startedAt: z.string(),
  accepted: z.int().min(0),
  mac: z.string(),
});

/** A marker as text, with its HMAC-SHA-256 (RFC 2104). @param secret `HEBDO_SECRET` */
export const signMarker = (marker: RunMarker, secret: string): string =>
  `${JSON.stringify({ ...marker, mac: macOf(marker, secret).toString('base64url') })}\n`;

/**
 * Reads a marker that comes back from a file or another database.
 * @param secrets `HEBDO_SECRET`, then the ones before it
 * @returns nothing where it is malformed or signed with none of them
 */
export function readMarker(text: string, secrets: readonly string[]): RunMarker | undefined {
  const parsed = wire.safeParse(text.length <= maxMarkerChars ? parseJson(text) : undefined);
  if (!parsed.success) return undefined;
  const { mac, ...marker } = parsed.data;
  const given = Buffer.from(mac, 'base64url');
  const matches = secrets.map(secret => {
    const wanted = macOf(marker, secret);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  return matches.includes(true) ? marker : undefined;
}

const macOf = ({ list, week, startedAt, accepted }: RunMarker, secret: string): Buffer =>
  createHmac('sha256', keyFor('run marker', secret))
    .update(JSON.stringify([list, week, startedAt, accepted]))
    .digest();
