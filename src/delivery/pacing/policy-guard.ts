import { refusalClass, refusalOf } from '../../replies/refusal.ts';
import type { Outcome } from '../smtp/transport.ts';

/** After so many refusals in a row that may be about us, further mail would only harm the sender's reputation. */
const maxRefusalsInARow = 20;
/** The same at the end of a pass without an acceptance, which may have few messages. */
const minRefusalsWithoutAcceptance = 3;
/** Refusals by so many recipient domains are about us; by fewer, they are about those domains. */
const minDomainsOfStop = 3;
/** Mailboxes of so many domains in a row are not all missing or full: the server then refuses us, even if its words are about the mailbox. */
const minDomainsOfDoubt = 5;

/** Minutes until one message is tried again after all sending was stopped; the last holds for all later probes. */
const probePauseMinutes = [15, 30, 60, 120, 240];

/** Milliseconds until the next probe. @param probes how many there were */
export const probePauseMs = (probes: number): number =>
  (probePauseMinutes[Math.min(probes, probePauseMinutes.length - 1)] ?? 60) * 60_000;

/** Whether a refusal is about us, and not about this recipient. */
export const isRefusalOfUs = (outcome: Outcome): boolean =>
  outcome.kind === 'refused' &&
  (outcome.isOurs === true || (outcome.code !== undefined && refusalClass(outcome.code, outcome.words) === 'policy'));

/** Decides from the refusals of one process whether the servers refuse us. */
export type PolicyGuard = {
  /** The reply that shows that the server refuses us for every recipient; undefined as long as it does not. */
  readonly refusal: { code?: number; words: string } | undefined;
  /** Whether the servers of a domain refuse us while others accept mail. */
  refuses(domain: string): boolean;
  /**
   * Records how a message ended.
   * @param hasOthers whether there is mail for other domains than these
   * @returns whether it is a refusal of us
   */
  record(outcome: Outcome, domain: string, hasOthers: (domains: ReadonlySet<string>) => boolean): boolean;
  /** Records the end of a pass in which nothing was accepted. */
  endWithoutAcceptance(): void;
};

/** A guard without records. */
export function policyGuard(): PolicyGuard {
  let inARow = 0;
  /** Domains of refusals since the last acceptance: of those that may be about us, and of all. */
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
    record(outcome, domain, hasOthers) {
      if (outcome.kind === 'accepted') {
        inARow = 0;
        ours.clear();
        all.clear();
        refusing.delete(domain);
      }
      // Without a code the refusal is not the server's.
      if (outcome.kind !== 'refused' || (outcome.code === undefined && outcome.isOurs !== true)) return false;
      all.add(domain);
      const isOfUs = isRefusalOfUs(outcome) || all.size >= minDomainsOfDoubt;
      if (!isOfUs && !refusalOf(outcome.code, outcome.words).isGuess) return false;
      ours.add(domain);
      if (isRefusalOfUs(outcome) || last === undefined) last = { code: outcome.code, words: outcome.words };
      if (++inARow < maxRefusalsInARow) return isOfUs;
      if (outcome.isOurs === true || ours.size >= minDomainsOfStop || !hasOthers(ours)) refusal = last;
      else for (const one of ours) refusing.add(one);
      return isOfUs;
    },
    endWithoutAcceptance() {
      if (inARow >= minRefusalsWithoutAcceptance) refusal ??= last;
    },
  };
}
