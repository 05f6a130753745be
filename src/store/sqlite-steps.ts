import type { DatabaseSync } from 'node:sqlite';
import { addressKey } from './address.ts';
import type { StepTaker } from './ledger.ts';
import { openStates } from './schema.ts';
import { addresseeOf, type Step, type StepAnswer, subscriberNow } from './steps.ts';

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

function stepsOver(db: DatabaseSync): (steps: readonly Step[]) => StepAnswer[] {
  const held = db.prepare('select week from runs where holder = ?');
  const begin = db.prepare(
    `update deliveries set state = 'sending', updated_at = ?, attempts = attempts + 1
     where id = ? and week = ? and state in ('queued', 'deferred') returning subscriber_id`,
  );
  const commit = db.prepare(
    `update deliveries set state = 'committing', updated_at = ? where id = ? and week = ? and state = 'sending'
     and exists (select 1 from subscribers s where s.id = subscriber_id and s.status = 'active'
       and (s.paused_until is null or s.paused_until <= ?)
       and not exists (select 1 from suppressions p where p.address_key = s.address_key))`,
  );
  const settle = db.prepare(
    `update deliveries set state = ?, is_open = ?, code = ?, words = ?, due_at = ?, updated_at = ?, attempts = attempts - ? where id = ?`,
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

  const take = (step: Step, weekOf: (holder: string) => string): StepAnswer => {
    const now = isoOf(step.now);
    if (step.kind === 'settle') {
      const { state, code = null, words = null } = step.settlement;
      const due = step.settlement.state === 'deferred' ? step.settlement.dueAt.toISOString() : null;
      settle.run(
        state,
        openStates.includes(state) ? 1 : 0,
        code,
        words?.slice(0, 500) ?? null,
        due,
        now,
        state === 'queued' ? 1 : 0,
        step.id,
      );
      if (step.settlement.state === 'failed' && step.settlement.suppress !== undefined)
        suppress.run(addressKey(step.settlement.suppress.address), step.settlement.suppress.reason, now);
      return true;
    }
    const week = weekOf(step.holder);
    if (step.kind === 'commit' && commit.run(now, step.id, week, now).changes === 1) return true;
    const delivery = step.kind === 'begin' ? begin.get(now, step.id, week) : subscriberOf.get(step.id);
    if (delivery === undefined) return step.kind === 'begin' ? undefined : false;
    const subscriber = lookUp.get(Number(delivery.subscriber_id));
    const who = addresseeOf(subscriberNow.optional().parse(subscriber), step.now);
    return step.kind === 'begin' || 'skip' in who ? who : false;
  };

  return steps => {
    const weeks = new Map<string, string>();
    const weekOf = (holder: string): string => {
      const week = weeks.get(holder) ?? String(held.get(holder)?.week ?? '');
      weeks.set(holder, week);
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
