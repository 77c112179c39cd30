import type { Logger } from '@belfry/core';
import type { JudgedSource } from '@belfry/store';
import type { IngestCalls, IngestEvents, IngestSettings } from './protocol.ts';
import { openRpcThread } from './rpc-thread.ts';

export interface IngestThread extends Omit<IngestCalls, 'open' | 'stop'> {
  /** Lets go of the archive, does what is `between`, opens the one that is there then, and looks at everything again. */
  reopen(between?: () => Promise<void> | void): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The ingest side on a thread of its own: it alone writes the archive while the daemon lives.
 * Resolves when the archive is open and migrated, so readers may follow. A thread that ends, e.g. for want of
 * memory, is started anew and goes on where the archive stands; calls it held are refused.
 */
export async function openIngest(options: {
  entry: URL;
  /** Asked for each thread that is started. */
  settings: () => IngestSettings;
  events: IngestEvents;
  /** How far sources were judged: what is kept beyond is told before anything new, by each thread that is started. */
  judged: () => JudgedSource[];
  logger: Logger;
}): Promise<IngestThread> {
  const { events, settings, judged, ...rest } = options;
  let begun = false;
  const start = async (calls: Pick<IngestCalls, 'tellUnjudged' | 'start'>) => {
    // What cannot be judged anew holds up no line.
    await calls.tellUnjudged(judged()).catch((error: Error) => events.failed(error.message));
    await calls.start();
  };
  const thread = await openRpcThread<IngestCalls, IngestEvents>({
    ...rest,
    name: 'ingest',
    workerData: settings,
    events,
    async open(calls) {
      await calls.open();
      if (begun) start(calls).catch((error: Error) => events.failed(error.message));
    },
    close: (calls) => calls.stop(),
    onEnd() {
      events.paused(undefined);
      events.failed('The ingest thread ended; it is started again.');
    },
  });

  return {
    async start() {
      begun = true;
      await start(thread.calls());
    },
    syncPath: async (path) => thread.calls().syncPath(path),
    noteHeard: async (heard) => thread.calls().noteHeard(heard),
    configure: async (changed) => thread.calls().configure(changed),
    rescan: async () => thread.calls().rescan(),
    tellUnjudged: async (points) => thread.calls().tellUnjudged(points),
    status: async () => thread.calls().status(),
    hasSources: async () => thread.calls().hasSources(),
    tendIndex: async () => thread.calls().tendIndex(),
    copyArchive: async (path) => thread.calls().copyArchive(path),
    prune: async (selection, nowMs) => thread.calls().prune(selection, nowMs),
    tend: async () => thread.calls().tend(),
    handOver: async (path) => thread.calls().handOver(path),
    reopen: thread.reopen,
    stop: thread.stop,
  };
}
