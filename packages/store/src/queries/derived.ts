import type { Derived, DerivedState, SourceParser } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { createOutdated } from '../derive/outdated.ts';

/** How far what is derived from the archive's own bytes has come. */
export interface DerivedReader {
  rows(): Pick<Derived, 'usage' | 'transcripts'>;
  indexes(): Pick<Derived, 'messageIndex' | 'outputIndex'>;
  all(): Derived;
}

const complete: DerivedState = { complete: true, pendingBytes: 0, totalBytes: 0 };

export function createDerivedReader(
  connection: Connection,
  parser: Pick<SourceParser, 'version'> | undefined,
): DerivedReader {
  const todo = connection.prepare('SELECT side, sum(bytes) AS bytes FROM search_todo GROUP BY side');
  const total = connection.prepare(`SELECT ifnull(sum("offset"), 0) FROM sources WHERE role = 'transcript'`).pluck();
  const versions = connection.prepare(
    `SELECT agent, text_version AS text, usage_version AS usage, sum("offset") AS bytes FROM sources
       GROUP BY agent, text_version, usage_version`,
  );

  const pending = (bytes: number): DerivedState => {
    // Counted only when somebody waits for it.
    const totalBytes = Math.max(bytes, total.get() as number);
    return { complete: false, pendingBytes: bytes, totalBytes };
  };
  const indexes = () => {
    const rows = todo.all() as { side: number; bytes: number }[];
    const indexOf = (side: number): DerivedState => {
      const row = rows.find((one) => one.side === side);
      return row ? pending(Math.min(row.bytes, total.get() as number)) : complete;
    };
    return { messageIndex: indexOf(0), outputIndex: indexOf(1) };
  };
  const outdated = parser && createOutdated(connection, parser);
  const rows = () => {
    if (!outdated?.any()) return { usage: complete, transcripts: complete };
    const known = versions.all() as { agent: string; text: number; usage: number; bytes: number }[];
    const facetOf = (facet: 'text' | 'usage'): DerivedState => {
      const behind = known.filter((row) => (parser?.version(row.agent)?.[facet] ?? row[facet]) !== row[facet]);
      return behind.length === 0 ? complete : pending(behind.reduce((sum, { bytes }) => sum + bytes, 0));
    };
    return { usage: facetOf('usage'), transcripts: facetOf('text') };
  };
  return { rows, indexes, all: () => ({ ...rows(), ...indexes() }) };
}
