import { type Kysely, sql } from 'kysely';
import { isOpen, type Tables } from '../schema.ts';

/** Marks runs as finished that have no chunks and no open deliveries, also those whose sender died after the last one. */
export const finishRuns = (db: Kysely<Tables>, now: Date) =>
  sql`update runs set finished_at = ${now.toISOString()} where finished_at is null
    and not exists (select 1 from chunks c where c.week = runs.week)
    and not exists (select 1 from deliveries d where d.week = runs.week and ${isOpen})`.execute(db);
