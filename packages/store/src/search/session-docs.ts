import type { Block, ContentReader } from '@belfry/core';
import { type RecordPlace, recordPlaces } from '../apply/record-places.ts';
import type { SegmentReader } from '../bytes/segment-reader.ts';
import type { Connection } from '../database/connection.ts';
import type { MessageRow } from '../tables/messages.ts';
import type { SearchTodoRow } from '../tables/search.ts';
import type { SessionRow } from '../tables/sessions.ts';
import type { ToolResultRow } from '../tables/tool-calls.ts';
import { type DocChunk, packDocs } from './doc-chunk.ts';
import { messageDocs, resultDocs } from './record-docs.ts';
import type { SearchDoc } from './search-rows.ts';

/** Reads the texts a session's rows point to from the archive's own bytes. */
export interface SessionDocs {
  /**
   * Chunks in the order of rows from where `todo` stands; the last one has no `next`. Texts the index may know
   * already are among them when they are cheap to name. Nothing stays open between two chunks.
   */
  read(todo: SearchTodoRow): Generator<DocChunk, void>;
}

/** Rows looked at in one step. */
const pageRows = 200;
/** A chunk ends after so much text or so many bytes of records: a few tens of milliseconds to write. */
const chunkTextBytes = 700_000;
const chunkRecordBytes = 4_000_000;

interface Item {
  /** Place of the row. */
  source_id: number;
  offset: number;
  /** Bytes of its records. */
  bytes: number;
  docs(): SearchDoc[];
}

export function createSessionDocs(connection: Connection, reader: SegmentReader, content: ContentReader): SessionDocs {
  const agentOf = connection.prepare('SELECT agent FROM sessions WHERE id = ?').pluck();
  const messages = connection.prepare(
    `SELECT * FROM messages WHERE session_id = ? AND (source_id, offset, generation, nth) > (?, ?, ?, ?)
       ORDER BY source_id, offset, generation, nth LIMIT ?`,
  );
  const results = connection.prepare(
    `SELECT session_id, call, source_id, generation, offset, length, at FROM tool_results WHERE session_id = ?
       AND (source_id, offset) >= (?, ?) ORDER BY source_id, offset, call`,
  );

  return {
    *read(todo) {
      const agent = agentOf.get(todo.session_id) as SessionRow['agent'] | undefined;
      let docs: SearchDoc[] = [];
      let textBytes = 0;
      let bytes = 0;
      for (const item of agent === undefined ? [] : items(todo, agent)) {
        if (textBytes >= chunkTextBytes || bytes >= chunkRecordBytes) {
          const next = { source_id: item.source_id, offset: item.offset };
          yield { todo, ...packDocs(docs), next, bytes };
          docs = [];
          textBytes = 0;
          bytes = 0;
        }
        for (const doc of item.docs()) {
          docs.push(doc);
          textBytes += doc.text.length;
        }
        bytes += item.bytes;
      }
      yield { todo, ...packDocs(docs), bytes };
    },
  };

  function* items(todo: SearchTodoRow, agent: string): Generator<Item> {
    const blocksOf = createBlockReader(reader, content, agent);
    yield* todo.side === 0 ? messageItems(todo, blocksOf) : resultItems(todo, blocksOf);
  }

  function* messageItems(todo: SearchTodoRow, blocksOf: BlockReader): Generator<Item> {
    let after: readonly number[] = [todo.source_id, todo.offset, -1, -1];
    for (;;) {
      const page = messages.all(todo.session_id, ...after, pageRows) as MessageRow[];
      for (const row of page) {
        const places = recordPlaces(row);
        yield {
          source_id: row.source_id,
          offset: row.offset,
          bytes: places.reduce((sum, { length }) => sum + length, 0),
          docs: () => places.flatMap((place) => messageDocs(row, place, blocksOf(place))),
        };
      }
      const last = page.at(-1);
      if (!last || page.length < pageRows) return;
      after = [last.source_id, last.offset, last.generation, last.nth];
    }
  }

  // Their key is not in the order of the bytes, in which they are read much faster.
  function* resultItems(todo: SearchTodoRow, blocksOf: BlockReader): Generator<Item> {
    const rows = results.all(todo.session_id, todo.source_id, todo.offset) as ToolResultRow[];
    for (const row of rows) {
      const { source_id, offset, length } = row;
      yield { source_id, offset, bytes: length, docs: () => resultDocs(row, blocksOf(row)) };
    }
  }
}

type BlockReader = (place: RecordPlace) => Block[];

/** Remembers the last record, because several results often stand in one, and the segment it stands in. */
function createBlockReader(reader: SegmentReader, content: ContentReader, agent: string): BlockReader {
  let known: RecordPlace | undefined;
  let blocks: Block[] = [];
  let held: { sourceId: number; generation: number; offset: number; bytes: Uint8Array } | undefined;

  const inHeld = ({ source_id, generation, offset, length }: RecordPlace): Uint8Array | undefined => {
    if (held?.sourceId !== source_id || held.generation !== generation || offset < held.offset) return undefined;
    const start = offset - held.offset;
    return start + length <= held.bytes.length ? held.bytes.subarray(start, start + length) : undefined;
  };
  const bytesOf = (place: RecordPlace): Uint8Array => {
    const { source_id, generation, offset, length } = place;
    const known = inHeld(place);
    if (known) return known;
    const found = reader.around(source_id, generation, offset);
    held = found && { sourceId: source_id, generation, ...found };
    // A long record goes on in the next segment.
    return inHeld(place) ?? reader.range(source_id, generation, offset, length);
  };

  return (place) => {
    const { source_id, generation, offset, length } = place;
    if (known?.offset === offset && known.source_id === source_id && known.generation === generation) return blocks;
    const bytes = bytesOf(place);
    // Bytes that are missing or pruned have no words; the rest of the session has.
    blocks = bytes.length < length ? [] : content.blocks(agent, bytes);
    known = place;
    return blocks;
  };
}
