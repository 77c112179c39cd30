import { parentPort, workerData } from 'node:worker_threads';
import { agents, createContentReader, createSourceParser } from '@belfry/ingest';
import { type ArchiveReader, openReadStore, type ReadStore } from '@belfry/store';
import { createBirpc } from 'birpc';
import type { PriceSettings } from '../prices.ts';
import { type ReaderCalls, readMethods } from './reader-protocol.ts';
import { releaseMemoryAtRest } from './release-memory.ts';
import { rpcChannel } from './rpc-channel.ts';
import { createUsageReader, type UsageReader } from './usage-reader.ts';

/** Worker entry: answers reads, so that a slow one never holds up the thread that serves HTTP. */
const port = parentPort;
if (port === null) throw new Error('The reader runs as a worker thread only.');

const { archivePath, prices } = workerData as { archivePath: string; prices: PriceSettings };
let store: ArchiveReader | undefined;
let usage: UsageReader | undefined;

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
      store = openReadStore({
        path: archivePath,
        content: createContentReader(agents),
        parser: createSourceParser(agents),
      });
      usage = createUsageReader(store.usage, prices);
    },
    async usageReport(name, args) {
      const report = usage?.report(name, args);
      if (report === undefined || store === undefined) return report;
      const { usage: counted } = await store.derived();
      return counted.complete ? report : `{"recounting":${JSON.stringify(counted)},${report.slice(1)}`;
    },
    setPrices: async (settings) => usage?.setPrices(settings),
    async close() {
      store?.close();
    },
  },
  rpcChannel({
    post: (message) => port.postMessage(message),
    on: (receive) => port.on('message', receive),
  }),
);

releaseMemoryAtRest(() => store?.releaseMemory());
