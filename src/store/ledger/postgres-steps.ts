import type { Pool } from 'pg';
import { z } from 'zod';
import { retried } from '../database/transaction.ts';
import type { StepWriter } from './steps.ts';
import { addresseeOf, type StepAnswer, settlementRow, subscriberNow } from './steps.ts';

const row = subscriberNow.extend({
  step: z.enum(['settle', 'begin', 'commit']),
  delivery: z.number(),
  token: z.number(),
});

/** Joins the subscriber of a delivery `d`, and their suppression. */
const subscriberJoins = `left join subscribers s on s.id = d.subscriber_id
  left join suppressions p on p.address_key = s.address_key`;
const subscriberColumns = 's.id, s.address, s.name, s.fields, s.status, s.paused_until, p.reason';
const noSubscriber = 'null, null, null, null, null, null, null';

/** The condition that the sender `a` holds the delivery `d` under its token. */
const isHeld = `exists (select 1 from held h where h.token = a.token and h.week = d.week and d.id between h.first and h.last)`;

/**
 * All steps of a batch in one statement, which is a transaction of its own: one round trip and one write to the log. $1 settlements,
 * $2 the ids of their deliveries, $3 deliveries to begin and $4 their tokens, $5 deliveries to commit and $6 their tokens, $7 now.
 * The arrays of ids show the planner that the rows are few, so that it does not read the whole table.
 *
 * The statement waits for rows that another one changes, and then checks its conditions again (PostgreSQL manual, 13.2.1): all that a
 * step depends on, except the lease and the reader, is in the row itself. Deliveries of an erased reader have a negative subscriber
 * id, so that no words of them are written.
 */
const statement = {
  name: 'hebdo steps',
  text: `with settlements as (
    select * from json_to_recordset($1) as x(
      id bigint, token bigint, state text, is_open int, code int, words text, due_at text, updated_at text,
      attempts_back int, from_sending bool, from_committing bool, suppress text, reason text)
  ), settled as (
    update deliveries d set state = x.state, is_open = x.is_open, code = x.code, due_at = x.due_at,
      words = case when d.subscriber_id > 0 then x.words end,
      updated_at = x.updated_at, attempts = d.attempts - x.attempts_back,
      first_tried_at = case when d.attempts > x.attempts_back then d.first_tried_at end
    from settlements x where d.id = x.id and d.id = any($2::bigint[]) and d.state <> 'accepted' and (x.state = 'accepted'
      or (d.token = x.token and ((d.state = 'sending' and x.from_sending) or (d.state = 'committing' and x.from_committing))))
    returning d.id, d.subscriber_id, x.token, x.suppress, x.reason, x.updated_at
  ), suppressed as (
    insert into suppressions (address_key, reason, created_at)
    select distinct on (suppress) suppress, reason, updated_at from settled where suppress is not null and subscriber_id > 0
    on conflict (address_key) do nothing
  ), begins as (select * from unnest($3::bigint[], $4::bigint[]) as a(id, token)
  ), commits as (select * from unnest($5::bigint[], $6::bigint[]) as a(id, token)
  ), held as (
    select token, week, 0 as first, ${Number.MAX_SAFE_INTEGER} as last from runs
    where token = any($4::bigint[] || $6::bigint[]) and holder is not null
    union all select token, week, first_id, last_id from chunks where token = any($4::bigint[] || $6::bigint[])
  ), begun as (
    update deliveries d set state = 'sending', token = a.token, updated_at = $7, attempts = d.attempts + 1,
      first_tried_at = coalesce(d.first_tried_at, $7)
    from begins a where d.id = a.id and d.id = any($3::bigint[]) and ${isHeld} and d.state in ('queued', 'deferred')
    returning d.id, d.subscriber_id, d.token
  ), committed as (
    update deliveries d set state = 'committing', updated_at = $7
    from commits a where d.id = a.id and d.id = any($5::bigint[]) and d.token = a.token and ${isHeld} and d.state = 'sending'
      and exists (select 1 from subscribers s where s.id = d.subscriber_id and s.status = 'active'
        and (s.paused_until is null or s.paused_until <= $7)
        and not exists (select 1 from suppressions p where p.address_key = s.address_key))
    returning d.id, d.token
  )
  select 'begin' as step, d.id as delivery, d.token, ${subscriberColumns} from begun d ${subscriberJoins}
  union all select 'commit', id, token, ${noSubscriber} from committed
  union all select 'settle', id, token, ${noSubscriber} from settled`,
};

/** Why deliveries could not be committed. */
const lookUp = {
  name: 'hebdo look up',
  text: `select 'commit' as step, d.id as delivery, d.token, ${subscriberColumns} from deliveries d ${subscriberJoins} where d.id = any($1::bigint[])`,
};

const rowsSchema = z.array(row);

/** The steps of deliveries (steps.ts) in PostgreSQL. As single statements they take four times as long. */
export function postgresSteps(pool: Pool): StepWriter {
  const rowsOf = async (query: { name: string; text: string }, values: unknown[]) =>
    rowsSchema.parse((await retried(() => pool.query({ ...query, values }))).rows);

  return {
    // While one batch is written to the disk the next is in transit.
    maxParallel: 3,
    async write(steps) {
      const settlements = steps.flatMap(step => (step.kind === 'settle' ? [step] : []));
      const asked = (kind: 'begin' | 'commit') => steps.flatMap(step => (step.kind === kind ? [step] : []));
      const [begins, commits] = [asked('begin'), asked('commit')];
      const now = steps[0]?.now ?? new Date(0);
      const rows = await rowsOf(statement, [
        JSON.stringify(settlements.map(settlementRow)),
        settlements.map(({ id }) => id),
        begins.map(({ id }) => id),
        begins.map(({ token }) => token),
        commits.map(({ id }) => id),
        commits.map(({ token }) => token),
        now.toISOString(),
      ]);
      // Two senders may contend for a delivery in one batch: an answer is for the one whose token it has.
      const nameOf = (delivery: number, token: number): string => `${delivery} ${token}`;
      const of = (kind: 'settle' | 'begin' | 'commit') =>
        new Map(rows.filter(({ step }) => step === kind).map(one => [nameOf(one.delivery, one.token), one]));
      const [settled, begun, committed] = [of('settle'), of('begin'), of('commit')];
      const refused = commits.flatMap(({ id, token }) => (committed.has(nameOf(id, token)) ? [] : [id]));
      const why = new Map(
        (refused.length === 0 ? [] : await rowsOf(lookUp, [refused])).map(one => [one.delivery, addresseeOf(one, now)]),
      );
      return steps.map(({ kind, id, token }): StepAnswer => {
        const name = nameOf(id, token);
        if (kind === 'settle') return settled.has(name);
        const begins = begun.get(name);
        if (kind === 'begin') return begins && addresseeOf(begins, now);
        if (committed.has(name)) return true;
        const who = why.get(id);
        return who !== undefined && 'skip' in who ? who : false;
      });
    },
    close: () => Promise.resolve(),
  };
}
