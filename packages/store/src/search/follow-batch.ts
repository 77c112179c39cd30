import type { Block, ContentReader } from '@belfry/core';
import type { BatchContext } from '../apply/batch-context.ts';
import type { CallDraft } from '../apply/call-rows.ts';
import type { MessageDraft } from '../apply/message-rows.ts';
import { type RecordPlace, recordPlaces } from '../apply/record-places.ts';
import type { SegmentReader } from '../bytes/segment-reader.ts';
import type { ToolResultRow } from '../tables/tool-calls.ts';
import { messageDocs, resultDocs } from './record-docs.ts';
import type { SearchDoc, SearchRows } from './search-rows.ts';
import type { TodoRows } from './todo-rows.ts';

/** What a batch changed in the rows. */
export interface ChangedRows {
  messages: readonly MessageDraft[];
  calls: readonly CallDraft[];
  /** Where the bytes of the batch end in their generation. */
  end: number;
  isBulk: boolean;
}

/**
 * Keeps the indexes equal to the rows a batch changed, inside its transaction. Words of records that are no longer
 * shown go at once; new ones come at once when the batch is small and there is a `content` to read them with, else
 * they are noted for later.
 */
export type FollowBatch = (context: BatchContext, bytes: Uint8Array, changed: ChangedRows) => void;

/** Larger batches are indexed later, or a live line would wait for them. */
const nowBytes = 256 * 1024;

export function createFollower(
  rows: SearchRows,
  todo: TodoRows,
  reader: SegmentReader,
  content: ContentReader | undefined,
): FollowBatch {
  return (context, bytes, { messages, calls, end, isBulk }) => {
    const isNow = !isBulk && bytes.length <= nowBytes;
    const blocksOf = isNow && content ? createBlocksOf(context, bytes, end, content) : undefined;
    const docs: SearchDoc[] = [];
    const later = createWishes(todo);

    for (const { row, before, isDirty } of messages) {
      if (!isDirty) continue;
      const { gone, added } = compare(before === undefined ? [] : recordPlaces(before), recordPlaces(row));
      for (const place of gone) forget(row.session_id, 0, place);
      if (blocksOf) docs.push(...added.flatMap((place) => messageDocs(row, place, blocksOf(place))));
      else if (added.length > 0) later.add(row.session_id, 0, row.source_id, row.offset, lengthOf(added));
    }

    for (const { row, results, dirtyResults, moved } of calls) {
      for (const place of moved) forget(row.session_id, 1, place);
      for (const record of dirtyResults) {
        const result = results.get(record) as ToolResultRow;
        if (blocksOf) docs.push(...resultDocs(result, blocksOf(result)));
        else later.add(row.session_id, 1, result.source_id, result.offset, result.length);
      }
    }
    later.flush();
    if (docs.length > 0) rows.add(docs);
  };

  function forget(sessionId: number, side: 0 | 1, place: RecordPlace): void {
    rows.removeAt(sessionId, side, place);
    todo.disturb(sessionId, side);
  }

  function createBlocksOf(
    { source, generation, agent }: BatchContext,
    bytes: Uint8Array,
    end: number,
    content: ContentReader,
  ): (place: RecordPlace) => Block[] {
    return (place) => {
      const from = place.offset - (end - bytes.length);
      const isHere = place.source_id === source.id && place.generation === generation && from >= 0;
      const record = isHere
        ? bytes.subarray(from, from + place.length)
        : reader.range(place.source_id, place.generation, place.offset, place.length);
      return record.length < place.length ? [] : content.blocks(agent, record);
    };
  }
}

/** Records a message lost and got; nearly always it got some at the end. */
function compare(before: readonly RecordPlace[], after: readonly RecordPlace[]) {
  let same = 0;
  while (same < before.length && isSamePlace(before[same], after[same])) same += 1;
  const [old, fresh] = [before.slice(same), after.slice(same)];
  return {
    gone: old.filter((place) => !fresh.some((one) => isSamePlace(one, place))),
    added: fresh.filter((place) => !old.some((one) => isSamePlace(one, place))),
  };
}

function isSamePlace(a: RecordPlace | undefined, b: RecordPlace | undefined): boolean {
  return a?.offset === b?.offset && a?.generation === b?.generation && a?.source_id === b?.source_id;
}

/** What is to be read later, one row a session and side however many messages a batch has. */
function createWishes(todo: TodoRows) {
  const wishes = new Map<string, Parameters<TodoRows['want']>>();
  return {
    add(...[sessionId, side, sourceId, offset, bytes]: Parameters<TodoRows['want']>) {
      const key = `${sessionId}.${side}`;
      const known = wishes.get(key);
      if (known === undefined) wishes.set(key, [sessionId, side, sourceId, offset, bytes]);
      else {
        if (sourceId < known[2] || (sourceId === known[2] && offset < known[3]))
          [known[2], known[3]] = [sourceId, offset];
        known[4] += bytes;
      }
    },
    flush() {
      for (const wish of wishes.values()) todo.want(...wish);
    },
  };
}

function lengthOf(places: readonly RecordPlace[]): number {
  return places.reduce((sum, { length }) => sum + length, 0);
}
