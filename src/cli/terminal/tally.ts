import { throttleOf } from '../../replies/throttle.ts';
import type { OpenDelivery, Settlement } from '../../store/ledger/delivery.ts';
import type { DeliveryState } from '../../store/schema.ts';
import { counted, number, t } from '../../wording/wording.ts';
import { countOf } from '../names.ts';

/** Counts a run's deliveries as they are settled, for the lines under its progress bar. */
export type Tally = { add(delivery: OpenDelivery, settlement: Settlement): void; lines(): string[] };

const maxShownDomains = 3;

/** @param due how many are due, by language */
export function makeTally(due: ReadonlyMap<string, number>): Tally {
  const byLanguage = new Map<string, number>();
  const byState = new Map<DeliveryState, number>();
  const slowed = new Map<string, number>();
  const count = <Key>(counts: Map<Key, number>, key: Key): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    add({ language, domain }, settlement) {
      if (settlement.state === 'queued') return;
      count(byState, settlement.state);
      if (settlement.state !== 'deferred') count(byLanguage, language);
      else if (throttleOf({ kind: 'deferred', code: settlement.code, words: settlement.words ?? '' }) !== 'none')
        count(slowed, domain);
    },
    lines() {
      const languages = [...due].map(
        ([language, all]) => `${language} ${number(byLanguage.get(language) ?? 0)}/${number(all)}`,
      );
      const states = [...byState].map(([state, n]) => countOf(n, state));
      const slowest = [...slowed]
        .sort((a, b) => b[1] - a[1])
        .slice(0, maxShownDomains)
        .map(([domain, n]) => `${domain} (${counted(n, 'time', 'times')})`);
      return [
        [...languages, ...states].join('   '),
        ...(slowest.length > 0 ? [t('asked to slow down: %{slowest}', { slowest: slowest.join(', ') })] : []),
      ];
    },
  };
}
