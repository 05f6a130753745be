import { asksForLogin } from './connection.ts';
import { plainWords } from './plain-words.ts';
import { refusalClass } from './refusal.ts';
import { throttleOf } from './throttle.ts';
import { wordsOf } from './words.ts';

/** How a message ended. */
type Reply = { kind: string; code?: number; words?: string };

/** Replies that may ask for patience only; the others ask to send less. */
const patient = ['none', 'unclear', 'busy'];

/**
 * Whether a reply is about us, and not about this recipient. One that only puts the message off must say so plainly: it names us or a
 * block list, and asks neither for less mail nor for a login.
 * @example refusesUs({ kind: 'deferred', code: 454, words: '4.7.1 Relay access denied' }) // true
 */
export function refusesUs({ kind, code, words = '' }: Reply): boolean {
  if (code === undefined || (kind !== 'refused' && kind !== 'deferred')) return false;
  if (refusalClass(code, words) !== 'policy') return false;
  if (kind === 'refused') return true;
  const said = wordsOf(plainWords(words));
  return (
    (said.say('aboutUs') || said.say('blockList')) &&
    patient.includes(throttleOf({ kind, code, words })) &&
    !asksForLogin({ code, words })
  );
}
