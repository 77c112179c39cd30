import { parentPort, workerData } from 'node:worker_threads';
import { agents, createContentReader } from '@belfry/ingest';
import { openReadStore, type ReadStore } from '@belfry/store';
import { createBirpc } from 'birpc';
import { type ReaderCalls, readMethods } from './reader-protocol.ts';
import { rpcChannel } from './rpc-channel.ts';

/** Worker entry: answers reads, so that a slow one never holds up the thread that serves HTTP. */
const port = parentPort;
if (port === null) throw new Error('The reader runs as a worker thread only.');

const { archivePath } = workerData as { archivePath: string };
let store: (ReadStore & { close(): void }) | undefined;

const ask =
  (method: keyof ReadStore) =>
  async (...args: unknown[]): Promise<unknown> => {
    const read = store?.[method] as (...given: unknown[]) => Promise<unknown>;
    return read(...args);
  };

createBirpc<Record<string, never>, ReaderCalls>(
  {
    ...(Object.fromEntries(readMethods.map((method) => [method, ask(method)])) as unknown as ReadStore),
    async open() {
      store = openReadStore({ path: archivePath, content: createContentReader(agents) });
    },
    async close() {
      store?.close();
    },
  },
  rpcChannel({
    post: (message) => port.postMessage(message),
    on: (receive) => port.on('message', receive),
  }),
);
