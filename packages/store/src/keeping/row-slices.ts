import type { Connection } from '../database/connection.ts';

/** Removes up to `limit` rows that belong to `owner`, inside a transaction; returns how many. */
export type RemoveSlice = (owner: number, limit: number) => number;

/** SQLite is built without DELETE … LIMIT: the rows of a slice are named by their keys. */
export function createRowSlices(connection: Connection) {
  const keys = connection.prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk').pluck();
  return (table: string, owner: 'session_id' | 'source_id', condition = '1'): RemoveSlice => {
    const key = (keys.all(table) as string[]).map((name) => `"${name}"`).join(', ');
    const statement = connection.prepare(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${owner} = @owner AND ${condition} LIMIT @limit)`,
    );
    return (id, limit) => statement.run({ owner: id, limit }).changes;
  };
}
