import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../src/store/store.ts';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { issueYaml, newsletterWith } from '../helpers/newsletter.ts';

export const week = '2026-W40';
/** `npm run test:faults` takes long; `npm test` runs the same, shorter. */
export const long = process.env.HEBDO_FAULTS === 'long';

/**
 * A newsletter with an issue and so many subscribers, half of them French, that sends to `url`.
 * @param database a path, or the URL of a PostgreSQL
 */
export async function listOf(
  recipients: number,
  url: string,
  database = '.hebdo/hebdo.db',
  domainOf: (i: number) => string = () => 'example.com',
): Promise<string> {
  const folder = await newsletterWith({ [`issues/${week}.yaml`]: issueYaml(week) });
  const storeUrl = database.startsWith('postgres:')
    ? database
    : `sqlite:${database.startsWith('/') ? database : join(folder, database)}`;
  await writeFile(
    join(folder, '.env'),
    `HEBDO_SMTP_URL=${url}\nHEBDO_SECRET="${secret}"\nHEBDO_DATABASE_URL=${storeUrl}\n`,
  );
  const store = await openStore(storeUrl);
  async function* people() {
    for (let i = 0; i < recipients; i++) yield { address: `r${i}@${domainOf(i)}`, language: i % 2 === 0 ? 'fr' : 'en' };
  }
  await store.subscribers.upsert(people(), new Date(), () => undefined);
  await store.close();
  return folder;
}

const addressOf = (i: number): string => `r${i}@example.com`;

/** Who got two copies, who got none though the ledger does not call them uncertain, and what the ledger says. */
export async function balance(folder: string, recipients: number, taken: readonly { to: string }[]) {
  const { troubled, editions } = JSON.parse((await hebdo(folder, ['status', week, '--format', 'json'])).out);
  const uncertain = new Set<string>(
    troubled.flatMap(({ address, state }: { address: string; state: string }) =>
      state === 'uncertain' ? [address] : [],
    ),
  );
  const copies = new Map<string, number>();
  for (const { to } of taken) copies.set(to, (copies.get(to) ?? 0) + 1);
  return {
    uncertain: uncertain.size,
    twice: [...copies].flatMap(([to, count]) => (count > 1 ? [to] : [])),
    none: Array.from({ length: recipients }, (_, i) => addressOf(i)).filter(
      to => !copies.has(to) && !uncertain.has(to),
    ),
    accepted: editions.reduce(
      (sum: number, { states }: { states: { accepted?: number } }) => sum + (states.accepted ?? 0),
      0,
    ),
    /** Other than uncertain. */
    troubled: troubled.filter(({ state }: { state: string }) => state !== 'uncertain').length,
  };
}
