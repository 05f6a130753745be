import type { DatabaseSync } from 'node:sqlite';
import type { StepWriter } from './steps.ts';
import { addresseeOf, type Step, type StepAnswer, settlementRow, subscriberNow } from './steps.ts';

/**
 * The steps of deliveries (steps.ts) in SQLite: prepared statements in one transaction, on a connection of their own. Three in
 * four of a run's writes are steps; through Kysely they take twice the time (docs/performance.md).
 * @param open opens the connection, at the first step
 */
export function sqliteSteps(open: () => DatabaseSync): StepWriter {
  let db: DatabaseSync | undefined;
  let write: ((steps: readonly Step[]) => StepAnswer[]) | undefined;
  return {
    async write(steps) {
      db ??= open();
      write ??= stepsOver(db);
      return write(steps);
    },
    async close() {
      db?.close();
    },
  };
}

/** Writes steps in one transaction of a connection that has no other user meanwhile. */
export function stepsOver(db: DatabaseSync): (steps: readonly Step[]) => StepAnswer[] {
  const statements = prepared(db);
  return steps => {
    const weekOf = weekLookup(statements);
    statements.start.run();
    try {
      const answers = new Array<StepAnswer>(steps.length);
      // Settlements first: on one connection they precede the steps of the next message.
      for (const [i, step] of steps.entries()) if (step.kind === 'settle') answers[i] = settle(statements, step);
      for (const [i, step] of steps.entries())
        if (step.kind !== 'settle') answers[i] = beginOrCommit(statements, step, weekOf(step.token));
      statements.end.run();
      return answers;
    } catch (cause) {
      if (db.isTransaction) db.exec('rollback');
      throw cause;
    }
  };
}

type Statements = ReturnType<typeof prepared>;

const prepared = (db: DatabaseSync) => ({
  start: db.prepare('begin immediate'),
  end: db.prepare('commit'),
  weekHeld: db.prepare('select week from runs where token = ? and holder is not null'),
  begin: db.prepare(
    `update deliveries set state = 'sending', token = ?, updated_at = ?, attempts = attempts + 1,
     first_tried_at = coalesce(first_tried_at, ?)
     where id = ? and week = ? and state in ('queued', 'deferred') returning subscriber_id`,
  ),
  commit: db.prepare(
    `update deliveries set state = 'committing', updated_at = ? where id = ? and token = ? and week = ? and state = 'sending'
     and exists (select 1 from subscribers s where s.id = subscriber_id and s.status = 'active'
       and (s.paused_until is null or s.paused_until <= ?)
       and not exists (select 1 from suppressions p where p.address_key = s.address_key))`,
  ),
  // A reply may hold the address: it is not kept if the reader was erased meanwhile.
  settle: db.prepare(
    `update deliveries set state = :state, is_open = :is_open, code = :code, due_at = :due_at, updated_at = :updated_at,
       attempts = attempts - :attempts_back, first_tried_at = case when attempts > :attempts_back then first_tried_at end, words = case when subscriber_id > 0 then :words end
     where id = :id and state <> 'accepted' and (:state = 'accepted'
       or (token = :token and ((state = 'sending' and :from_sending) or (state = 'committing' and :from_committing))))
     returning subscriber_id`,
  ),
  suppress: db.prepare(
    'insert into suppressions (address_key, reason, created_at) values (?, ?, ?) on conflict (address_key) do nothing',
  ),
  subscriberOf: db.prepare('select subscriber_id from deliveries where id = ?'),
  subscriber: db.prepare(
    `select s.id, s.address, s.name, s.fields, s.status, s.paused_until, p.reason from subscribers s
     left join suppressions p on p.address_key = s.address_key where s.id = ?`,
  ),
});

/** The week of the run that a token holds, looked up once a transaction; empty if it holds none. */
function weekLookup({ weekHeld }: Statements): (token: number) => string {
  const weeks = new Map<number, string>();
  return token => {
    const week = weeks.get(token) ?? String(weekHeld.get(token)?.week ?? '');
    weeks.set(token, week);
    return week;
  };
}

function settle(statements: Statements, step: Extract<Step, { kind: 'settle' }>): boolean {
  const { suppress: address, reason, from_sending, from_committing, ...row } = settlementRow(step);
  const flags = { from_sending: from_sending ? 1 : 0, from_committing: from_committing ? 1 : 0 };
  const settled = statements.settle.get({ ...row, ...flags });
  if (settled === undefined) return false;
  if (address !== null && Number(settled.subscriber_id) > 0) statements.suppress.run(address, reason, row.updated_at);
  return true;
}

function beginOrCommit(
  { begin, commit, subscriberOf, subscriber }: Statements,
  { kind, id, token, now: at }: Exclude<Step, { kind: 'settle' }>,
  week: string,
): StepAnswer {
  const now = isoOf(at);
  if (kind === 'commit' && commit.run(now, id, token, week, now).changes === 1) return true;
  const delivery = kind === 'begin' ? begin.get(token, now, now, id, week) : subscriberOf.get(id);
  if (delivery === undefined) return kind === 'begin' ? undefined : false;
  const found = subscriber.get(Number(delivery.subscriber_id));
  const addressee = addresseeOf(subscriberNow.optional().parse(found), at);
  return kind === 'begin' || 'skip' in addressee ? addressee : false;
}

/** Steps of the same millisecond share its text. */
let last = { time: Number.NaN, text: '' };
function isoOf(date: Date): string {
  const time = date.getTime();
  if (time !== last.time) last = { time, text: date.toISOString() };
  return last.text;
}
