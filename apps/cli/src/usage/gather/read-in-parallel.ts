import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FoundSource } from '@belfry/ingest';
import { type PackedClaims, unpackClaims } from './packed-claims.ts';
import { type ReadFile, readFiles } from './read-files.ts';

export interface UsageWorkerData {
  files: Pick<FoundSource, 'ref'>[];
  next: Int32Array<SharedArrayBuffer>;
}

/** Less than this is read sooner than another thread has started. */
const bytesPerThread = 16_000_000;
const maxThreads = 8;

/** Reads files with as many threads as it is worth, this one among them. */
export async function readInParallel(
  files: readonly FoundSource[],
  { workerEntry, isSingleThreaded }: { workerEntry: URL; isSingleThreaded: boolean },
): Promise<ReadFile[]> {
  // Large ones first, so that no thread is left with one when the others are done.
  const sorted = files
    .map((file, index) => ({ ref: file.ref, size: file.stamp.size, index }))
    .sort((a, b) => b.size - a.size);
  const bytes = sorted.reduce((sum, { size }) => sum + size, 0);
  const wanted = isSingleThreaded ? 1 : Math.min(availableParallelism(), maxThreads, Math.ceil(bytes / bytesPerThread));
  const data: UsageWorkerData = {
    files: sorted.map(({ ref }) => ({ ref })),
    next: new Int32Array(new SharedArrayBuffer(4)),
  };
  const others = Array.from({ length: wanted - 1 }, () => runWorker(workerEntry, data));
  const read = [...readFiles(data.files, data.next)];
  for (const packed of await Promise.all(others)) read.push(...unpackClaims(packed));
  return read.map((file) => ({ ...file, index: sorted[file.index]?.index ?? file.index }));
}

function runWorker(entry: URL, workerData: UsageWorkerData): Promise<PackedClaims> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData });
    worker.once('message', (packed: PackedClaims) => resolve(packed));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`A thread that read files ended with ${code}.`)));
  });
}
