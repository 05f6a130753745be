import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { askForConfirmation, type SignUpRequest } from '../subscribers/sign-up.ts';
import { maxSignUpsPerNetwork, minAnswerMs, signUpWindowMinutes } from './sign-up-limits.ts';
import type { Site } from './site.ts';

/** The outcome of a request for a confirmation. It does not depend on whether the address is on the list. */
export type AskOutcome = 'asked' | 'bad_address' | 'too_many' | 'closed';

/** Asks for a confirmation on behalf of a visitor, within the limits of the visitor's network. */
export type AskWithinLimits = (c: Context, wanted: Omit<SignUpRequest, 'network'>) => Promise<AskOutcome>;

/** Makes the function that asks for confirmations of sign-ups and of new addresses. */
export function askWithinLimits(site: Site): AskWithinLimits {
  const { store, wakeConfirmationSender, now } = site.job;
  const limiter = new RateLimiterMemory({ points: maxSignUpsPerNetwork, duration: signUpWindowMinutes * 60 });
  const isWithinLimit = (network: string): Promise<boolean> =>
    limiter.consume(network).then(
      () => true,
      (cause: unknown) => {
        // The limiter rejects with a RateLimiterRes when the limit is reached, and with an error when it fails.
        if (cause instanceof RateLimiterRes) return false;
        throw cause;
      },
    );
  return async (c, wanted) => {
    if (wakeConfirmationSender === undefined) return 'closed';
    const network = site.networkOf(c);
    if (!(await isWithinLimit(network))) return 'too_many';
    const [outcome] = await Promise.all([askForConfirmation(store, { ...wanted, network }, now()), pause(minAnswerMs)]);
    if (outcome === 'asked') wakeConfirmationSender();
    return outcome === 'no_address' ? 'bad_address' : outcome === 'full' ? 'closed' : 'asked';
  };
}
