import type { Outcome } from '../smtp/transport.ts';

/** Replies of the same kind for so many domains come from the relay, not from the domains. */
export const minDomainsOfRelay = 3;

/** Unclear replies may be a limit of the relay's if they are a third of so many, for several domains, while others are accepted. */
const unclearOutOf = 30;
const minUnclearShare = 1 / 3;

/**
 * What unclear replies mean. `unknown`: nothing is assumed; `tried`: less is sent, to see whether they become fewer; `limit`: they did,
 * so that they are a limit of the relay's; `none`: they did not.
 */
type Meaning = 'unknown' | 'tried' | 'limit' | 'none';

/** Decides from the last replies what unclear ones mean. */
type UnclearReplies = {
  /** Records a reply. @returns what unclear replies mean from now on */
  record(domain: string, how: Outcome['kind'] | 'unclear'): Meaning;
};

/** Records of one run. @param removeLimit is called when sending less did not help */
export function unclearReplies(removeLimit: () => void): UnclearReplies {
  let meaning: Meaning = 'unknown';
  let recent: { domain: string; how: Outcome['kind'] | 'unclear' }[] = [];
  const next = (): Meaning => {
    const unclear = recent.filter(({ how }) => how === 'unclear');
    const areMany = unclear.length >= minUnclearShare * unclearOutOf;
    const domains = new Set(unclear.map(({ domain }) => domain));
    if (meaning === 'tried' || meaning === 'limit') return areMany ? 'none' : 'limit';
    if (meaning === 'none') return areMany ? 'none' : 'unknown';
    const hasAccepted = recent.some(({ how }) => how === 'accepted');
    return areMany && hasAccepted && domains.size >= minDomainsOfRelay ? 'tried' : 'unknown';
  };
  return {
    record(domain, how) {
      recent.push({ domain, how });
      if (recent.length > unclearOutOf) recent.shift();
      if (recent.length < unclearOutOf) return meaning;
      const found = next();
      if (found === meaning) return meaning;
      if (found === 'none') removeLimit();
      meaning = found;
      recent = [];
      return meaning;
    },
  };
}
