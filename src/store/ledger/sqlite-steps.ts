import type { DatabaseSync } from 'node:sqlite';
import type { StepTaker } from './steps.ts';
import { addresseeOf, type Step, type StepAnswer, settlementRow, subscriberNow } from './steps.ts';

/**
 * The steps of deliveries (steps.ts) as SQLite takes them fastest: prepared statements in one transaction, on a connection
 * of their own. Three in four of a run's writes are these; through Kysely they cost twice the time (docs/performance.md).
 * @param open opens the connection, when the first step is taken
 */
export function sqliteSteps(open: () => DatabaseSync): StepTaker {
  let db: DatabaseSync | undefined;
  let steps: ((steps: readonly Step[]) => StepAnswer[]) | undefined;
  return {
    async take(asked) {
      db ??= open();
      steps ??= stepsOver(db);
      return steps(asked);
    },
    async close() {
      db?.close();
    },
  };
}

/** Takes steps in one transaction of a connection that nobody else uses meanwhile. */
export function stepsOver(db: DatabaseSync): (steps: readonly Step[]) => StepAnswer[] {
  const held = db.prepare('select week from runs where token = ? and holder is not null');
  const begin = db.prepare(
    `update deliveries set state = 'sending', token = ?, updated_at = ?, attempts = attempts + 1,
     first_tried_at = coalesce(first_tried_at, ?)
     where id = ? and week = ? and state in ('queued', 'deferred') returning subscriber_id`,
  );
  const commit = db.prepare(
    `update deliveries set state = 'committing', updated_at = ? where id = ? and token = ? and week = ? and state = 'sending'
     and exists (select 1 from subscribers s where s.id = subscriber_id and s.status = 'active'
       and (s.paused_until is null or s.paused_until <= ?)
       and not exists (select 1 from suppressions p where p.address_key = s.address_key))`,
  );
  // What servers say may hold the address: nothing of it is kept of a reader who was erased meanwhile.
  const settle = db.prepare(
    `update deliveries set state = :state, is_open = :is_open, code = :code, due_at = :due_at, updated_at = :updated_at,
       attempts = attempts - :attempts_back, first_tried_at = case when attempts > :attempts_back then first_tried_at end, words = case when subscriber_id > 0 then :words end
     where id = :id and state <> 'accepted' and (:state = 'accepted'
       or (token = :token and ((state = 'sending' and :from_sending) or (state = 'committing' and :from_committing))))
     returning subscriber_id`,
  );
  const suppress = db.prepare(
    'insert into suppressions (address_key, reason, created_at) values (?, ?, ?) on conflict (address_key) do nothing',
  );
  const subscriberOf = db.prepare('select subscriber_id from deliveries where id = ?');
  const lookUp = db.prepare(
    `select s.id, s.address, s.name, s.status, s.paused_until, p.reason from subscribers s
     left join suppressions p on p.address_key = s.address_key where s.id = ?`,
  );
  const [start, end] = [db.prepare('begin immediate'), db.prepare('commit')];

  const settleOne = (step: Extract<Step, { kind: 'settle' }>): boolean => {
    const { suppress: address, reason, from_sending, from_committing, ...row } = settlementRow(step);
    const flags = { from_sending: from_sending ? 1 : 0, from_committing: from_committing ? 1 : 0 };
    const settled = settle.get({ ...row, ...flags });
    if (settled === undefined) return false;
    if (address !== null && Number(settled.subscriber_id) > 0) suppress.run(address, reason, row.updated_at);
    return true;
  };
  const take = (step: Step, weekOf: (token: number) => string): StepAnswer => {
    if (step.kind === 'settle') return settleOne(step);
    const { id, token } = step;
    const now = isoOf(step.now);
    const week = weekOf(token);
    if (step.kind === 'commit' && commit.run(now, id, token, week, now).changes === 1) return true;
    const delivery = step.kind === 'begin' ? begin.get(token, now, now, id, week) : subscriberOf.get(id);
    if (delivery === undefined) return step.kind === 'begin' ? undefined : false;
    const subscriber = lookUp.get(Number(delivery.subscriber_id));
    const who = addresseeOf(subscriberNow.optional().parse(subscriber), step.now);
    return step.kind === 'begin' || 'skip' in who ? who : false;
  };

  return steps => {
    const weeks = new Map<number, string>();
    const weekOf = (token: number): string => {
      const week = weeks.get(token) ?? String(held.get(token)?.week ?? '');
      weeks.set(token, week);
      return week;
    };
    start.run();
    try {
      // Settlements first: of one connection they come before what follows.
      const answers: StepAnswer[] = steps.map(step => (step.kind === 'settle' ? take(step, weekOf) : undefined));
      for (const [i, step] of steps.entries()) if (step.kind !== 'settle') answers[i] = take(step, weekOf);
      end.run();
      return answers;
    } catch (cause) {
      if (db.isTransaction) db.exec('rollback');
      throw cause;
    }
  };
}

/** Steps of the same millisecond share its text. */
let last = { time: Number.NaN, text: '' };
function isoOf(date: Date): string {
  const time = date.getTime();
  if (time !== last.time) last = { time, text: date.toISOString() };
  return last.text;
}
