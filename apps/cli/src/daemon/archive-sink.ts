import type { Change, IngestBatch } from '@belfry/core';
import type { IngestSink } from '@belfry/ingest';
import type { ArchiveWriter, ByteStore } from '@belfry/store';

/** Batches into the archive; what each really changed is handed on, after its commit and in order. */
export function createArchiveSink(
  archive: ArchiveWriter & ByteStore,
  machine: string,
  onCommitted: (changes: Change[], batch?: IngestBatch) => void,
): IngestSink {
  const handOn = (changes: Change[]) => {
    if (changes.length > 0) onCommitted(changes);
  };
  return {
    known: () => archive.sources(machine),
    cursor({ root, path }) {
      // Nobody reads on where another parser left off.
      handOn(archive.derivation?.source({ machine, root, path }) ?? []);
      return archive.source(machine, root, path)?.cursor;
    },
    apply: (batch) => onCommitted(archive.applyBatch(batch), batch),
    gone: ({ root, path }) => handOn(archive.markGone(machine, root, path)),
    moved: (from, to) => archive.move(from, to),
    archived: (source, generation, offset, length) => archive.read(source, offset, length, generation),
  };
}
