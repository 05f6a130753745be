import { plainWords } from './plain-words.ts';
import { wordsOf } from './words.ts';

/** Why a server refuses us, as far as its words say. `other`: they do not. */
export type PolicyCause = 'block_list' | 'reverse_dns' | 'authentication' | 'size' | 'rate' | 'content' | 'other';

/** The cause of a refusal of us. @example policyCause('550 5.7.25 No PTR record') // 'reverse_dns' */
export function policyCause(words: string): PolicyCause {
  const said = wordsOf(plainWords(words));
  if (said.say('blockList') || wordsOf(words).say('blockList')) return 'block_list';
  if (said.say('reverseDns')) return 'reverse_dns';
  if (said.say('authentication')) return 'authentication';
  if (said.say('size')) return 'size';
  if (said.say('sendingLimit') || said.say('rate')) return 'rate';
  return said.say('content') ? 'content' : 'other';
}
