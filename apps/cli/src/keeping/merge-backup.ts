import type { Change, SourceRef } from '@belfry/core';
import { type AgentDefinition, readSource, type SourceFile } from '@belfry/ingest';
import type { ArchivedSource, ArchiveWriter, BackedUpSource, Backup, ByteStore, KeepingWork } from '@belfry/store';

export interface MergeOptions {
  archive: ArchiveWriter & ByteStore;
  backup: Backup;
  agents: readonly AgentDefinition[];
  /** Name of this machine: of its files it can be told whether they are there. */
  machine: string;
  exists(path: string): boolean;
}

/** What merging a backup brought. */
export interface MergeResult {
  /** Files in the backup. */
  files: number;
  /** Of these: the archive did not have them, had less of them, had another past of them. */
  filesNew: number;
  filesLonger: number;
  filesOtherwise: number;
  /** Of agents this belfry does not know; left out. */
  filesUnknown: number;
  /** Of which something was pruned here before; that stays so. */
  filesPruned: number;
  /** Sessions of which only the cost is left. */
  stubs: number;
  bytes: number;
}

const compareBytes = 1024 * 1024;
const batchBytes = 1024 * 1024;

/**
 * Merges another archive's files into this one, one batch a step: its bytes are read like files, by the parsers of
 * today. What the archive holds already is left as it is, so doing it again changes nothing. Files keep the machine
 * they were read on.
 */
export function* mergeBackup(options: MergeOptions): KeepingWork<MergeResult> {
  const { archive, backup, agents } = options;
  const sources = [...backup.sources()];
  const total = sources.reduce((sum, { generations }) => sum + (generations.at(-1)?.length ?? 0), 0);
  const result: MergeResult = {
    files: sources.length,
    filesNew: 0,
    filesLonger: 0,
    filesOtherwise: 0,
    filesUnknown: 0,
    filesPruned: 0,
    stubs: 0,
    bytes: 0,
  };
  let done = 0;
  for (const stub of backup.stubs()) {
    if (archive.keeping.adoptStub(stub)) result.stubs += 1;
    yield { step: 'costs', done: 0, total };
  }
  for (const source of sources) {
    const agent = agents.find(({ id }) => id === source.ref.agent);
    const before = find(archive, source.ref);
    let bytes = 0;
    for (const changes of agent === undefined ? [] : mergeSource(options, agent, source)) {
      bytes += changes.bytes;
      yield { step: 'files', done: done + bytes, total, changes: changes.changes };
    }
    const after = find(archive, source.ref);
    if (agent === undefined) result.filesUnknown += 1;
    else if (before === undefined) result.filesNew += 1;
    else if (after?.cursor.generation !== before.cursor.generation) result.filesOtherwise += 1;
    else if (after.cursor.offset > before.cursor.offset) result.filesLonger += 1;
    if (after !== undefined && isPruned(archive, source.ref, after)) result.filesPruned += 1;
    result.bytes += bytes;
    done += source.generations.at(-1)?.length ?? 0;
    yield { step: 'files', done, total, changes: markGone(options, source) };
  }
  return result;
}

interface Merged {
  changes: Change[];
  bytes: number;
}

function* mergeSource(
  { archive, backup }: MergeOptions,
  agent: AgentDefinition,
  source: BackedUpSource,
): Generator<Merged, void> {
  const { ref } = source;
  for (const { generation, length } of source.generations) {
    const read = (offset: number, wanted: number) => backup.read(source, generation, offset, wanted);
    if (isHeld(archive, ref, length, read)) continue;
    const known = find(archive, ref);
    yield* readPast(archive, agent, ref, toFile(source.stamp, length, read));
    if (known === undefined || find(archive, ref)?.cursor.generation === known.cursor.generation) continue;
    // The past that came is older than what was there: that is told once more, so that it stays the newest.
    if (isNewer(known, source)) yield* readPast(archive, agent, ref, ownFile(archive, ref, known));
  }
}

function* readPast(
  archive: ArchiveWriter & ByteStore,
  agent: AgentDefinition,
  ref: SourceRef,
  file: SourceFile,
): Generator<Merged, void> {
  // What the archive keeps of a compressed file is its content.
  const { compression: _, ...plain } = ref;
  const deps = {
    agent,
    open: () => file,
    archived: (_source: SourceRef, generation: number, offset: number, length: number) =>
      archive.read(ref, offset, length, generation),
  };
  const limits = { verify: true, maxBatchBytes: batchBytes };
  yield { changes: archive.derivation?.source(ref) ?? [], bytes: 0 };
  for (const batch of readSource(deps, plain, find(archive, ref)?.cursor, limits)) {
    yield { changes: archive.applyBatch({ ...batch, source: ref }, { bulk: true }), bytes: batch.bytes.length };
  }
}

/** Whether some past of the file in the archive begins with these bytes. */
function isHeld(
  archive: ArchiveWriter & ByteStore,
  ref: SourceRef,
  length: number,
  read: (offset: number, wanted: number) => Uint8Array,
): boolean {
  const newest = find(archive, ref)?.cursor.generation ?? 0;
  for (let generation = newest; generation > 0; generation--) {
    if (beginsWith(archive, ref, generation, length, read)) return true;
  }
  return false;
}

function beginsWith(
  archive: ArchiveWriter & ByteStore,
  ref: SourceRef,
  generation: number,
  length: number,
  read: (offset: number, wanted: number) => Uint8Array,
): boolean {
  for (let offset = 0; offset < length || offset === 0; offset += compareBytes) {
    const wanted = Math.min(compareBytes, length - offset);
    const own = archive.read(ref, offset, wanted, generation);
    if (own === undefined || !Buffer.from(own).equals(read(offset, wanted))) return false;
  }
  return true;
}

/** The beginning of it is not kept, though it was read. */
function isPruned(archive: ByteStore, ref: SourceRef, { cursor }: ArchivedSource): boolean {
  return cursor.offset > 0 && !archive.read(ref, 0, 1, cursor.generation)?.length;
}

function isNewer({ cursor }: ArchivedSource, { stamp }: BackedUpSource): boolean {
  return BigInt(cursor.file.mtimeNs) > BigInt(stamp.mtimeNs);
}

function ownFile(archive: ByteStore, ref: SourceRef, { cursor }: ArchivedSource): SourceFile {
  const read = (offset: number, wanted: number) =>
    archive.read(ref, offset, wanted, cursor.generation) ?? new Uint8Array();
  let length = cursor.offset;
  // What was pending is kept behind it.
  for (let more = read(length, compareBytes); more.length > 0; more = read(length, compareBytes)) length += more.length;
  return toFile(cursor.file, length, read);
}

function toFile(
  stamp: SourceFile['stamp'],
  size: number,
  read: (offset: number, wanted: number) => Uint8Array,
): SourceFile {
  return {
    stamp,
    size,
    read: (offset, length) => Buffer.from(read(offset, Math.max(0, Math.min(length, size - offset)))),
    close() {},
  };
}

function find(archive: ArchiveWriter, { machine, root, path }: SourceRef): ArchivedSource | undefined {
  return archive.source(machine, root, path);
}

/** A file of this machine is looked for; of another one the backup knows best, unless the archive was told since. */
function markGone({ archive, machine, exists }: MergeOptions, { ref, gone }: BackedUpSource): Change[] {
  const isGone = ref.machine === machine ? !exists(`${ref.root}/${ref.path}`) : gone;
  return isGone ? archive.markGone(ref.machine, ref.root, ref.path) : [];
}
