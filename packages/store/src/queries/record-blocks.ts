import type { Block, ContentReader, FileText, Logger } from '@belfry/core';
import type { RecordPlace } from '../apply/record-places.ts';
import type { SegmentReader } from '../bytes/segment-reader.ts';

/** Reads the blocks of records from the bytes kept, each record once an answer. */
export interface RecordBlocks {
  (place: RecordPlace): Block[];
  /** Of all records that stand on a line, in the order they do. */
  onLine(line: RecordPlace): { place: RecordPlace; blocks: Block[] }[];
}

export function createRecordBlocks(
  reader: SegmentReader,
  content: ContentReader,
  agent: string,
  logger: Logger,
): RecordBlocks {
  const known = new Map<string, Block[]>();
  const bytesOf = (place: RecordPlace): Uint8Array | undefined => {
    const bytes = reader.range(place.source_id, place.generation, place.offset, place.length);
    if (bytes.length >= place.length) return bytes;
    logger.warn('bytes of a record are missing', { ...place });
    return undefined;
  };
  const blocksOf = (place: RecordPlace): Block[] => {
    const name = `${place.source_id}.${place.generation}.${place.offset}`;
    const before = known.get(name);
    if (before) return before;
    const bytes = bytesOf(place);
    const blocks = bytes ? content.blocks(agent, bytes) : [];
    known.set(name, blocks);
    return blocks;
  };
  const onLine: RecordBlocks['onLine'] = (line) => {
    const bytes = bytesOf(line);
    const records = bytes ? content.records(agent, bytes) : [];
    return records.map(({ offset, length, blocks }) => ({
      place: { ...line, offset: line.offset + offset, length },
      blocks,
    }));
  };
  return Object.assign(blocksOf, { onLine });
}

/** Reads the whole files that records keep. */
export type RecordFiles = (place: RecordPlace) => FileText[];

export function createRecordFiles(reader: SegmentReader, content: ContentReader, agent: string): RecordFiles {
  return ({ source_id, generation, offset, length }) => {
    const bytes = reader.range(source_id, generation, offset, length);
    return bytes.length < length ? [] : content.files(agent, bytes);
  };
}
