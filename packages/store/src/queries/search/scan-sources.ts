import type { RecordPlace } from '../../apply/record-places.ts';
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

/** Everything before this place of a source is still to be looked through. */
export interface ScanPlace {
  generation: number;
  offset: number;
}

/** A stretch of a source, and which of its lines may hold the text, last one first; a document is one line. */
export interface ScannedStretch {
  lines: RecordPlace[];
  bytes: number;
  before: ScanPlace;
}

export interface SourceScan {
  /** Transcripts of these sessions, those last written first. */
  sources(sessions: { has(sessionId: number): boolean }): ScannedSource[];
  sessionsOf(sourceId: number): number[];
  /** The stretch that ends at `from`: about one segment, whole lines. `undefined` at the beginning of the source. */
  stretch(source: ScannedSource, from: ScanPlace, pattern: TextPattern): ScannedStretch | undefined;
}

const lineEnd = 0x0a;
/** Of a longer line the parts are looked through by themselves. */
const maxLineBytes = 64 * 1024 * 1024;

export function createSourceScan(connection: Connection, reader: SegmentReader): SourceScan {
  const all = connection.prepare(
    `SELECT s.id, s.agent, s.format, s.offset AS bytes, ifnull(max(c.last_at), 0) AS lastAt,
         json_group_array(c.session_id) AS sessions
       FROM sources s JOIN contributions c ON c.source_id = s.id WHERE s.role = 'transcript'
       GROUP BY s.id ORDER BY lastAt DESC, s.id DESC`,
  );
  const sessionsOf = connection.prepare('SELECT DISTINCT session_id FROM contributions WHERE source_id = ?').pluck();
  const before = connection.prepare(
    `SELECT generation, offset, length FROM segments WHERE source_id = ? AND (generation, offset) < (?, ?)
       ORDER BY generation DESC, offset DESC LIMIT 1`,
  );
  const lengthOf = connection
    .prepare('SELECT ifnull(sum(length), 0) FROM segments WHERE source_id = ? AND generation = ?')
    .pluck();

  /**
   * Where the line begins that stands at `at`. Bytes are kept as they came, in batches that may end between two records
   * of a line, and a segment takes only so much of a long one; what is found must not depend on that.
   */
  const lineStart = (sourceId: number, generation: number, at: number): number => {
    let start = at;
    while (start > Math.max(0, at - maxLineBytes)) {
      const part = reader.around(sourceId, generation, start - 1);
      if (!part || part.offset + part.bytes.length !== start) break;
      const end = part.bytes.lastIndexOf(lineEnd);
      if (end >= 0) return part.offset + end + 1;
      start = part.offset;
    }
    return start;
  };

  return {
    sources(sessions) {
      const rows = all.all() as (ScannedSource & { sessions: string })[];
      return rows.filter((row) => (JSON.parse(row.sessions) as number[]).some((id) => sessions.has(id)));
    },
    sessionsOf: (sourceId) => sessionsOf.all(sourceId) as number[],
    stretch({ id, format }, from, pattern) {
      const segment = before.get(id, from.generation, from.offset) as SegmentHead | undefined;
      if (!segment) return undefined;
      const { generation } = segment;
      const isDocument = format === 'json';
      const start = isDocument ? 0 : lineStart(id, generation, segment.offset);
      const limit = generation === from.generation ? from.offset : Number.MAX_SAFE_INTEGER;
      const end = isDocument
        ? (lengthOf.get(id, generation) as number)
        : Math.min(segment.offset + segment.length, limit);
      const bytes = reader.range(id, generation, start, end - start);
      const found = isDocument ? documentOf(bytes, pattern) : linesOf(bytes, pattern);
      const lines = found.map(([at, length]) => ({ source_id: id, generation, offset: start + at, length }));
      return { lines: lines.reverse(), bytes: end - start, before: { generation, offset: start } };
    },
  };
}

type SegmentHead = Pick<SegmentRow, 'generation' | 'offset' | 'length'>;

type Found = [start: number, length: number][];

/** A document is one record, however many lines it has. */
function documentOf(bytes: Uint8Array, pattern: TextPattern): Found {
  return pattern.mayHold(toLatin1(bytes)).next().done ? [] : [[0, bytes.length]];
}

/** Start and length of the lines that may hold the text, each once. */
function linesOf(bytes: Uint8Array, pattern: TextPattern): Found {
  const lines: Found = [];
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
