import { createHash } from 'node:crypto';
import type { Store } from '../store/store.ts';
import type { ConfirmationRequest } from '../store/subscribers/confirmations.ts';
import { checkAddress } from './address.ts';
import { cleanName } from './preferences.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** How long a confirmation is waited for, in milliseconds. */
export const confirmationLife = 7 * day;

/** How often one address is asked for a confirmation, whoever wants it to be. */
const perAddress = { between: minute, perDay: 3 };

/** So many may wait for their answers at once: a flood ends here, at a few megabytes and a few thousand mails. */
const mostWaiting = 10_000;

/** What a visitor asks for, as they wrote it; `consent` are the words they agreed to. */
export type Wanted = Omit<ConfirmationRequest, 'consent'> & { consent?: string };

/**
 * Keeps what a visitor asks for until its mail is answered. Nothing depends on whether the address is known, so that the
 * answer tells nobody who is on the list.
 * @returns `asked`, also where nothing is kept because the address was asked too often; else why not
 */
export async function askForConfirmation(
  { confirmations }: Store,
  { address: text, name, consent, ...wanted }: Wanted,
  now: Date,
): Promise<'asked' | 'no_address' | 'full'> {
  const { address } = checkAddress(text);
  if (address === undefined) return 'no_address';
  if ((await confirmations.waiting()) >= mostWaiting) return 'full';
  const clean = cleanName(name ?? '');
  const request = {
    ...wanted,
    address,
    name: clean === '' ? undefined : clean,
    consent: consent === undefined ? undefined : { version: versionOf(wanted.language, consent), text: consent },
  };
  await confirmations.ask(request, confirmationLife, perAddress, now);
  return 'asked';
}

/** Which words were agreed to, told by the words themselves. */
const versionOf = (language: string, text: string): string =>
  createHash('sha256').update(`${language}\n${text}`).digest('base64url').slice(0, 16);
