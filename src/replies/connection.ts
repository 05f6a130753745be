import { wordsOf } from './words.ts';

/** Whether the server closes the connection after this reply, to any command (RFC 5321 sections 3.8 and 4.2.2). */
export const closesConnection = ({ code }: { code: number }): boolean => code === 421;

/** Reply codes that demand a login, or another mechanism (RFC 4954 section 6). */
export const loginCodes: readonly number[] = [530, 534, 535, 538];

/** Characters of a reply that are searched for a login. */
const maxLoginCharacters = 600;

/**
 * Whether a reply means that the client is not logged in, or not any more (RFC 4954 section 6); it is not about the recipient. Of
 * other codes the words decide. 454 is also the code of a login that fails for now.
 */
export function asksForLogin({ code, words }: { code: number; words: string }): boolean {
  if (loginCodes.includes(code)) return true;
  const said = wordsOf(words, maxLoginCharacters);
  return said.say('loginExpired') || (code === 454 && said.say('login'));
}
