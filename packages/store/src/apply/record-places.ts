import type { MessageRow } from '../tables/messages.ts';
import { unpackElsewhere } from './elsewhere.ts';
import { unpackSpans } from './spans.ts';

/** Where a record stands. */
export interface RecordPlace {
  source_id: number;
  generation: number;
  offset: number;
  length: number;
}

/** Where the records of a message stand, in the order they are read: those of its own past, then those only others have. */
export function recordPlaces(row: Pick<MessageRow, 'source_id' | 'generation' | 'spans' | 'elsewhere'>): RecordPlace[] {
  const { source_id, generation } = row;
  const own = unpackSpans(row.spans).map(({ offset, length }) => ({ source_id, generation, offset, length }));
  if (row.elsewhere === null) return own;
  const others = unpackElsewhere(row.elsewhere).spans;
  return [
    ...own,
    ...others.map((span) => ({
      source_id: span.sourceId,
      generation: span.generation,
      offset: span.offset,
      length: span.length,
    })),
  ];
}
