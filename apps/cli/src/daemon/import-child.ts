import { availableParallelism } from 'node:os';
import { type Change, systemClock } from '@belfry/core';
import { agents, createSourceParser, type FoundSource, importSources, setAside, sortNewestFirst } from '@belfry/ingest';
import { type ArchiveWriter, type ByteStore, openArchiveWriter } from '@belfry/store';
import { createBirpc } from 'birpc';
import { createArchiveSink } from './archive-sink.ts';
import { importFresh } from './import-fresh.ts';
import type { ImportTask } from './import-queue.ts';
import type { ImportCalls, ImportEvents, IngestSettings } from './protocol.ts';
import { rpcChannel } from './rpc-channel.ts';

/** Process entry: reads the backlog into the archive and ends, which gives its memory back. */
process.umask(0o077);
const settings = JSON.parse(process.env.BELFRY_IMPORT ?? '') as IngestSettings;
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
// A terminal's Ctrl-C reaches the whole group; the parent says when to stop.
process.on('SIGINT', () => {});
// The parent is gone, and with it the lock under which this process writes.
process.on('disconnect', () => process.exit(0));

const tellMs = 100;
/** Files in hand are told at most so often: most are read within a few milliseconds. */
const tellInHandMs = 20;
/** Longest line parsed in a source that took all memory before. */
const shortLineBytes = 1024 * 1024;
const largeBytes = 1024 * 1024;

const parent = createBirpc<ImportEvents, ImportCalls>(
  {
    async run(task) {
      const archive = openArchiveWriter({
        path: settings.archivePath,
        parser: createSourceParser(agents),
        cacheBytes: 64 * 1024 * 1024,
      });
      try {
        if (task.care === 'set-aside') setAsideAll(archive, task.sources);
        else await importAll(archive, task);
      } finally {
        archive.close();
      }
    },
  },
  rpcChannel({
    post: (message) => process.send?.(message),
    on: (receive) => process.on('message', receive),
  }),
);

async function importAll(archive: ArchiveWriter & ByteStore, { sources, care }: ImportTask): Promise<void> {
  let changes: Change[] = [];
  let issues = 0;
  let toldAt = 0;
  const note = (committed: Change[]) => {
    for (const change of committed) {
      if (change.type === 'session' || change.type === 'session-removed') changes.push(change);
      else if (change.type === 'issue') issues += 1;
    }
  };
  const tell = (progress: { filesDone: number; bytesDone: number }, always: boolean) => {
    const now = systemClock.now();
    if (!always && now - toldAt < tellMs) return;
    toldAt = now;
    parent.committed.asEvent(changes, { ...progress, issues });
    changes = [];
  };
  const tellInHand = createInHandTeller();
  const { fresh = [], known = [] } = Object.groupBy(sortNewestFirst(sources), ({ ref }) =>
    care !== 'short-lines' && archive.source(ref.machine, ref.root, ref.path) === undefined ? 'fresh' : 'known',
  );
  let done = { filesDone: 0, bytesDone: 0 };
  const left = await importFresh({
    archive,
    sources: fresh,
    parserEntry: new URL('./import-parser.js', import.meta.url),
    // Two on two cores: the thread that writes waits for the disk a good part of its time.
    parsers: Math.max(1, Math.min(4, availableParallelism())),
    signal: stop.signal,
    onCommitted: (committed, progress) => {
      note(committed);
      done = { ...progress };
      tell(progress, false);
    },
    onInHand: tellInHand,
  });
  const before = { filesDone: done.filesDone - left.length, bytesDone: done.bytesDone - total(left) };
  const report = await importSources({
    agents,
    sink: createArchiveSink(archive, settings.machine, note),
    sources: [...left, ...known],
    signal: stop.signal,
    onPaused: (code) => void parent.paused.asEvent(code),
    ...(care === 'short-lines' ? { refuseLineBytes: shortLineBytes } : {}),
    // This thread reads itself and may not come back: a large file is told at once.
    onSource: ({ file, stamp }) => tellInHand([file], stamp.size > largeBytes),
    onProgress: ({ filesDone, bytesDone }) =>
      tell({ filesDone: before.filesDone + filesDone, bytesDone: before.bytesDone + bytesDone }, false),
  });
  for (const failure of report.failed) parent.refused.asEvent(failure);
  tell({ filesDone: before.filesDone + report.filesDone, bytesDone: before.bytesDone + report.bytesDone }, true);
}

/** The parent knows which files to blame when this process ends before its time. */
function createInHandTeller(): (files: string[], now?: boolean) => void {
  let latest: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let toldAt = 0;
  const tell = () => {
    timer = undefined;
    toldAt = systemClock.now();
    parent.inHand.asEvent(latest);
  };
  return (files, now = false) => {
    latest = files;
    if (now || Math.abs(systemClock.now() - toldAt) >= tellInHandMs) tell();
    else if (timer === undefined) timer = setTimeout(tell, tellInHandMs);
  };
}

function setAsideAll(archive: ArchiveWriter, sources: readonly FoundSource[]): void {
  for (const { ref, stamp, file } of sources) {
    const agent = agents.find(({ id }) => id === ref.agent);
    if (agent === undefined) continue;
    const from = archive.source(ref.machine, ref.root, ref.path)?.cursor;
    archive.applyBatch(setAside(agent, ref, from, stamp, 'reading it ended the process that read it'));
    parent.refused.asEvent({ file, code: 'BELFRY_SOURCE_UNREADABLE', message: 'it ended the process that read it' });
  }
}

function total(sources: readonly FoundSource[]): number {
  return sources.reduce((sum, { stamp }) => sum + stamp.size, 0);
}
