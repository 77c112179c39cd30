import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArchiveWriter, ByteStore } from '../archive.ts';
import { canonicalDump } from '../canonical-dump.ts';
import { openArchiveWriter } from '../open-archive.ts';
import { type ArchiveReader, openReadStore } from '../open-read-store.ts';
import { toyContent } from './toy-source.ts';

/** An archive of its own for one test, of sources written with `toyBytes`. */
export interface TempArchive {
  path: string;
  writer: ArchiveWriter & ByteStore;
  /** Opened at the first use; closed with the archive. */
  reader: ArchiveReader;
  /** The canonical dump as one text. */
  dump(): string;
  /** Closes both sides and deletes the directory; idempotent. */
  remove(): void;
  [Symbol.dispose](): void;
}

/** `using archive = tempArchive()`, or call `remove` at the end. */
export function tempArchive(): TempArchive {
  const directory = tempDirectory();
  const path = join(directory, 'archive.db');
  writeFileSync(path, emptyArchive());
  const writer = openArchiveWriter({ path, content: toyContent });
  let reader: ReturnType<typeof openReadStore> | undefined;
  const remove = () => {
    reader?.close();
    writer.close();
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  return {
    path,
    writer,
    get reader() {
      reader ??= openReadStore({ path, content: toyContent });
      return reader;
    },
    dump: () => [...canonicalDump(path)].join('\n'),
    remove,
    [Symbol.dispose]: remove,
  };
}

let empty: Buffer | undefined;

/** An archive without a row. It is made once: migrating takes three times as long as opening what was migrated. */
function emptyArchive(): Buffer {
  if (empty) return empty;
  const directory = tempDirectory();
  const path = join(directory, 'archive.db');
  openArchiveWriter({ path }).close();
  empty = readFileSync(path);
  rmSync(directory, { recursive: true, maxRetries: 3 });
  return empty;
}

function tempDirectory(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'belfry-archive-')));
}
