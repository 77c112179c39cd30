import type { ParserVersion, SourceCursor, SourceRef } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import type { RootRow, SourceRow } from '../tables/sources.ts';
import { createSourceFinder, type PlacedSource, type SourceFinder } from './source-finder.ts';

/** Reads and writes `roots` and `sources`. */
export interface SourceRows {
  rootId(machine: string, path: string): number;
  root(id: number): RootRow;
  find: SourceFinder;
  byId(id: number): SourceRow;
  insert(rootId: number, ref: SourceRef, cursor: SourceCursor, parser: ParserVersion): number;
  /** Stores a cursor and that the file is there. */
  advance(id: number, ref: SourceRef, cursor: SourceCursor): void;
  /** The file of a source is at another path from now on. */
  move(id: number, to: SourceRef): void;
  setGone(id: number): void;
  /** Its rows are from this parser now, which would read on in this state; without one the state stays. */
  setParser(id: number, parser: ParserVersion, state?: unknown): void;
  /** Bytes of the newest generation before this offset are not kept. */
  setPruned(id: number, offset: number): void;
  /** Sources of a machine with ids above `afterId`, at most `limit`. */
  page(machine: string, afterId: number, limit: number): PlacedSource[];
}

export function createSourceRows(connection: Connection): SourceRows {
  const findRoot = connection.prepare('SELECT id FROM roots WHERE machine = ? AND path = ?').pluck();
  const addRoot = connection.prepare('INSERT INTO roots (machine, path) VALUES (?, ?)');
  const getRoot = connection.prepare('SELECT * FROM roots WHERE id = ?');
  const byId = connection.prepare('SELECT * FROM sources WHERE id = ?');
  const page = connection.prepare(
    // CROSS JOIN: in the order of the ids, so that a page costs what it holds.
    `SELECT s.*, r.machine, r.path AS root FROM sources s CROSS JOIN roots r ON r.id = s.root_id
       WHERE r.machine = ? AND s.id > ? ORDER BY s.id LIMIT ?`,
  );
  const insert = connection.prepare(
    `INSERT INTO sources (root_id, path, agent, format, role, compression, session, generation, offset, state, checks,
       dev, ino, size, mtime_ns, compared, text_version, usage_version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const advance = connection.prepare(
    `UPDATE sources SET agent = ?, format = ?, role = ?, compression = ?, session = ?, generation = ?, offset = ?,
       state = ?, checks = ?, dev = ?, ino = ?, size = ?, mtime_ns = ?, compared = ?, gone = 0
       WHERE id = ?`,
  );
  const setParser = connection.prepare(
    'UPDATE sources SET text_version = ?, usage_version = ?, state = ifnull(?, state) WHERE id = ?',
  );
  const setPruned = connection.prepare('UPDATE sources SET pruned_offset = ? WHERE id = ?');
  const move = connection.prepare(
    'UPDATE sources SET path = ?, agent = ?, format = ?, role = ?, compression = ?, session = ? WHERE id = ?',
  );
  const setGone = connection.prepare('UPDATE sources SET gone = 1 WHERE id = ?');
  return {
    rootId(machine, path) {
      const known = findRoot.get(machine, path) as number | undefined;
      return known ?? Number(addRoot.run(machine, path).lastInsertRowid);
    },
    root: (id) => getRoot.get(id) as RootRow,
    find: createSourceFinder(connection),
    byId: (id) => byId.get(id) as SourceRow,
    insert: (rootId, ref, cursor, { text, usage }) =>
      Number(insert.run(rootId, ref.path, ...shape(ref), ...position(cursor), text, usage).lastInsertRowid),
    advance(id, ref, cursor) {
      advance.run(...shape(ref), ...position(cursor), id);
    },
    move(id, to) {
      move.run(to.path, ...shape(to), id);
    },
    setGone(id) {
      setGone.run(id);
    },
    setParser(id, { text, usage }, state) {
      setParser.run(text, usage, state === undefined ? null : JSON.stringify(state), id);
    },
    setPruned(id, offset) {
      setPruned.run(offset, id);
    },
    page: (machine, afterId, limit) => page.all(machine, afterId, limit) as PlacedSource[],
  };
}

function shape(ref: SourceRef) {
  return [ref.agent, ref.format, ref.role, ref.compression ?? null, ref.session ?? null] as const;
}

function position(cursor: SourceCursor) {
  const { dev, ino, size, mtimeNs } = cursor.file;
  const state = JSON.stringify(cursor.state ?? null);
  const checks = JSON.stringify(cursor.checks);
  const compared = cursor.compared ?? cursor.offset;
  return [cursor.generation, cursor.offset, state, checks, dev, ino, size, mtimeNs, compared] as const;
}
