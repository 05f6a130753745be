import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../schema.ts';
import { isSqlite } from './dialect.ts';

/** The types of cells. Any cell may be null. */
type Cells = { text: string; number: number };
const sqlTypes = { text: sql`text`, number: sql`bigint` };
type Shape = Record<string, keyof Cells>;

/**
 * Rows as a table inside a statement. They are one parameter, however many they are, so that the statement is always the same.
 * `position` counts from 1.
 * @param shape the columns and their types; a missing cell is null
 * @example trx.selectFrom(rowsOf(trx, { id: 'number' }, [{ id: 7 }]).as('wanted')).selectAll()
 */
export function rowsOf<Named extends Shape>(
  db: Kysely<Tables>,
  shape: Named,
  rows: readonly { [Column in keyof Named]?: Cells[Named[Column]] | null }[],
): RawBuilder<{ [Column in keyof Named]: Cells[Named[Column]] } & { position: number }> {
  const names: (keyof Named & string)[] = Object.keys(shape);
  const cells = JSON.stringify(rows.map(row => names.map(name => row[name] ?? null)));
  if (isSqlite(db)) {
    const columns = names.map((name, i) => sql`value ->> ${sql.lit(i)} as ${sql.ref(name)}`);
    return sql`(select key + 1 as position, ${sql.join(columns)} from json_each(${cells}))`;
  }
  const columns = names.map(
    (name, i) => sql`(cells ->> ${sql.lit(i)})::${sqlTypes[shape[name] ?? 'text']} as ${sql.ref(name)}`,
  );
  return sql`(select position, ${sql.join(columns)} from json_array_elements(${cells}::json) with ordinality as listed (cells, position))`;
}
