import { zstdDecompressSync } from 'node:zlib';
import { BelfryError } from '@belfry/core';
import type { SourceFile } from './source-file.ts';

/** Guards memory against a small file that unpacks to an endless one. */
const maxUnpackedBytes = 1024 * 1024 * 1024;

/**
 * The decompressed view of a source: offsets count decompressed bytes, the stamp stays that of the file.
 * Compressed transcripts are written once and whole, so the whole is unpacked in memory.
 */
export function unpackZstd(file: SourceFile): { file: SourceFile } | { corrupt: string } {
  try {
    const packed = file.read(0, file.size);
    const unpacked = packed.length === 0 ? packed : zstdDecompressSync(packed, { maxOutputLength: maxUnpackedBytes });
    return {
      file: {
        stamp: file.stamp,
        size: unpacked.length,
        read: (offset, length) => unpacked.subarray(offset, offset + length),
        close: () => file.close(),
      },
    };
  } catch (error) {
    if (error instanceof BelfryError) throw error;
    return { corrupt: error instanceof Error ? error.message : String(error) };
  }
}
