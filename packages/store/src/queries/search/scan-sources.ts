import type { SegmentReader } from '../../bytes/segment-reader.ts';
import type { Connection } from '../../database/connection.ts';
import type { SegmentRow } from '../../tables/segments.ts';
import type { TextPattern } from './text-pattern.ts';

/** A transcript to look through. */
export interface ScannedSource {
  id: number;
  agent: string;
  format: string;
  bytes: number;
  /** Of its sessions; the list is in this order. */
  lastAt: number;
}

/** A record that may hold the text. */
export interface ScannedRecord {
  source_id: number;
  generation: number;
  offset: number;
  length: number;
}

/** Everything before this place of a source is still to be looked through. */
export interface ScanPlace {
  generation: number;
  offset: number;
}

/** A stretch of a source, and which of its records may hold the text, last one first. */
export interface ScannedStretch {
  records: ScannedRecord[];
  bytes: number;
  before: ScanPlace;
}

export interface SourceScan {
  /** Transcripts of these sessions, those last written first. */
  sources(sessions: { has(sessionId: number): boolean }): ScannedSource[];
  sessionsOf(sourceId: number): number[];
  /** The stretch that ends at `from`, at most one segment; `undefined` at the beginning of the source. */
  stretch(source: ScannedSource, from: ScanPlace, pattern: TextPattern): ScannedStretch | undefined;
}

const lineEnd = 0x0a;

export function createSourceScan(connection: Connection, reader: SegmentReader): SourceScan {
  const all = connection.prepare(
    `SELECT s.id, s.agent, s.format, s.offset AS bytes, ifnull(max(c.last_at), 0) AS lastAt,
         json_group_array(c.session_id) AS sessions
       FROM sources s JOIN contributions c ON c.source_id = s.id WHERE s.role = 'transcript'
       GROUP BY s.id ORDER BY lastAt DESC, s.id DESC`,
  );
  const sessionsOf = connection.prepare('SELECT DISTINCT session_id FROM contributions WHERE source_id = ?').pluck();
  const before = connection.prepare(
    `SELECT * FROM segments WHERE source_id = ? AND (generation, offset) < (?, ?)
       ORDER BY generation DESC, offset DESC LIMIT 1`,
  );
  const lengthOf = connection
    .prepare('SELECT ifnull(sum(length), 0) FROM segments WHERE source_id = ? AND generation = ?')
    .pluck();

  return {
    sources(sessions) {
      const rows = all.all() as (ScannedSource & { sessions: string })[];
      return rows.filter((row) => (JSON.parse(row.sessions) as number[]).some((id) => sessions.has(id)));
    },
    sessionsOf: (sourceId) => sessionsOf.all(sourceId) as number[],
    stretch(source, from, pattern) {
      const segment = before.get(source.id, from.generation, from.offset) as SegmentRow | undefined;
      if (!segment) return undefined;
      const { generation } = segment;
      if (source.format === 'json') {
        // A document is one record, however many segments it lies in.
        const length = lengthOf.get(source.id, generation) as number;
        const bytes = reader.range(source.id, generation, 0, length);
        const record = { source_id: source.id, generation, offset: 0, length };
        const records = pattern.mayHold(toLatin1(bytes)).next().done ? [] : [record];
        return { records, bytes: length, before: { generation, offset: 0 } };
      }
      const bytes = reader.expand(segment);
      const end = generation === from.generation ? Math.min(bytes.length, from.offset - segment.offset) : bytes.length;
      const records = linesOf(bytes.subarray(0, end), pattern).map(([start, length]) => ({
        source_id: source.id,
        generation,
        offset: segment.offset + start,
        length,
      }));
      return { records: records.reverse(), bytes: end, before: { generation, offset: segment.offset } };
    },
  };
}

/** Start and length of the lines that may hold the text, each once. */
function linesOf(bytes: Uint8Array, pattern: TextPattern): [start: number, length: number][] {
  const lines: [number, number][] = [];
  let done = -1;
  for (const at of pattern.mayHold(toLatin1(bytes))) {
    if (at < done) continue;
    const start = bytes.lastIndexOf(lineEnd, at) + 1;
    const next = bytes.indexOf(lineEnd, at);
    done = next < 0 ? bytes.length : next;
    lines.push([start, done - start]);
  }
  return lines;
}

function toLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
