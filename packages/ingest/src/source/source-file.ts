import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { BelfryError, type FileStamp } from '@belfry/core';

/** Bytes of one open source. Everything above reads through this, so tests can count and feed bytes by hand. */
export interface SourceFile {
  /** Shape when it was opened; bytes past `size` that arrive later are read next time. */
  stamp: FileStamp;
  /** Length of the stream: `stamp.size`, or the decompressed size. */
  size: number;
  /**
   * Up to `length` bytes at `offset`; fewer at the end. The buffer is the caller's: its own `into` where that is
   * given and large enough, which spares the system clearing fresh pages for each read.
   */
  read(offset: number, length: number, into?: Buffer): Buffer;
  close(): void;
}

export type OpenSource = (path: string) => SourceFile;

/**
 * Opens a regular file to read, and only to read. Never blocks on a pipe that bears a transcript's name.
 * @throws BELFRY_SOURCE_UNREADABLE with `data.errno`
 */
export function openSourceFile(path: string): SourceFile {
  const fd = attempt(path, () => openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
  const stamp = attempt(path, () => {
    const stat = fstatSync(fd, { bigint: true });
    if (!stat.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EISDIR' });
    return toFileStamp(stat);
  });
  return {
    stamp,
    size: stamp.size,
    read(offset, length, into) {
      const wanted = Math.max(0, Math.min(length, stamp.size - offset));
      const buffer = into && into.length >= wanted ? into.subarray(0, wanted) : Buffer.allocUnsafeSlow(wanted);
      let filled = 0;
      while (filled < buffer.length) {
        const count = attempt(path, () => readSync(fd, buffer, filled, buffer.length - filled, offset + filled));
        if (count === 0) break;
        filled += count;
      }
      return buffer.subarray(0, filled);
    },
    close() {
      closeSync(fd);
    },
  };
}

export function toFileStamp(stat: BigIntStats): FileStamp {
  return { dev: Number(stat.dev), ino: Number(stat.ino), size: Number(stat.size), mtimeNs: stat.mtimeNs.toString() };
}

/**
 * Same file, untouched since. The device is left out: device numbers change over a reboot,
 * and reading every source again for that would be wrong.
 */
export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ino === b.ino;
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const errno = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new BelfryError('BELFRY_SOURCE_UNREADABLE', `cannot read ${path}: ${errno}`, {
      cause,
      data: { path, errno },
    });
  }
}
