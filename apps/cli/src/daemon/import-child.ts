import { availableParallelism } from 'node:os';
import { type Change, systemClock } from '@belfry/core';
import { agents, type FoundSource, importSources, sortNewestFirst } from '@belfry/ingest';
import { openArchiveWriter } from '@belfry/store';
import { createBirpc } from 'birpc';
import { createArchiveSink } from './archive-sink.ts';
import { importFresh } from './import-fresh.ts';
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

const parent = createBirpc<ImportEvents, ImportCalls>(
  {
    async run(sources) {
      const archive = openArchiveWriter({ path: settings.archivePath, cacheBytes: 64 * 1024 * 1024 });
      let changes: Change[] = [];
      let issues = 0;
      let toldAt = 0;
      const note = (committed: Change[]) => {
        for (const change of committed) {
          if (change.type === 'session') changes.push(change);
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
      try {
        const { fresh = [], known = [] } = Object.groupBy(sortNewestFirst(sources), ({ ref }) =>
          archive.source(ref.machine, ref.root, ref.path) === undefined ? 'fresh' : 'known',
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
        });
        const before = { filesDone: done.filesDone - left.length, bytesDone: done.bytesDone - total(left) };
        const report = await importSources({
          agents,
          sink: createArchiveSink(archive, settings.machine, note),
          sources: [...left, ...known],
          signal: stop.signal,
          onProgress: ({ filesDone, bytesDone }) =>
            tell({ filesDone: before.filesDone + filesDone, bytesDone: before.bytesDone + bytesDone }, false),
        });
        for (const failure of report.failed) parent.refused.asEvent(failure);
        tell({ filesDone: before.filesDone + report.filesDone, bytesDone: before.bytesDone + report.bytesDone }, true);
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

function total(sources: readonly FoundSource[]): number {
  return sources.reduce((sum, { stamp }) => sum + stamp.size, 0);
}
