import type { Logger } from '@belfry/core';
import type { ReadStore } from '@belfry/store';
import { type ReaderCalls, readMethods } from './reader-protocol.ts';
import { openRpcThread } from './rpc-thread.ts';

export interface Reader extends ReadStore {
  /** Lets go of the archive, does what is `between`, and opens the one that is there then. */
  reopen(between?: () => Promise<void> | void): Promise<void>;
  stop(): Promise<void>;
}

/** The read store on a thread of its own. A reader that dies is started anew; calls made meanwhile are refused. */
export async function openReader(options: { entry: URL; archivePath: string; logger: Logger }): Promise<Reader> {
  const { archivePath, ...rest } = options;
  const thread = await openRpcThread<ReaderCalls, Record<string, never>>({
    ...rest,
    name: 'reader',
    workerData: () => ({ archivePath }),
    events: {},
    open: (calls) => calls.open(),
    close: (calls) => calls.close(),
  });
  const call =
    (method: keyof ReadStore) =>
    async (...args: unknown[]): Promise<unknown> => {
      const remote = thread.calls()[method] as (...given: unknown[]) => Promise<unknown>;
      return remote(...args);
    };
  return {
    ...(Object.fromEntries(readMethods.map((method) => [method, call(method)])) as unknown as ReadStore),
    reopen: thread.reopen,
    stop: thread.stop,
  };
}
