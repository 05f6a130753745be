import { wordsOf } from './words.ts';

/** Whether the server closes the connection with this reply, whatever it answers (RFC 5321 sections 3.8 and 4.2.2). */
export const closesConnection = ({ code }: { code: number }): boolean => code === 421;

/** Replies that ask for a login, or for another way to log in (RFC 4954 section 6). */
export const loginCodes: readonly number[] = [530, 534, 535, 538];

/**
 * Whether a reply says that the client is not logged in, or not any more (RFC 4954 section 6): it says nothing of the
 * recipient. 454 also stands for other failures; its words then decide.
 */
export const asksForLogin = ({ code, words }: { code: number; words: string }): boolean =>
  loginCodes.includes(code) || (code === 454 && wordsOf(words, 600).say('login'));
