import { parentPort, workerData } from 'node:worker_threads';
import type { IngestBatch } from '@belfry/core';
import { agents, type FoundSource, readSource } from '@belfry/ingest';
import { type PackedSegment, packBytes } from '@belfry/store';

/** Worker entry: reads, parses and compresses sources never read before; the thread that writes only stores. */
const port = parentPort;
if (port === null) throw new Error('The import parser runs as a worker thread only.');

/** What a parser gives back, in file order; `done` ends a source. */
export type ParserReply =
  /** `batch.bytes` is empty; `segments` hold its `sizeBytes` bytes. */
  | { kind: 'batch'; index: number; batch: IngestBatch; segments: PackedSegment[]; sizeBytes: number }
  | { kind: 'done'; index: number };

export interface ParserTask {
  index: number;
  source: FoundSource;
}

/** Batches given and not stored yet; shared with the thread that stores. */
export type Outstanding = Int32Array<SharedArrayBuffer>;

/** Batches a parser is ahead of the thread that stores: what waits for it must not grow with the size of a file. */
const maxOutstanding = 8;
/** Small enough for a short transaction, large enough that its cost is in the rows. */
const batchBytes = 1024 * 1024;
/** Compression of an import: fast, and five per cent larger than what is folded in idle time. */
const level = 1;
const headBytes = 64 * 1024;
const nothing = new Uint8Array();
const outstanding = workerData as Outstanding;
/** What one read fills: fresh memory each time would cost as much as the reading. */
const scratch = Buffer.allocUnsafeSlow(batchBytes);

port.on('message', ({ index, source }: ParserTask) => {
  const agent = agents.find(({ id }) => id === source.ref.agent);
  let head: Uint8Array | undefined;
  if (agent !== undefined) {
    for (const batch of readSource({ agent }, source.ref, undefined, { maxBatchBytes: batchBytes, scratch })) {
      const offset = batch.to.offset - batch.bytes.length;
      const segments = packBytes(batch.bytes, { offset, level, ...(head === undefined ? {} : { head }) });
      if (offset === 0) head = new Uint8Array(batch.bytes.subarray(0, headBytes));
      // The segments say it all: the bytes stay here, and what is left over is copied out of its large buffer.
      const lean = { ...batch, bytes: nothing, pending: new Uint8Array(batch.pending) };
      give({ kind: 'batch', index, batch: lean, segments, sizeBytes: batch.bytes.length });
    }
  }
  port.postMessage({ kind: 'done', index } satisfies ParserReply);
});

function give(reply: ParserReply): void {
  for (let ahead = Atomics.load(outstanding, 0); ahead >= maxOutstanding; ahead = Atomics.load(outstanding, 0)) {
    Atomics.wait(outstanding, 0, ahead);
  }
  Atomics.add(outstanding, 0, 1);
  port?.postMessage(reply);
}
