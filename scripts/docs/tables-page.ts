import { Kysely, sql } from 'kysely';
import { migrate } from '../../src/store/database/migrate.ts';
import { openSqlite, sqliteDialect } from '../../src/store/database/sqlite.ts';
import type { Tables } from '../../src/store/schema.ts';
import { table } from './table.ts';

/** What each table holds: the order of the page. */
const purposes: Record<keyof Tables, string> = {
  subscribers: 'the people on the list: address as sent and as compared, language, status, pause, declared fields',
  tags: 'tags of subscribers',
  former_addresses: 'addresses that readers moved away from',
  suppressions: 'addresses that must not be mailed, and why',
  removals: 'suppressions that a person lifted, and why',
  confirmations: 'requests to confirm; once confirmed, the proof of consent',
  consent_texts: 'the words that were agreed to',
  changes: 'what readers changed, when, and from which issue',
  erasures: 'keyed hashes of erased addresses',
  runs: 'the ledger: one row per issue, with its hash, lease and fencing token',
  deliveries: 'the ledger: one row per recipient and issue, with its state and the server’s last reply',
  sent_articles: 'hashes of the articles of every issue whose run has begun',
  chunks: 'ranges of a run that workers take; a chunk that is done has no row',
  turns: 'rate slots that workers share',
  places: 'permits that workers share',
  stops: 'why all sending has stopped',
  bounces: 'reports after acceptance: bounces and complaints',
  clicks: 'counts of clicks by link, language and day',
  imports: 'the journal of imports',
  import_rows: 'the rows of an import that is not finished',
  marks: 'an unfinished copy; the last backup; the timeline of the ledger',
};

type Column = { table: string; name: string; type: string; may_be_null: number };

/**
 * docs/tables.md: every table and its columns, from a fresh SQLite database. `npm run docs` writes it.
 * @throws if a table has no description here
 */
export async function tablesPage(): Promise<string> {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(openSqlite(':memory:', 'process')) });
  await migrate(db);
  const { rows } =
    await sql<Column>`select m.name as "table", c.name, lower(c.type) as type, c."notnull" = 0 and c.pk = 0 as may_be_null
    from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite%' and m.name not like 'kysely%'
    order by c.cid`.execute(db);
  await db.destroy();
  const found = Map.groupBy(rows, ({ table }) => table);
  const unknown = [...found.keys()].filter(name => !Object.hasOwn(purposes, name));
  if (unknown.length > 0) throw new Error(`scripts/docs/tables-page.ts lacks ${unknown.join(', ')}`);
  const sections = Object.entries(purposes).map(([name, purpose]) => {
    const columns = (found.get(name) ?? []).map(({ name, type, may_be_null }) => [
      `\`${name}\``,
      `${type}${may_be_null ? ', may be null' : ''}`,
    ]);
    return `## ${name}\n\nHolds ${purpose}.\n\n${table([['column', 'type'], ...columns])}`;
  });
  return `# Tables

To read the database with another program, use this list; do not write to it. It is written from a fresh SQLite database; PostgreSQL has the same tables. Every command
updates the tables by itself. How long each row is kept: [Personal data](gdpr.md#what-is-stored).

- Moments are ISO 8601 text in UTC with milliseconds.
- On PostgreSQL, jobs of chunks are in the schema \`hebdo_jobs\` (pg-boss).
- \`is_open\` of a delivery changes once; an index over open deliveries keeps a run fast after years.

${sections.join('\n\n')}
`;
}
