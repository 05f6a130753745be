import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../source/json.ts';
import { keyFor } from './key.ts';

/** A record of a run that is kept outside its database: a lower bound of what the run has done. */
export type RunMarker = {
  /** The newsletter's `list_id`. */
  list: string;
  week: string;
  /** When the run began, as stored in the ledger. */
  startedAt: string;
  /** How many deliveries had been accepted when the marker was written. */
  accepted: number;
  /** The timeline of the ledger (see `Backup`) that the run is in. */
  timeline: number;
};

const maxMarkerChars = 2_000;
const signedMarker = z.object({
  list: z.string(),
  week: z.string(),
  startedAt: z.string(),
  accepted: z.int().min(0),
  timeline: z.int().min(0).default(0),
  mac: z.string(),
});

/** Writes a marker as one line of JSON with its HMAC-SHA-256 (RFC 2104). @param secret `HEBDO_SECRET` */
export const signMarker = (marker: RunMarker, secret: string): string =>
  `${JSON.stringify({ ...marker, mac: macOf(marker, secret).toString('base64url') })}\n`;

/**
 * Reads a marker from a file or another database, and checks its signature.
 * @param secrets `HEBDO_SECRET`, then the previous secrets
 * @returns undefined if the marker is malformed or not signed with one of the secrets
 */
export function readMarker(text: string, secrets: readonly string[]): RunMarker | undefined {
  const parsed = signedMarker.safeParse(text.length <= maxMarkerChars ? parseJson(text) : undefined);
  if (!parsed.success) return undefined;
  const { mac, ...marker } = parsed.data;
  const given = Buffer.from(mac, 'base64url');
  const matches = secrets.map(secret => {
    const expected = macOf(marker, secret);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return matches.includes(true) ? marker : undefined;
}

// The first timeline is left out: markers had none before.
const macOf = ({ list, week, startedAt, accepted, timeline }: RunMarker, secret: string): Buffer =>
  createHmac('sha256', keyFor('run marker', secret))
    .update(JSON.stringify([list, week, startedAt, accepted, ...(timeline === 0 ? [] : [timeline])]))
    .digest();
