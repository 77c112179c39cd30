import { parentPort, workerData } from 'node:worker_threads';
import { agents, createContentReader } from '@belfry/ingest';
import { openReadStore } from '@belfry/store';
import { toErrorMessage } from './error-message.ts';
import type { ReaderReply, ReaderRequest } from './reader-protocol.ts';

/** Worker entry: answers reads, so that a slow one never holds up the thread that serves HTTP. */
const port = parentPort;
if (port === null) throw new Error('The reader runs as a worker thread only.');

const { archivePath } = workerData as { archivePath: string };
const store = openReadStore({ path: archivePath, content: createContentReader(agents) });

port.on('message', async (request: ReaderRequest) => {
  port.postMessage(await answer(request));
});
port.postMessage({ id: 0, value: 'ready' } satisfies ReaderReply);

async function answer({ id, method, args }: ReaderRequest): Promise<ReaderReply> {
  try {
    const call = store[method] as (...given: unknown[]) => Promise<unknown>;
    return { id, value: await call.apply(store, args) };
  } catch (thrown) {
    return { id, error: toErrorMessage(thrown) };
  }
}
