import type { Ledger, OpenDelivery } from '../store/ledger.ts';

/** Deliveries read ahead of the connections: few enough to forget, many enough that none waits for the database. */
const readAhead = 200;

/** What is due in a run at one moment, handed out one by one in the order of the ledger, each once. */
export function deliveryQueue(ledger: Ledger, week: string, now: Date): { take(): Promise<OpenDelivery | undefined> } {
  let page: OpenDelivery[] = [];
  let last = 0;
  let reading: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    page = await ledger.open(week, now, last, readAhead);
    last = page.at(-1)?.id ?? Number.POSITIVE_INFINITY;
  };
  return {
    async take() {
      while (page.length === 0 && last !== Number.POSITIVE_INFINITY) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await reading;
      }
      return page.shift();
    },
  };
}
