import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ArchiveDb } from '../archive-db.ts';
import type { Place } from './look-back.ts';

export type Condition = RawBuilder<SqlBool>;

/** An index over time that a list reads. A list may merge several; at the same time the lower rank goes first. */
export interface TimeIndex {
  rank: number;
  /** Table and index by name: for some filters the planner would take another one. */
  from: RawBuilder<unknown>;
  /** What the index begins with before `at`, or holds at all. */
  scope: Condition;
  /** Columns that follow `at` in the index and name a row. */
  columns: readonly string[];
  /** Filters; on columns of the index, so that nothing else is looked at. */
  where: Condition;
}

/** A row by its place in one of the indexes of a list. */
export interface TimeKey {
  at: number | null;
  /** Which index. */
  rank: number;
  values: readonly (number | string)[];
}

export function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

/** Rows after a place that are not older than `floor`, newest first, those without a time at the end. */
export async function readKeys(
  db: ArchiveDb,
  indexes: readonly TimeIndex[],
  from: Place<TimeKey> | undefined,
  floor: number | undefined,
  count: number,
): Promise<TimeKey[]> {
  const found: TimeKey[] = [];
  for (const index of indexes) {
    const { timed, untimed } = toRange(index, from);
    const range = timed && floor !== undefined ? allOf([timed, sql`at >= ${floor}`]) : timed;
    const rows = range ? await readRange(db, index, range, count) : [];
    if (floor === undefined && untimed && rows.length < count) {
      rows.push(...(await readRange(db, index, untimed, count - rows.length)));
    }
    found.push(...rows);
  }
  return found.sort(compareKeys).slice(0, count);
}

/** Time of the row `stride` rows behind a place, in whichever index that is latest; `undefined` where none has so many. */
export async function floorBehind(
  db: ArchiveDb,
  indexes: readonly TimeIndex[],
  from: Place<TimeKey> | undefined,
  stride: number,
): Promise<number | undefined> {
  const floors: number[] = [];
  for (const index of indexes) {
    const { timed } = toRange(index, from);
    if (!timed) continue;
    const { rows } = await sql<{ at: number }>`
      select at from ${index.from} where ${index.scope} and ${timed} order by at desc limit 1 offset ${stride}`.execute(
      db,
    );
    floors.push(...rows.map(({ at }) => at));
  }
  return floors.length === 0 ? undefined : Math.max(...floors);
}

async function readRange(db: ArchiveDb, index: TimeIndex, range: Condition, count: number): Promise<TimeKey[]> {
  const columns = index.columns.map((name) => sql.ref(name));
  const order = sql.join(columns.map((column) => sql`${column} desc`));
  const { rows } = await sql<{ at: number | null } & Record<string, number | string>>`
    select at, ${sql.join(columns)} from ${index.from} where ${index.scope} and ${range} and ${index.where}
      order by at desc, ${order} limit ${count}`.execute(db);
  return rows.map((row) => ({
    at: row.at,
    rank: index.rank,
    values: index.columns.map((name) => row[name] as number | string),
  }));
}

/** Two ranges, because a comparison with a time leaves out rows that have none. */
function toRange(
  { columns, rank }: TimeIndex,
  from: Place<TimeKey> | undefined,
): { timed: Condition | undefined; untimed: Condition | undefined } {
  if (from === undefined) return { timed: sql`at is not null`, untimed: sql`at is null` };
  const { at, after } = from;
  const names = sql.join(columns.map((name) => sql.ref(name)));
  // What another index gave at this very time: all of ours at that time stand behind it, or none.
  const isBehind = after !== undefined && after.rank < rank;
  if (after?.rank === rank) {
    const values = sql.join(after.values);
    if (at === null) return { timed: undefined, untimed: sql`at is null and (${names}) < (${values})` };
    return { timed: sql`(at, ${names}) < (${at}, ${values})`, untimed: sql`at is null` };
  }
  if (at === null) return { timed: undefined, untimed: isBehind || after === undefined ? sql`at is null` : undefined };
  return { timed: isBehind ? sql`at <= ${at}` : sql`at < ${at}`, untimed: sql`at is null` };
}

function compareKeys(a: TimeKey, b: TimeKey): number {
  if (a.at !== b.at) return a.at === null ? 1 : b.at === null ? -1 : b.at - a.at;
  if (a.rank !== b.rank) return a.rank - b.rank;
  for (const [index, value] of a.values.entries()) {
    const other = b.values[index] as number | string;
    if (value !== other) return value < other ? 1 : -1;
  }
  return 0;
}
