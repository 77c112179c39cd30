import { parentPort, workerData } from 'node:worker_threads';
import { type Change, toBelfryError } from '@belfry/core';
import { agents, createLiveIngest, type LiveIngest, type LiveStatus } from '@belfry/ingest';
import { type ArchiveWriter, type ByteStore, openArchiveWriter } from '@belfry/store';
import { createBirpc } from 'birpc';
import { createArchiveSink } from './archive-sink.ts';
import type { IngestCalls, IngestEvents, IngestSettings, WatchedRoot } from './protocol.ts';
import { rpcChannel } from './rpc-channel.ts';

/** Worker entry: finds, watches and reads sources, and writes the archive. */
const port = parentPort;
if (port === null) throw new Error('The ingest worker runs as a worker thread only.');

/** Quiet time after a commit before tail rows are folded, and how much is folded before others get their turn. */
const foldAfterMs = 3000;
const foldBytes = 1_000_000;

const settings = workerData as IngestSettings;
let archive: (ArchiveWriter & ByteStore) | undefined;
let live: LiveIngest | undefined;
let folding: NodeJS.Timeout | undefined;

const main = createBirpc<IngestEvents, IngestCalls>(
  {
    async open() {
      archive = openArchiveWriter({ path: settings.archivePath });
      live = createLiveIngest({
        agents,
        environment: settings.environment,
        machine: settings.machine,
        extraRoots: settings.roots,
        rescanMs: settings.rescanMs,
        sink: createArchiveSink(archive, settings.machine, onCommitted),
        onBacklog: (sources) => void main.backlog.asEvent(sources),
      });
    },
    start: async () => live?.start(),
    syncPath: async (path) => (await live?.syncPath(path)) ?? false,
    rescan: async () => live?.rescan(),
    status: async () => (live === undefined ? [] : toWatchedRoots(live.status())),
    async stop() {
      clearTimeout(folding);
      await live?.stop();
      archive?.close();
    },
  },
  rpcChannel({
    post: (message) => port.postMessage(message),
    on: (receive) => port.on('message', receive),
  }),
);

function onCommitted(changes: Change[]): void {
  main.committed.asEvent(changes);
  folding ??= setTimeout(fold, foldAfterMs);
}

/** Compresses what became quiet, a piece at a time, so that a live line never waits for long. */
function fold(): void {
  folding = undefined;
  try {
    if (archive !== undefined && archive.fold(foldBytes) > 0) folding = setTimeout(fold, 50);
  } catch (error) {
    // Rows that are not folded stay readable as they are; the next commit tries again.
    main.failed.asEvent(toBelfryError(error).message);
  }
}

function toWatchedRoots({ roots, issues, phase }: LiveStatus): WatchedRoot[] {
  return roots.map(({ agent, path, state, sources }) => {
    const issue = issues.find(({ root, agent: owner }) => root === path && owner === agent);
    const reason = state === 'missing' ? 'no such directory' : issue?.detail;
    return {
      agent,
      machine: settings.machine,
      root: path,
      state: state !== 'found' ? 'unavailable' : phase === 'scanning' ? 'scanning' : 'watching',
      sources,
      ...(reason === undefined ? {} : { reason }),
    };
  });
}
