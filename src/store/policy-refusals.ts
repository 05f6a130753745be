import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** The refusals of us by the servers of one recipient domain, as reported by bounces. */
export type PolicyRefusals = {
  domain: string;
  count: number;
  /** The newest ones, since that domain last reported anything else. */
  inARow: number;
  /** Of the newest. */
  code?: string;
  words?: string;
};

/** The replies of one domain's servers to deliveries that failed or were deferred, with equal words. */
export type RefusedDeliveries = { domain: string; code?: number; words: string; count: number };

/** Domains, and different replies, that are read at most. */
const maxDomains = 50;
const maxReplies = 500;

/** The refusals of us (`policy`) by recipient domain, the most frequent first. @param week only those of this issue */
export async function policyRefusals(db: Kysely<Tables>, since: Date, week?: string): Promise<PolicyRefusals[]> {
  const reports = db.selectFrom('bounces').innerJoin('subscribers', 'subscribers.id', 'bounces.subscriber_id');
  const rows = await reports
    .select(eb => ['domain', eb.fn.countAll().as('count'), eb.fn.max('bounces.id').as('newest')])
    .where('kind', '=', 'policy')
    .where('bounces.created_at', '>=', since.toISOString())
    .$if(week !== undefined, query => query.where('week', '=', week ?? ''))
    .groupBy('domain')
    .orderBy('count', 'desc')
    .limit(maxDomains)
    .execute();
  const found: PolicyRefusals[] = [];
  for (const { domain, count, newest } of rows) {
    const other = await reports
      .select(eb => eb.fn.max('bounces.id').as('id'))
      .where('domain', '=', domain)
      .where('kind', 'not in', ['policy', 'unknown'])
      .executeTakeFirst();
    const row = await reports
      .select(eb => eb.fn.countAll().as('n'))
      .where('domain', '=', domain)
      .where('kind', '=', 'policy')
      .where('bounces.id', '>', other?.id ?? 0)
      .executeTakeFirst();
    const last = await db.selectFrom('bounces').select(['code', 'words']).where('id', '=', newest).executeTakeFirst();
    found.push({
      domain,
      count: Number(count),
      inARow: Number(row?.n ?? 0),
      code: last?.code ?? undefined,
      words: last?.words ?? undefined,
    });
  }
  return found;
}

/** The replies to the deliveries of an issue that failed or were deferred, by recipient domain. */
export async function refusedDeliveries(db: Kysely<Tables>, week: string): Promise<RefusedDeliveries[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select(eb => ['domain', 'code', 'words', eb.fn.countAll().as('count')])
    .where('week', '=', week)
    .where('state', 'in', ['failed', 'deferred'])
    .where('words', 'is not', null)
    .groupBy(['domain', 'code', 'words'])
    .orderBy('count', 'desc')
    .limit(maxReplies)
    .execute();
  return rows.map(({ domain, code, words, count }) => ({
    domain,
    code: code ?? undefined,
    words: words ?? '',
    count: Number(count),
  }));
}
