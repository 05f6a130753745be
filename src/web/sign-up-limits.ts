/** The minutes in which the sign-ups of a network are counted. */
export const signUpWindowMinutes = 15;

/**
 * Sign-ups per window of networks by their width: a school or an office behind one address can still sign up, and anyone who
 * holds a wide network, as a provider gives each customer an IPv6 /48, gains little by it.
 */
export const signUpsPerNetwork: Record<4 | 6, readonly { bits: number; limit: number }[]> = {
  4: [
    { bits: 32, limit: 10 },
    { bits: 24, limit: 40 },
  ],
  6: [
    { bits: 64, limit: 10 },
    { bits: 56, limit: 20 },
    { bits: 48, limit: 40 },
    { bits: 32, limit: 400 },
  ],
};

/**
 * Milliseconds that an answer takes at least. The time for a new address and for one on the list differ by less than one
 * millisecond; behind this minimum the difference cannot be measured.
 */
export const minAnswerMs = 100;
