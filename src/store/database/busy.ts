import { type Kysely, sql } from 'kysely';
import { WorldError } from '../../source/world-error.ts';
import { t } from '../../wording/wording.ts';
import { silenceMs } from '../imports/journal.ts';
import type { Tables } from '../schema.ts';
import { clockOf } from './dialect.ts';

/** Refuses to copy a database while a run or an import is in progress. @throws WorldError that names it */
export async function refuseWhileBusy(from: Kysely<Tables>, now: Date): Promise<void> {
  const at = now.toISOString();
  const run = await from
    .selectFrom('runs')
    .select('week')
    .where('holder', 'is not', null)
    .where('lease_until', '>', at)
    .executeTakeFirst();
  // The chunk of a dead worker also counts, until another worker recovers it.
  const chunk = await from.selectFrom('chunks').select('week').where('token', 'is not', null).executeTakeFirst();
  const week = run?.week ?? chunk?.week;
  if (week !== undefined)
    throw new WorldError(t('%{week} is being sent: copy the database when that has ended', { week }));
  const silent = sql<number>`${clockOf(from)} - ${sql.lit(silenceMs)}`;
  const pending = await from
    .selectFrom('imports')
    .select('id')
    .where(eb =>
      eb.or([eb('state', '=', 'applying'), eb.and([eb('state', '=', 'reading'), eb('alive_at', '>', silent)])]),
    )
    .executeTakeFirst();
  if (pending !== undefined)
    throw new WorldError(
      t('An import is not finished: copy the database after it (hebdo subscribers list shows its progress)'),
    );
}
