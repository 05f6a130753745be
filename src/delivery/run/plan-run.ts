import { matchLanguage } from '../../edition/language-match.ts';
import { type Audience, isMeant } from '../../store/ledger/claim.ts';
import type { Counts } from '../../store/ledger/ledger-views.ts';
import type { Store } from '../../store/store.ts';
import type { Plan } from './run-plan.ts';

/**
 * The edition for a reader: in their language, or the nearest variety of it (`fr-CA`: `fr`), else the default one.
 * @param editions the languages the issue has editions in, the default one first
 */
export const editionFor = (language: string, editions: readonly string[]): string =>
  matchLanguage(language, editions) ?? editions[0] ?? language;

/**
 * What a run of the issue would do now. Reads only.
 * @param editions the languages the issue has editions in, the default one first
 */
export async function planRun(
  { subscribers, suppressions, ledger }: Store,
  { week, editions, now, audience }: { week: string; editions: readonly string[]; now: Date; audience?: Audience },
): Promise<Plan> {
  const begun = await ledger.run(week);
  const suppressed = await suppressions.count();
  if (begun === undefined) {
    const due = new Map(editions.map(language => [language, 0]));
    for (const { language, count } of await subscribers.countDue(now, audience?.tags)) {
      const edition = editionFor(language, editions);
      if (!isMeant(audience, edition)) continue;
      due.set(edition, (due.get(edition) ?? 0) + count);
    }
    return { editions: [...due].map(([language, due]) => ({ language, due, states: {} })), waiting: 0, suppressed };
  }
  const counts = await ledger.counts(week, now);
  const languages = [...new Set([...editions, ...counts.map(({ language }) => language)])];
  return {
    begun,
    waiting: laterOf(counts),
    suppressed,
    editions: languages.map(language => {
      const states = Object.fromEntries(counts.filter(c => c.language === language).map(c => [c.state, c.count]));
      return { language, states, due: (states.queued ?? 0) + (states.deferred ?? 0) + (states.sending ?? 0) };
    }),
  };
}

/** How many deliveries of a run are due only after the moment of the counts. */
export const laterOf = (counts: Counts): number => counts.reduce((sum, { later }) => sum + later, 0);
