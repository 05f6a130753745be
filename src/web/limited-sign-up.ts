import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { askForConfirmation, type SignUpRequest } from '../subscribers/sign-up.ts';
import { networkOf } from './network.ts';
import { minAnswerMs, signUpsPerNetwork, signUpWindowMinutes } from './sign-up-limits.ts';
import type { Site } from './site.ts';

/** The outcome of a request for a confirmation. It does not depend on whether the address is on the list. */
export type AskOutcome = 'asked' | 'bad_address' | 'too_many' | 'closed';

/** Asks for a confirmation on behalf of a visitor, within the limits of the visitor's networks. */
export type AskWithinLimits = (c: Context, wanted: Omit<SignUpRequest, 'network'>) => Promise<AskOutcome>;

/** Sign-ups of the last minutes that were held off: refused to a wide network, or dropped for newer ones. */
export type HeldOff = { refused: number; dropped: number };

const windowSeconds = signUpWindowMinutes * 60;

/**
 * Makes the function that asks for confirmations of sign-ups and of new addresses, and the one that tells how many sign-ups
 * were held off in the last `signUpWindowMinutes`.
 */
export function limitedSignUp(site: Site): { ask: AskWithinLimits; heldOff: () => Promise<HeldOff> } {
  const { store, wakeConfirmationSender, now } = site.job;
  const limitersOf = (family: 4 | 6) =>
    signUpsPerNetwork[family].map(({ bits, limit }) => ({
      bits,
      limiter: new RateLimiterMemory({ points: limit, duration: windowSeconds }),
    }));
  const limiters = { 4: limitersOf(4), 6: limitersOf(6) };
  const held = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: windowSeconds });
  const countOf = async (key: keyof HeldOff): Promise<number> => (await held.get(key))?.consumedPoints ?? 0;

  /** Counts a sign-up for each network of an address, the narrowest first; for none if one is at its limit. */
  const isWithinLimits = async (address: string): Promise<boolean> => {
    const counted: (() => Promise<unknown>)[] = [];
    for (const { bits, limiter } of limiters[isIP(address) === 6 ? 6 : 4]) {
      const network = networkOf(address, bits);
      if (await isBelowLimit(limiter, network)) {
        counted.push(() => limiter.reward(network));
        continue;
      }
      if (counted.length > 0) await held.consume('refused');
      await Promise.all(counted.map(giveBack => giveBack()));
      return false;
    }
    return true;
  };
  return {
    async ask(c, wanted) {
      if (wakeConfirmationSender === undefined) return 'closed';
      if (!(await isWithinLimits(site.addressOf(c)))) return 'too_many';
      const request = { ...wanted, network: site.networkOf(c) };
      const [kept] = await Promise.all([askForConfirmation(store, request, now()), pause(minAnswerMs)]);
      if (kept === undefined) return 'bad_address';
      if (kept.dropped > 0) await held.consume('dropped', kept.dropped);
      wakeConfirmationSender();
      return 'asked';
    },
    heldOff: async () => ({ refused: await countOf('refused'), dropped: await countOf('dropped') }),
  };
}

/** Counts one more for a key. @returns false if that is above the limit */
const isBelowLimit = (limiter: RateLimiterMemory, key: string): Promise<boolean> =>
  limiter.consume(key).then(
    () => true,
    (cause: unknown) => {
      // The limiter rejects with a RateLimiterRes when the limit is reached, and with an error when it fails.
      if (cause instanceof RateLimiterRes) return false;
      throw cause;
    },
  );
