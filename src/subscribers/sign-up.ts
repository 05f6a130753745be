import { createHash } from 'node:crypto';
import type { ConfirmationKind } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { NewConfirmation } from '../store/subscribers/ask.ts';
import { undoLifeMs } from '../store/subscribers/undo-life.ts';
import { checkAddress } from './address.ts';
import { cleanName } from './preferences.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** The days after which an unanswered link expires. That to a reader's own data is short-lived, since mail may be forwarded. */
export const confirmationDays: Record<ConfirmationKind, number> = {
  sign_up: 7,
  address: 7,
  account: 1,
  undo: undoLifeMs / dayMs,
};

/**
 * The limits of emails of a kind to one mailbox; and the number of unanswered sign-ups that are kept. In a flood the newest push out the
 * oldest, so that a person who answers at once can still join.
 */
const limits = { between: minuteMs, perDay: 3, waiting: 10_000 };

/** The request of a visitor, unchecked. `consent` is the text they agreed to. */
export type SignUpRequest = Omit<NewConfirmation, 'consent'> & { consent?: string };

/**
 * Keeps the request of a visitor until the letter is answered. The result does not depend on whether the address is known, so that
 * it does not reveal who is on the list.
 * @returns how many older requests were dropped to make room; undefined if the text is not an address. Nothing is kept, and
 * nothing told, if the mailbox is at its limits
 */
export async function askForConfirmation(
  { confirmations }: Store,
  { address: text, name, consent, ...wanted }: SignUpRequest,
  now: Date,
): Promise<{ dropped: number } | undefined> {
  const { address } = checkAddress(text);
  if (address === undefined) return undefined;
  const clean = cleanName(name ?? '');
  const request = {
    ...wanted,
    address,
    name: clean === '' ? undefined : clean,
    consent: consent === undefined ? undefined : { version: versionOf(wanted.language, consent), text: consent },
  };
  return confirmations.ask(request, confirmationDays[wanted.kind] * dayMs, limits, now);
}

/** The version of a consent text: a hash of it. */
const versionOf = (language: string, text: string): string =>
  createHash('sha256').update(`${language}\n${text}`).digest('base64url').slice(0, 16);
