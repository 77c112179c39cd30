import { hash } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';
import { findBase64Runs } from './base64-runs.ts';
import { findLongStrings } from './long-strings.ts';
import type { Run } from './run.ts';

/** A binary or a long text cut out of a segment; the same content is stored once, however often it occurs. */
export interface PackedBlob {
  /** SHA-256 of the content: of what base64 stands for, of text as it is written in the file. */
  hash: Uint8Array;
  codec: 'raw' | 'zstd';
  data: Uint8Array;
}

/** A run of a source's bytes, compressed, ready to be stored. */
export interface PackedSegment {
  offset: number;
  length: number;
  /** Bytes of the generation's head that serve as dictionary; 0 for none. */
  dictionaryLength: number;
  /** First 16 bytes of the SHA-256 of the uncompressed bytes. */
  hash: Uint8Array;
  data: Uint8Array;
  /** What was cut out, in order. */
  cuts: PackedCut[];
}

/** Place among the uncompressed bytes, length there, content. */
export interface PackedCut extends Run {
  /** Whether the content stands there as base64. */
  isEncoded: boolean;
  blob: PackedBlob;
}

export interface PackOptions {
  /** Where `bytes` begin in the generation. */
  offset: number;
  /** The first 64 kB of the generation, a dictionary for short segments; not needed when `bytes` begin at 0. */
  head?: Uint8Array;
  /** zstd level; 1 for imports (400 MB/s), 3 elsewhere (5 % smaller, half as fast). */
  level?: number;
}

/** Size from which a segment ends at the next line end: 0.19 of the size, out again in 0.2 ms. */
export const segmentBytes = 128 * 1024;
/** Length of the dictionary: the head of the generation. */
export const dictionaryBytes = 64 * 1024;
/** A line longer than this is spread over several segments. */
const maxSegmentBytes = 8 * 1024 * 1024;
const lineEnd = 0x0a;

/**
 * Cuts bytes into segments at line ends and compresses them. Pure, so that it can run in the worker that
 * parses; pass the result to `applyBatch` as `segments`.
 */
export function packBytes(bytes: Uint8Array, options: PackOptions): PackedSegment[] {
  const head = options.offset === 0 ? bytes.subarray(0, dictionaryBytes) : options.head;
  const segments: PackedSegment[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = cutAt(bytes, start);
    const offset = options.offset + start;
    // A long segment has little use for a dictionary; one within the head would need itself to be read.
    const isShort = end - start < dictionaryBytes && offset >= dictionaryBytes;
    const dictionary = isShort && head?.length === dictionaryBytes ? head : undefined;
    segments.push(packSegment(bytes.subarray(start, end), offset, dictionary, options.level ?? 3));
    start = end;
  }
  return segments;
}

/** Content hash of a run of bytes as kept with its segment. */
export function hashBytes(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer').subarray(0, 16);
}

function cutAt(bytes: Uint8Array, start: number): number {
  if (bytes.length - start <= segmentBytes) return bytes.length;
  const end = bytes.indexOf(lineEnd, start + segmentBytes - 1);
  const limit = Math.min(bytes.length, start + maxSegmentBytes);
  return end < 0 || end >= limit ? limit : end + 1;
}

function packSegment(
  bytes: Uint8Array,
  offset: number,
  dictionary: Uint8Array | undefined,
  level: number,
): PackedSegment {
  const cuts = findCuts(bytes, offset, level);
  return {
    offset,
    length: bytes.length,
    dictionaryLength: dictionary?.length ?? 0,
    hash: hashBytes(bytes),
    data: zstdCompressSync(withoutCuts(bytes, cuts), {
      params: { [constants.ZSTD_c_compressionLevel]: level },
      ...(dictionary ? { dictionary } : {}),
    }),
    cuts,
  };
}

function findCuts(bytes: Uint8Array, offset: number, level: number): PackedCut[] {
  const encoded = findBase64Runs(bytes).flatMap((run) => {
    const content = decodeBase64(bytes.subarray(run.offset, run.offset + run.length));
    return content ? [{ ...run, isEncoded: true, blob: packBlob(content, 1) }] : [];
  });
  const texts = findLongStrings(bytes, offset)
    .filter((run) => !encoded.some((other) => overlap(run, other)))
    .map((run) => ({
      ...run,
      isEncoded: false,
      blob: packBlob(bytes.subarray(run.offset, run.offset + run.length), level),
    }));
  return [...encoded, ...texts].sort((a, b) => a.offset - b.offset);
}

function overlap(a: Run, b: Run): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

/** `undefined` when decoding and encoding again would not give the same text. */
function decodeBase64(text: Uint8Array): Uint8Array | undefined {
  const encoded = Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1');
  const content = Buffer.from(encoded, 'base64');
  return content.toString('base64') === encoded ? content : undefined;
}

function packBlob(content: Uint8Array, level: number): PackedBlob {
  const compressed = zstdCompressSync(content, { params: { [constants.ZSTD_c_compressionLevel]: level } });
  const isSmaller = compressed.length < content.length * 0.95;
  return {
    hash: hash('sha256', content, 'buffer'),
    codec: isSmaller ? 'zstd' : 'raw',
    data: isSmaller ? compressed : content,
  };
}

function withoutCuts(bytes: Uint8Array, cuts: readonly Run[]): Uint8Array {
  if (cuts.length === 0) return bytes;
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const cut of cuts) {
    pieces.push(bytes.subarray(at, cut.offset));
    at = cut.offset + cut.length;
  }
  pieces.push(bytes.subarray(at));
  return Buffer.concat(pieces);
}
