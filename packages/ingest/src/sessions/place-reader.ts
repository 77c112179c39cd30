import { unpackZstd } from '../source/compressed-file.ts';
import { openSourceFile, type SourceFile } from '../source/source-file.ts';
import type { FoundSource } from '../walk-place.ts';
import type { MessagePlace } from './folded-session.ts';

const nothing = Buffer.alloc(0);

/** Reads records again where they lie; files stay open until `release`. */
export interface PlaceReader {
  /** Empty when the file has gone meanwhile. */
  read(place: MessagePlace): Uint8Array;
  release(): void;
}

export function createPlaceReader(sources: Iterable<Pick<FoundSource, 'ref' | 'file'>>): PlaceReader {
  const compressed = new Set<string>();
  for (const { ref, file } of sources) if (ref.compression === 'zstd') compressed.add(file);
  const open = new Map<string, SourceFile | undefined>();

  function openContent(path: string): SourceFile | undefined {
    try {
      const file = openSourceFile(path);
      if (!compressed.has(path)) return file;
      const unpacked = unpackZstd(file);
      file.close();
      return 'file' in unpacked ? { ...unpacked.file, close() {} } : undefined;
    } catch {
      // It was readable when its sessions were found; what it said besides its texts stays.
      return undefined;
    }
  }

  return {
    read({ file, span }) {
      if (!open.has(file)) open.set(file, openContent(file));
      return open.get(file)?.read(span.offset, span.length) ?? nothing;
    },
    release() {
      for (const file of open.values()) file?.close();
      open.clear();
    },
  };
}
