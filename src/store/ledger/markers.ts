import { Kysely, PostgresDialect, sql } from 'kysely';
import { errorText } from '../../source/error-text.ts';
import { WorldError } from '../../source/world-error.ts';
import { t } from '../../wording/wording.ts';
import { sqliteDialect } from '../database/sqlite.ts';
import { retried } from '../database/transaction.ts';
import { readStoreUrl } from '../url.ts';

/** Markers of runs in a database apart from the ledger; see src/app/marker/run-marker.ts. */
export type Markers = {
  /** The database's name, without a password. */
  name: string;
  /** @throws WorldError if it exists and cannot be read */
  read(week: string): Promise<string | undefined>;
  /** The markers of all weeks; an error in place of one that exists and cannot be read. */
  all(): Promise<Map<string, string | WorldError>>;
  /** Durable when it returns. */
  write(week: string, text: string): Promise<void>;
  close(): Promise<void>;
};

type MarkerTables = { run_markers: { list: string; week: string; marker: string } };

/**
 * Opens the table `run_markers` of a database; creates it if it does not exist.
 * @param url `HEBDO_MARKER_URL`: `sqlite:` and a path, or `postgres://…`
 * @param list the id of the newsletter: one database may serve several
 * @throws WorldError if it cannot be used
 */
export async function openMarkers(url: string, list: string): Promise<Markers> {
  const named = readStoreUrl(url);
  if (named === undefined)
    throw new WorldError(t('HEBDO_MARKER_URL must be sqlite: and a path, or postgres://user:password@host/database'));
  const dialect =
    named.kind === 'sqlite'
      ? sqliteDialect(named.path, 'power')
      : new PostgresDialect({ pool: (await import('../database/postgres.ts')).postgresPool(url, 'short') });
  const db = new Kysely<MarkerTables>({ dialect });
  const name = named.kind === 'sqlite' ? named.path : named.name;
  try {
    // Of two processes that create it at once PostgreSQL refuses one; the table then exists for both.
    await sql`create table if not exists run_markers
      (list text not null, week text not null, marker text not null, primary key (list, week))`
      .execute(db)
      .catch(() => undefined);
    await db.selectFrom('run_markers').select('week').limit(1).execute();
  } catch (cause) {
    await db.destroy().catch(() => undefined);
    const why = errorText(cause);
    throw new WorldError(t('The database of HEBDO_MARKER_URL, %{name}, cannot be used: %{why}', { name, why }), {
      cause,
    });
  }
  return {
    name,
    async read(week) {
      const row = await db
        .selectFrom('run_markers')
        .select('marker')
        .where('list', '=', list)
        .where('week', '=', week)
        .executeTakeFirst();
      return row?.marker;
    },
    async all() {
      const rows = await db.selectFrom('run_markers').select(['week', 'marker']).where('list', '=', list).execute();
      return new Map(rows.map(row => [row.week, row.marker]));
    },
    async write(week, marker) {
      await retried(() =>
        db
          .insertInto('run_markers')
          .values({ list, week, marker })
          .onConflict(conflict => conflict.columns(['list', 'week']).doUpdateSet({ marker }))
          .execute(),
      );
    },
    close: () => db.destroy(),
  };
}
