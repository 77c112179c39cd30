import { BelfryError, type FileStamp } from '@belfry/core';
import type { OpenSource } from '../source/source-file.ts';

/** A source that lives in memory and behaves like a file: it grows, is rewritten in place, is replaced. */
export interface MemorySource {
  open: OpenSource;
  bytes(): Buffer;
  append(bytes: Uint8Array | string): void;
  /** Other content in the same file. */
  rewrite(bytes: Uint8Array | string): void;
  /** Another file under the same name. */
  replace(bytes: Uint8Array | string): void;
  remove(): void;
  /** Work done so far. */
  counts: { opened: number; bytesRead: number };
}

/** `nowMs` is the time the content was written. */
export function createMemorySource(content: Uint8Array | string = '', nowMs = 1_700_000_000_000): MemorySource {
  let bytes: Buffer | undefined = Buffer.from(content);
  let stamp: FileStamp = { dev: 1, ino: 1, size: bytes.length, mtimeNs: `${nowMs}000000` };
  const counts = { opened: 0, bytesRead: 0 };

  function set(next: Buffer, ino = stamp.ino): void {
    bytes = next;
    stamp = { dev: 1, ino, size: next.length, mtimeNs: (BigInt(stamp.mtimeNs) + 1_000n).toString() };
  }

  return {
    counts,
    bytes: () => bytes ?? Buffer.alloc(0),
    append: (more) => set(Buffer.concat([bytes ?? Buffer.alloc(0), Buffer.from(more)])),
    rewrite: (other) => set(Buffer.from(other)),
    replace: (other) => set(Buffer.from(other), stamp.ino + 1),
    remove() {
      bytes = undefined;
    },
    open(path) {
      if (!bytes) throw new BelfryError('BELFRY_SOURCE_UNREADABLE', `no ${path}`, { data: { errno: 'ENOENT' } });
      const held = bytes;
      counts.opened += 1;
      return {
        stamp,
        size: held.length,
        read(offset, length) {
          const part = Buffer.from(held.subarray(offset, offset + length));
          counts.bytesRead += part.length;
          return part;
        },
        close() {},
      };
    },
  };
}
