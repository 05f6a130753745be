import { refusalClass } from '../message/refusal.ts';
import type { Outcome } from './transport.ts';

/** Refusals of us, one after another, after which going on would only make our name worse. */
const mostRejections = 20;

/** Watches for a server that refuses us whoever the reader is; `words` are then the server's. */
export type PolicyGuard = { readonly words: string | undefined; see(outcome: Outcome): void };

export function policyGuard(): PolicyGuard {
  let inARow = 0;
  let words: string | undefined;
  return {
    get words() {
      return words;
    },
    see(outcome) {
      const refused = outcome.kind === 'refused' && refusalClass(outcome.code, outcome.words) === 'policy';
      inARow = refused ? inARow + 1 : outcome.kind === 'accepted' ? 0 : inARow;
      if (refused && inARow >= mostRejections) words = `${outcome.code} ${outcome.words}`;
    },
  };
}
