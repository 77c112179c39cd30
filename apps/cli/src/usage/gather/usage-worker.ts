import { parentPort, workerData } from 'node:worker_threads';
import { packClaims } from './packed-claims.ts';
import { readFiles } from './read-files.ts';
import type { UsageWorkerData } from './read-in-parallel.ts';

/** Worker entry: reads its share of the files and answers once, with all it found. */
const { files, next } = workerData as UsageWorkerData;
const packed = packClaims(readFiles(files, next));
parentPort?.postMessage(packed, [packed.numbers.buffer]);
