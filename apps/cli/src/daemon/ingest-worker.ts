import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { BelfryError, type Change, type IngestBatch, systemClock, toBelfryError } from '@belfry/core';
import { agents, createContentReader, createLiveIngest, createSourceParser, type LiveIngest } from '@belfry/ingest';
import { type ArchiveWriter, type ByteStore, type KeepingStep, openArchiveWriter } from '@belfry/store';
import { createBirpc } from 'birpc';
import { createArchiveSink } from './archive-sink.ts';
import { toLivelyFacts } from './attention/lively-facts.ts';
import { readUnjudged } from './attention/unjudged.ts';
import type { IngestCalls, IngestEvents, IngestSettings } from './protocol.ts';
import { pump } from './pump.ts';
import { releaseMemoryAtRest } from './release-memory.ts';
import { rpcChannel } from './rpc-channel.ts';
import { noteHeard } from './signals/note-heard.ts';
import { type ArchiveTender, createArchiveTender } from './tend-archive.ts';
import { toWatchedRoots } from './to-watched-roots.ts';

/** Worker entry: finds, watches and reads sources, and writes the archive. */
const port = parentPort;
if (port === null) throw new Error('The ingest worker runs as a worker thread only.');

let settings = workerData as IngestSettings;
let archive: (ArchiveWriter & ByteStore) | undefined;
let live: LiveIngest | undefined;
let begun = false;
let tender: ArchiveTender | undefined;

const main = createBirpc<IngestEvents, IngestCalls>(
  {
    async open() {
      archive = openArchiveWriter({
        path: settings.archivePath,
        content: createContentReader(agents),
        parser: createSourceParser(agents),
      });
      tender = createArchiveTender({
        archive,
        onMuch: () => void main.indexBehind.asEvent(),
        onError: onFailed,
      });
      live = createLive(archive);
    },
    async start() {
      begun = true;
      await live?.start();
      // What a daemon that was killed had begun to prune.
      if (archive) pump(archive.keeping.finishPruning(), () => {}).catch(onFailed);
    },
    async configure(changed) {
      settings = { ...settings, ...changed };
      await live?.stop();
      if (archive === undefined) return;
      live = createLive(archive);
      if (begun) await live.start();
    },
    async noteHeard(heard) {
      const changes = noteHeard(opened(), settings, heard);
      if (changes.length > 0) onCommitted(changes);
    },
    async tellUnjudged(judged) {
      const nowMs = systemClock.now();
      const parser = createSourceParser(agents);
      for (const told of readUnjudged({ archive: opened(), parser, machine: settings.machine, judged, nowMs })) {
        main.committed.asEvent([], told);
        await nextTurn();
      }
    },
    syncPath: async (path) => (await live?.syncPath(path)) ?? false,
    rescan: async () => live?.rescan(),
    status: async () => (live === undefined ? [] : toWatchedRoots(live.status(), settings.machine)),
    async hasSources() {
      const status = live?.status();
      return status !== undefined && status.sources + status.queued + status.backlog.files > 0;
    },
    tendIndex: async () => tender?.catchUp() ?? false,
    async copyArchive(path) {
      archive?.keeping.copyTo(path);
    },
    prune: async (selection, nowMs) => pump(opened().keeping.prune(selection, nowMs), onStep),
    tend: async () => pump(opened().keeping.tend(), onStep),
    async handOver(path) {
      tender?.stop();
      await live?.stop();
      opened().keeping.copyTo(path);
      return opened().keeping.checkpoint();
    },
    async stop() {
      tender?.stop();
      await live?.stop();
      archive?.close();
    },
  },
  rpcChannel({
    post: (message) => port.postMessage(message),
    on: (receive) => port.on('message', receive),
  }),
);

releaseMemoryAtRest(() => archive?.releaseMemory());

function createLive(into: ArchiveWriter & ByteStore): LiveIngest {
  return createLiveIngest({
    agents,
    environment: settings.environment,
    machine: settings.machine,
    extraRoots: settings.roots,
    rescanMs: settings.rescanMs,
    sink: createArchiveSink(into, settings.machine, onCommitted),
    onBacklog: (sources) => void main.backlog.asEvent(sources),
    onPaused: (code) => void main.paused.asEvent(code),
  });
}

function opened(): ArchiveWriter & ByteStore {
  if (archive === undefined) throw new BelfryError('BELFRY_ARCHIVE_BUSY', 'The archive is being opened.');
  return archive;
}

function onStep({ step, done, total, changes }: KeepingStep): void {
  main.kept.asEvent({ step, done, total });
  if (changes !== undefined && changes.length > 0) main.committed.asEvent(changes);
}

function onFailed(error: unknown): void {
  main.failed.asEvent(toBelfryError(error).message);
}

function onCommitted(changes: Change[], batch?: IngestBatch): void {
  const mtimeMs = batch === undefined ? 0 : Number(batch.to.file.mtimeNs) / 1e6;
  const told = batch === undefined ? undefined : toLivelyFacts(batch, mtimeMs, systemClock.now());
  if (changes.length === 0 && told === undefined) return;
  main.committed.asEvent(changes, told);
  tender?.note();
}
