import { availableParallelism } from 'node:os';
import { agents, createSourceParser } from '@belfry/ingest';
import { openArchiveWriter } from '@belfry/store';
import { createBirpc } from 'birpc';
import { deriveOutdated } from './derive-outdated.ts';
import type { IndexCalls, IndexEvents } from './index-protocol.ts';
import { indexSessions } from './index-sessions.ts';
import { rpcChannel } from './rpc-channel.ts';

/** Process entry: derives again what an older parser read, indexes what an import or an upgrade left to index, and ends. */
process.umask(0o077);
const archivePath = process.env.BELFRY_ARCHIVE ?? '';
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
// A terminal's Ctrl-C reaches the whole group; the parent says when to stop.
process.on('SIGINT', () => {});
// The parent is gone, and with it the lock under which this process writes.
process.on('disconnect', () => process.exit(0));

const parent = createBirpc<IndexEvents, IndexCalls>(
  {
    async run() {
      const archive = openArchiveWriter({
        path: archivePath,
        parser: createSourceParser(agents),
        cacheBytes: 64 * 1024 * 1024,
      });
      try {
        await deriveOutdated({
          derivation: archive.derivation,
          signal: stop.signal,
          onCommitted: (changes) => void parent.committed.asEvent(changes),
          onFailed: ({ path, error }) => void parent.failed.asEvent({ path, code: error.code, message: error.message }),
        });
        await indexSessions({
          search: archive.search,
          archivePath,
          readerEntry: new URL('./index-reader.js', import.meta.url),
          readers: Math.max(1, Math.min(3, availableParallelism())),
          signal: stop.signal,
          onSkipped: (failure) => void parent.skipped.asEvent(failure),
        });
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
