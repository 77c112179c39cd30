import { type Change, systemClock } from '@belfry/core';
import { createBirpc } from 'birpc';
import { openMerge } from '../keeping/open-merge.ts';
import type { MergeCalls, MergeEvents } from './merge-protocol.ts';
import { pump } from './pump.ts';
import { rpcChannel } from './rpc-channel.ts';

/** Process entry: merges a backup into the archive and ends, which gives its memory back. */
process.umask(0o077);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
// A terminal's Ctrl-C reaches the whole group; the parent says when to stop.
process.on('SIGINT', () => {});
// The parent is gone, and with it the lock under which this process writes.
process.on('disconnect', () => process.exit(0));

const tellMs = 100;

const parent = createBirpc<MergeEvents, MergeCalls>(
  {
    async run(task) {
      let changes: Change[] = [];
      let toldAt = 0;
      return pump(
        openMerge(task),
        ({ step, done, total, changes: more = [] }) => {
          changes.push(...more);
          if (systemClock.now() - toldAt < tellMs && done < total) return;
          toldAt = systemClock.now();
          void parent.progressed.asEvent({ step, done, total }, changes);
          changes = [];
        },
        stop.signal,
      );
    },
  },
  rpcChannel({
    post: (message) => process.send?.(message),
    on: (receive) => process.on('message', receive),
  }),
);
