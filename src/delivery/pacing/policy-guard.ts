import { gistOf } from '../../replies/gist.ts';
import { namesRecipient, refusalClass, refusalOf } from '../../replies/refusal.ts';
import { refusesUs } from '../../replies/refusal-of-us.ts';
import type { Outcome } from '../smtp/transport.ts';

/** After so many refusals in a row that may be about us, further mail would only harm the sender's reputation. */
const maxRefusalsInARow = 20;
/** The same at the end of a pass, which may have few messages. */
const minRefusalsAtEnd = 3;
/** Refusals by so many recipient domains are about us; by fewer, they are about those domains. */
const minDomainsOfStop = 3;
/** Mailboxes of so many domains in a row are not all missing or full: the server then refuses us, even if its words are about the mailbox. */
const minDomainsOfDoubt = 5;

/** Minutes until one message is tried again after all sending was stopped; the last holds for all later probes. */
const probePauseMinutes = [15, 30, 60, 120, 240];

/** Milliseconds until the next probe. @param probes how many there were */
export const probePauseMs = (probes: number): number =>
  (probePauseMinutes[Math.min(probes, probePauseMinutes.length - 1)] ?? 60) * 60_000;

/** Whether the server refused us, for now or for good, and not this recipient. */
export const isRefusalOfUs = (outcome: Outcome): boolean =>
  (outcome.kind === 'refused' && outcome.isOurs === true) || refusesUs(outcome);

/** The delivery that a message was for. */
type Tried = { domain: string; isFirst: boolean };

/** Decides from the refusals of one process whether the servers refuse us. */
export type PolicyGuard = {
  /** The reply that shows that the server refuses us for every recipient; undefined as long as it does not. */
  readonly refusal: { code?: number; words: string } | undefined;
  /** Whether the servers of a domain refuse us while others accept mail. */
  refuses(domain: string): boolean;
  /**
   * Records how a message ended.
   * @param tried its recipient's domain, and whether it was the first attempt
   * @param hasOthers whether there is mail for other domains than these
   * @returns whether it is a refusal of us
   */
  record(outcome: Outcome, tried: Tried, hasOthers: (domains: ReadonlySet<string>) => boolean): boolean;
  /** Whether a refusal is one of several alike in a row that name no recipient, by domains that took mail before: it may be about us. */
  doubts(outcome: Outcome, domain: string): boolean;
  /** Records the end of a pass in which nothing was accepted. */
  endWithoutAcceptance(): void;
};

/** Refusals in a row, the domains of their recipients, and the reply that tells most. */
type Row = { count: number; domains: Set<string>; reply?: PolicyGuard['refusal'] };

/** A guard without records. */
export function policyGuard(): PolicyGuard {
  /** Refusals since the last acceptance that may be about us; those of one reply, by its gist; and the domains of all. */
  let ours = emptyRow();
  const alike = new Map<string, Row>();
  const all = new Set<string>();
  /** Domains that took mail. */
  const takers = new Set<string>();
  const refusing = new Set<string>();
  let refusal: PolicyGuard['refusal'];
  const recordAcceptance = (domain: string): void => {
    ours = emptyRow();
    alike.clear();
    all.clear();
    refusing.delete(domain);
    takers.add(domain);
  };
  /** The row of a reply. One reply to all is not about each of them if their domains took mail before. */
  const rowOf = (outcome: Refused, { domain, isFirst }: Tried): Row | undefined => {
    // An address that does not exist for the second time, after others were tried, does not exist.
    const isBelieved = !isFirst && refusalClass(outcome.code, outcome.words) === 'hard';
    if (isBelieved || (takers.size > 0 && !takers.has(domain))) return undefined;
    const gist = gistOf(outcome);
    const row = alike.get(gist) ?? emptyRow();
    alike.set(gist, row);
    return row;
  };
  return {
    get refusal() {
      return refusal;
    },
    refuses: domain => refusing.has(domain),
    record(outcome, tried, hasOthers) {
      const { domain } = tried;
      if (outcome.kind === 'accepted') recordAcceptance(domain);
      if (!isRefused(outcome)) return false;
      all.add(domain);
      const isPlain = isRefusalOfUs(outcome);
      const isOfUs = isPlain || all.size >= minDomainsOfDoubt;
      const mayBeOfUs = isOfUs || refusalOf(outcome.code, outcome.words).isGuess;
      const rows = [mayBeOfUs ? ours : undefined, rowOf(outcome, tried)].filter(row => row !== undefined);
      for (const row of rows) count(row, domain, outcome, isPlain);
      const full = rows.find(row => row.count >= maxRefusalsInARow && (row === ours || takers.has(domain)));
      if (full === undefined) return isOfUs;
      const { domains, reply } = full;
      if (outcome.isOurs === true || domains.size >= minDomainsOfStop || !hasOthers(domains)) refusal = reply;
      else for (const one of domains) refusing.add(one);
      return true;
    },
    doubts: (outcome, domain) =>
      isRefused(outcome) &&
      !namesRecipient(outcome.words) &&
      takers.has(domain) &&
      (alike.get(gistOf(outcome))?.count ?? 0) >= minRefusalsAtEnd,
    endWithoutAcceptance() {
      if (ours.count >= minRefusalsAtEnd) refusal ??= ours.reply;
      for (const { count, reply } of alike.values()) if (count >= maxRefusalsInARow) refusal ??= reply;
    },
  };
}

type Refused = Extract<Outcome, { kind: 'accepted' | 'deferred' | 'refused' }>;

/** Whether the server refused a message, or us for now. Without a code the refusal is not the server's. */
const isRefused = (outcome: Outcome): outcome is Refused =>
  (outcome.kind === 'refused' && outcome.code !== undefined) || isRefusalOfUs(outcome);

const emptyRow = (): Row => ({ count: 0, domains: new Set() });

/** Counts a refusal in a row. @param isPlain whether its words say that it is about us */
function count(row: Row, domain: string, { code, words }: Refused, isPlain: boolean): void {
  row.count++;
  row.domains.add(domain);
  if (isPlain || row.reply === undefined) row.reply = { code, words };
}
