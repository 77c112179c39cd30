import { BelfryError, type SourceRef } from '@belfry/core';
import type { SourceFinder } from '../apply/source-finder.ts';
import type { ByteStore } from '../archive.ts';
import type { Connection } from '../database/connection.ts';
import { hashBytes } from './pack.ts';
import type { SegmentReader } from './segment-reader.ts';

type SourcePlace = Pick<SourceRef, 'machine' | 'root' | 'path'>;

/** Bytes of sources as kept; of compressed sources the decompressed ones. */
export function createByteStore(find: SourceFinder, reader: SegmentReader, connection: Connection): ByteStore {
  const pendingOf = connection.prepare('SELECT bytes FROM pending_bytes WHERE source_id = ?').pluck();
  const generations = connection
    .prepare('SELECT 1 FROM segments WHERE source_id = ? AND generation = ? LIMIT 1')
    .pluck();

  return {
    read({ machine, root, path }, offset, length, generation) {
      const source = find(machine, root, path);
      if (!source) return undefined;
      const wanted = generation ?? source.generation;
      if (wanted === source.generation && offset < source.pruned_offset) return undefined;
      if (wanted !== source.generation) {
        return generations.get(source.id, wanted) ? reader.range(source.id, wanted, offset, length) : undefined;
      }
      const kept = reader.range(source.id, wanted, offset, length);
      const end = offset + length;
      if (end <= source.offset) return kept;
      const pending = (pendingOf.get(source.id) as Buffer | undefined) ?? Buffer.alloc(0);
      const from = Math.max(0, offset - source.offset);
      return Buffer.concat([kept, pending.subarray(from, Math.max(from, end - source.offset))]);
    },

    *restore(place, generation) {
      const source = find(place.machine, place.root, place.path);
      if (!source) throw new BelfryError('BELFRY_NOT_FOUND', `The archive holds no source ${place.path}`);
      const wanted = generation ?? source.generation;
      if (wanted === source.generation && source.pruned_offset > 0) throw pruned(place);
      let at = 0;
      for (const segment of reader.segments(source.id, wanted)) {
        const bytes = reader.expand(segment);
        const isWhole = segment.offset === at && bytes.length === segment.length;
        if (!isWhole || !Buffer.from(segment.hash).equals(hashBytes(bytes))) throw mismatch(place, at);
        at += bytes.length;
        yield bytes;
      }
      if (wanted !== source.generation) return;
      if (at !== source.offset) throw mismatch(place, at);
      const pending = pendingOf.get(source.id) as Buffer | undefined;
      if (pending) yield pending;
    },
  };
}

function pruned({ path }: SourcePlace): BelfryError {
  return new BelfryError('BELFRY_PRUNED', `${path} was pruned: the archive does not hold all of it any more`, {
    hint: 'A backup made before may still hold it: belfry import <backup> into another BELFRY_HOME.',
    data: { path },
  });
}

function mismatch(place: SourcePlace, offset: number): BelfryError {
  return new BelfryError(
    'BELFRY_RESTORE_MISMATCH',
    `${place.path}: the bytes kept from offset ${offset} on are damaged`,
    {
      hint: 'Run belfry doctor; a backup of the archive may still hold them.',
      data: { path: place.path, offset },
    },
  );
}
