import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { askForConfirmation, type SignUpRequest } from '../subscribers/sign-up.ts';
import type { Site } from './site.ts';

/** What came of asking; the same whether the address is known or not. */
export type Asked = 'asked' | 'bad_address' | 'too_many' | 'closed';

/** Asks for a confirmation on a visitor's behalf, a few times for each network. */
export type Ask = (c: Context, wanted: Omit<SignUpRequest, 'network'>) => Promise<Asked>;

/** So many from one network in so many seconds: a school or an office behind one address can still sign up. */
const perNetwork = { points: 10, duration: 900 };

/**
 * Milliseconds an answer takes at least. What is done for an address asked before differs from what is done for a new one
 * by less than one: behind this, nobody can measure it.
 */
const leastTime = 100;

export function makeSignUpLimits(site: Site): Ask {
  const { store, wakeConfirmationSender, now } = site.job;
  const limiter = new RateLimiterMemory(perNetwork);
  const isFree = (network: string): Promise<boolean> =>
    limiter.consume(network).then(
      () => true,
      (cause: unknown) => {
        // It rejects with what is left, where nothing is; with an error, where it is broken.
        if (cause instanceof RateLimiterRes) return false;
        throw cause;
      },
    );
  return async (c, wanted) => {
    if (wakeConfirmationSender === undefined) return 'closed';
    const network = site.networkOf(c);
    if (!(await isFree(network))) return 'too_many';
    const [outcome] = await Promise.all([askForConfirmation(store, { ...wanted, network }, now()), pause(leastTime)]);
    if (outcome === 'asked') wakeConfirmationSender();
    return outcome === 'no_address' ? 'bad_address' : outcome === 'full' ? 'closed' : 'asked';
  };
}
