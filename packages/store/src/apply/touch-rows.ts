import type { FileTouch } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import type { ToolCallRow } from '../tables/tool-calls.ts';
import type { TouchRow } from '../tables/touches.ts';

/** What the records of a call say of files; the call's own record is 0. */
export type SaidTouches = ReadonlyMap<number, readonly FileTouch[]>;

/** Rows about the files of calls: each record's own, and which of them stands for a file in lists. */
export interface TouchRows {
  /** Replaces what the records in `said` say. `isNew`: the archive holds no row of this call yet. */
  write(call: ToolCallRow, isNew: boolean, said: SaidTouches): void;
}

export function createTouchRows(connection: Connection): TouchRows {
  const ofCall = connection.prepare('SELECT * FROM touches WHERE session_id = ? AND call = ?');
  const clear = connection.prepare('DELETE FROM touches WHERE session_id = ? AND call = ?');
  const put = connection.prepare(
    `INSERT INTO touches (session_id, call, record, written, path_id, change, other_id, added, removed, at, shown)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const findPath = connection.prepare('SELECT id FROM file_paths WHERE path = ?').pluck();
  const addPath = connection.prepare('INSERT INTO file_paths (path, name) VALUES (?, ?)');
  const pathId = (path: string): number =>
    (findPath.get(path) as number | undefined) ?? Number(addPath.run(path, toFileName(path)).lastInsertRowid);

  return {
    write(call, isNew, said) {
      const stored = isNew ? [] : (ofCall.all(call.session_id, call.call) as TouchRow[]);
      const kept = stored.flatMap((row) => (said.has(row.record) ? [] : [{ ...row }]));
      const told = [...said].flatMap(([record, files]) => toRows(call, record, files, pathId));
      const rows = [...kept, ...told].sort(compareTouches);
      for (const row of rows) row.at = call.at;
      choose(rows, call.name !== null);
      if (JSON.stringify(rows) === JSON.stringify(stored)) return;
      if (stored.length > 0) clear.run(call.session_id, call.call);
      for (const row of rows) {
        put.run(row.session_id, row.call, row.record, row.written, row.path_id, row.change, row.other_id, row.added,
          row.removed, row.at, row.shown); // biome-ignore format: one row
      }
    },
  };
}

/** Last segment of a path, for looking it up by the end; lower case, as two file systems in three see it. */
export function toFileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
}

/** One row a file: a patch may speak of it twice. */
function toRows(
  { session_id, call, at }: ToolCallRow,
  record: number,
  files: readonly FileTouch[],
  pathId: (path: string) => number,
): TouchRow[] {
  const rows = new Map<string, TouchRow>();
  for (const { path, access, change = null, otherPath, added = null, removed = null } of files) {
    const path_id = pathId(path);
    const written = Number(access === 'write');
    const other_id = otherPath === undefined ? null : pathId(otherPath);
    const known = rows.get(`${written} ${path_id}`);
    if (known) {
      known.added = sum(known.added, added);
      known.removed = sum(known.removed, removed);
      known.change ??= change;
      known.other_id ??= other_id;
    } else {
      const row = { session_id, call, record, written, path_id, change, other_id, added, removed, at, shown: 0 };
      rows.set(`${written} ${path_id}`, row);
    }
  }
  return [...rows.values()];
}

/** Marks the first row of every file; rows come sorted. */
function choose(rows: readonly TouchRow[], isKnown: boolean): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const file = `${row.written} ${row.path_id}`;
    row.shown = Number(isKnown && !seen.has(file));
    seen.add(file);
  }
}

function compareTouches(a: TouchRow, b: TouchRow): number {
  return a.record - b.record || a.written - b.written || a.path_id - b.path_id;
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b;
}
