import {
  createReadStream,
  createWriteStream,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';

/** How a file that is to be put back compares with what is at its place. */
export type Placing =
  | 'missing'
  /** It is there already, to the byte. */
  | 'same'
  /** What is there begins with it and goes on: the agent has used it since. */
  | 'longer'
  | 'different';

/** Compares without changing anything; what is no regular file is always different. */
export async function comparePlace(
  path: string,
  pieces: Iterable<Uint8Array>,
  isCompressed: boolean,
): Promise<Placing> {
  const existing = lstatSync(path, { throwIfNoEntry: false });
  if (existing === undefined) return 'missing';
  if (!existing.isFile()) return 'different';
  const raw = createReadStream(path);
  const there = (isCompressed ? raw.pipe(createZstdDecompress()) : raw)[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  try {
    for (const piece of pieces) {
      while (rest.length < piece.length) {
        const next = await there.next();
        if (next.done) return 'different';
        rest = Buffer.concat([rest, next.value as Buffer]);
      }
      if (!rest.subarray(0, piece.length).equals(piece)) return 'different';
      rest = rest.subarray(piece.length);
    }
    return rest.length > 0 || !(await there.next()).done ? 'longer' : 'same';
  } catch {
    // What does not unpack is another file.
    return 'different';
  } finally {
    raw.destroy();
  }
}

/** Writes a file whole or not at all, private, with the time it had; makes the directories it needs. */
export async function placeFile(
  path: string,
  pieces: Iterable<Uint8Array>,
  { isCompressed, mtimeNs }: { isCompressed: boolean; mtimeNs: string },
): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // A name that no agent gives to what it wrote: whoever watches the directory leaves it alone.
  const temporary = join(dirname(path), `.${basename(path)}.restoring`);
  rmSync(temporary, { force: true });
  try {
    const to = createWriteStream(temporary, { mode: 0o600, flags: 'wx' });
    const from = Readable.from(pieces, { objectMode: false });
    await (isCompressed ? pipeline(from, createZstdCompress(), to) : pipeline(from, to));
    // Seconds as a double: right to a quarter of a microsecond.
    const mtime = Number(mtimeNs) / 1e9;
    utimesSync(temporary, mtime, mtime);
    renameSync(temporary, path);
  } finally {
    if (existsSync(temporary)) rmSync(temporary);
  }
}
