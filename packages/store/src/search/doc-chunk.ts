import { type SearchTodoRow, searchKinds, searchRoles } from '../tables/search.ts';
import type { SearchDoc } from './search-rows.ts';

/**
 * Texts of one session on their way from the thread that read them to the one that writes. Packed, because
 * thousands of small objects would cost more than what they hold; `numbers` and `text` may be transferred.
 */
export interface DocChunk {
  todo: SearchTodoRow;
  numbers: Float64Array<ArrayBuffer>;
  calls: (string | null)[];
  text: Uint8Array<ArrayBuffer>;
  /** How far the session is done with it; absent when it is done altogether. */
  next?: Pick<SearchTodoRow, 'source_id' | 'offset'>;
  /** Bytes of the records that were read for it. */
  bytes: number;
}

/** Numbers of one text: place, kind, role, time (NaN for none), and where its text ends. */
const width = 9;

export function packDocs(docs: readonly SearchDoc[]): Pick<DocChunk, 'numbers' | 'calls' | 'text'> {
  const numbers = new Float64Array(docs.length * width);
  const text = new Uint8Array(docs.reduce((sum, doc) => sum + doc.text.length, 0));
  let end = 0;
  for (const [index, doc] of docs.entries()) {
    text.set(doc.text, end);
    end += doc.text.length;
    const { sourceId, offset, generation, length, nth } = doc;
    const at = doc.at ?? Number.NaN;
    const kind = searchKinds.indexOf(doc.kind);
    const role = searchRoles.indexOf(doc.role);
    numbers.set([sourceId, offset, generation, length, kind, nth, role, at, end], index * width);
  }
  return { numbers, calls: docs.map(({ call }) => call), text };
}

export function unpackDocs({ todo, numbers, calls, text }: DocChunk): SearchDoc[] {
  let start = 0;
  return calls.map((call, index) => {
    const [sourceId = 0, offset = 0, generation = 0, length = 0, kind = 0, nth = 0, role = 0, at = 0, end = 0] =
      numbers.subarray(index * width, index * width + width);
    const doc: SearchDoc = {
      sessionId: todo.session_id,
      sourceId,
      offset,
      generation,
      length,
      kind: searchKinds[kind] ?? 'message',
      nth,
      role: searchRoles[role] ?? 'system',
      call,
      at: Number.isNaN(at) ? null : at,
      text: text.subarray(start, end),
    };
    start = end;
    return doc;
  });
}
