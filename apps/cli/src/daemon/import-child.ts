import { type Change, systemClock } from '@belfry/core';
import { agents, importSources } from '@belfry/ingest';
import { openArchiveWriter } from '@belfry/store';
import { createBirpc } from 'birpc';
import { createArchiveSink } from './archive-sink.ts';
import type { ImportCalls, ImportEvents, IngestSettings } from './protocol.ts';
import { rpcChannel } from './rpc-channel.ts';

/** Process entry: reads the backlog into the archive and ends, which gives its memory back. */
process.umask(0o077);
const settings = JSON.parse(process.env['BELFRY_IMPORT'] ?? '') as IngestSettings;
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
      const archive = openArchiveWriter({ path: settings.archivePath });
      let changes: Change[] = [];
      let issues = 0;
      let toldAt = 0;
      const sink = createArchiveSink(archive, settings.machine, (committed) => {
        for (const change of committed) {
          if (change.type === 'session') changes.push(change);
          else if (change.type === 'issue') issues += 1;
        }
      });
      const tell = (progress: { filesDone: number; bytesDone: number }, always: boolean) => {
        const now = systemClock.now();
        if (!always && now - toldAt < tellMs) return;
        toldAt = now;
        parent.committed.asEvent(changes, { filesDone: progress.filesDone, bytesDone: progress.bytesDone, issues });
        changes = [];
      };
      try {
        const report = await importSources({
          agents,
          sink,
          sources,
          signal: stop.signal,
          onProgress: (progress) => tell(progress, false),
        });
        tell(report, true);
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
