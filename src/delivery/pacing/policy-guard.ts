import { refusalClass } from '../../replies/refusal.ts';
import type { Outcome } from '../smtp/transport.ts';

/**
 * Refusals in a row that may be of us, after which going on would only harm our name; and so many where a pass brought nothing
 * else, for a short list.
 */
const maxRefusalsInARow = 20;
const minRefusalsInVain = 3;
/** Refusals of so many recipient domains are of us; of fewer, of those domains. */
const minDomainsOfStop = 3;
/** Readers of so many domains in a row are not all gone or full: the server then refuses us, whatever its words. */
const minDomainsOfDoubt = 5;

/** Minutes until one message is tried again after all sending was stopped; the last holds for all that follow. */
const probePauses = [15, 30, 60, 120, 240];

/** Milliseconds until the next probe. @param probes how many there were */
export const probePause = (probes: number): number =>
  (probePauses[Math.min(probes, probePauses.length - 1)] ?? 60) * 60_000;

/** Whether the server refuses us, and not this reader. */
export const isRefusalOfUs = (outcome: Outcome): boolean =>
  outcome.kind === 'refused' &&
  (outcome.isOurs === true || (outcome.code !== undefined && refusalClass(outcome.code, outcome.words) === 'policy'));

/** Watches over the refusals of one process. */
export type PolicyGuard = {
  /** What the server said that refuses us, whoever the reader is; nothing where it does not. */
  readonly refusal: { code?: number; words: string } | undefined;
  /** Whether the servers of a domain refuse us while others take mail. */
  refuses(domain: string): boolean;
  /**
   * Takes note of how a message ended.
   * @param hasOthers whether there is mail for other domains than these
   * @returns whether it is a refusal of us
   */
  see(outcome: Outcome, domain: string, hasOthers: (domains: ReadonlySet<string>) => boolean): boolean;
  /** A pass is over in which nothing was accepted. */
  endInVain(): void;
};

/** A guard that has seen nothing. */
export function policyGuard(): PolicyGuard {
  let inARow = 0;
  /** Domains of refusals since a message was accepted: of those that may be of us, and of all. */
  const ours = new Set<string>();
  const all = new Set<string>();
  const refusing = new Set<string>();
  let last: PolicyGuard['refusal'];
  let refusal: PolicyGuard['refusal'];
  return {
    get refusal() {
      return refusal;
    },
    refuses: domain => refusing.has(domain),
    see(outcome, domain, hasOthers) {
      if (outcome.kind === 'accepted') {
        inARow = 0;
        ours.clear();
        all.clear();
        refusing.delete(domain);
      }
      // Without a code it was not the server that refused.
      if (outcome.kind !== 'refused' || (outcome.code === undefined && outcome.isOurs !== true)) return false;
      all.add(domain);
      const isOfUs = isRefusalOfUs(outcome) || all.size >= minDomainsOfDoubt;
      if (!isOfUs && refusalClass(outcome.code, outcome.words) !== 'other') return false;
      ours.add(domain);
      if (isRefusalOfUs(outcome) || last === undefined) last = { code: outcome.code, words: outcome.words };
      if (++inARow < maxRefusalsInARow) return isOfUs;
      if (outcome.isOurs === true || ours.size >= minDomainsOfStop || !hasOthers(ours)) refusal = last;
      else for (const one of ours) refusing.add(one);
      return isOfUs;
    },
    endInVain() {
      if (inARow >= minRefusalsInVain) refusal ??= last;
    },
  };
}
