import { createHash } from 'node:crypto';
import type { Store } from '../store/store.ts';
import type { NewConfirmation } from '../store/subscribers/confirmations.ts';
import { checkAddress } from './address.ts';
import { cleanName } from './preferences.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** The time after which an unanswered confirmation expires. */
export const confirmationLifeMs = 7 * dayMs;

/** The limits of letters to one address. */
const limitsPerAddress = { between: minuteMs, perDay: 3 };

/** The limit of a flood of requests: a few megabytes, and a few thousand letters. */
const maxWaitingConfirmations = 10_000;

/** The request of a visitor, unchecked. `consent` is the text they agreed to. */
export type SignUpRequest = Omit<NewConfirmation, 'consent'> & { consent?: string };

/**
 * Keeps the request of a visitor until the letter is answered. The result does not depend on whether the address is known, so that
 * it does not reveal who is on the list.
 * @returns `asked`, also if nothing is kept because the address is at its limits; else why not
 */
export async function askForConfirmation(
  { confirmations }: Store,
  { address: text, name, consent, ...wanted }: SignUpRequest,
  now: Date,
): Promise<'asked' | 'no_address' | 'full'> {
  const { address } = checkAddress(text);
  if (address === undefined) return 'no_address';
  if ((await confirmations.waiting()) >= maxWaitingConfirmations) return 'full';
  const clean = cleanName(name ?? '');
  const request = {
    ...wanted,
    address,
    name: clean === '' ? undefined : clean,
    consent: consent === undefined ? undefined : { version: versionOf(wanted.language, consent), text: consent },
  };
  await confirmations.ask(request, confirmationLifeMs, limitsPerAddress, now);
  return 'asked';
}

/** The version of a consent text: a hash of it. */
const versionOf = (language: string, text: string): string =>
  createHash('sha256').update(`${language}\n${text}`).digest('base64url').slice(0, 16);
