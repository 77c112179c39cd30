import type { Block, ContentReader, FileText, Logger } from '@belfry/core';
import type { RecordPlace } from '../apply/record-places.ts';
import type { SegmentReader } from '../bytes/segment-reader.ts';

/** Reads the blocks of records from the bytes kept, each record once an answer. */
export type RecordBlocks = (place: RecordPlace) => Block[];

export function createRecordBlocks(
  reader: SegmentReader,
  content: ContentReader,
  agent: string,
  logger: Logger,
): RecordBlocks {
  const known = new Map<string, Block[]>();
  return (place) => {
    const name = `${place.source_id}.${place.generation}.${place.offset}`;
    const before = known.get(name);
    if (before) return before;
    const bytes = reader.range(place.source_id, place.generation, place.offset, place.length);
    if (bytes.length < place.length) logger.warn('bytes of a record are missing', { ...place });
    const blocks = bytes.length < place.length ? [] : content.blocks(agent, bytes);
    known.set(name, blocks);
    return blocks;
  };
}

/** Reads the whole files that records keep. */
export type RecordFiles = (place: RecordPlace) => FileText[];

export function createRecordFiles(reader: SegmentReader, content: ContentReader, agent: string): RecordFiles {
  return ({ source_id, generation, offset, length }) => {
    const bytes = reader.range(source_id, generation, offset, length);
    return bytes.length < length ? [] : content.files(agent, bytes);
  };
}
