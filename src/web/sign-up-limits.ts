/** Sign-ups that one network can ask for in a window: a school or an office behind one address can still sign up. */
export const maxSignUpsPerNetwork = 10;
export const signUpWindowMinutes = 15;

/**
 * Milliseconds that an answer takes at least. The time for a new address and for one on the list differ by less than one
 * millisecond; behind this minimum the difference cannot be measured.
 */
export const minAnswerMs = 100;
