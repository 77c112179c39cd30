import { parentPort } from 'node:worker_threads';
import type { IngestBatch } from '@belfry/core';
import { agents, type FoundSource, readSource } from '@belfry/ingest';
import { type PackedSegment, packBytes } from '@belfry/store';

/** Worker entry: reads, parses and compresses sources never read before; the thread that writes only stores. */
const port = parentPort;
if (port === null) throw new Error('The import parser runs as a worker thread only.');

/** What a parser gives back, in file order; `done` ends a source. */
export type ParserReply =
  | { kind: 'batch'; index: number; batch: IngestBatch; segments: PackedSegment[] }
  | { kind: 'done'; index: number };

export interface ParserTask {
  index: number;
  source: FoundSource;
}

/** Small enough for a short transaction, large enough that its cost is in the rows. */
const batchBytes = 1024 * 1024;
/** Compression of an import: fast, and five per cent larger than what is folded in idle time. */
const level = 1;
const headBytes = 64 * 1024;

port.on('message', ({ index, source }: ParserTask) => {
  const agent = agents.find(({ id }) => id === source.ref.agent);
  let head: Uint8Array | undefined;
  if (agent !== undefined) {
    for (const batch of readSource({ agent }, source.ref, undefined, { maxBatchBytes: batchBytes })) {
      const offset = batch.to.offset - batch.bytes.length;
      const segments = packBytes(batch.bytes, { offset, level, ...(head === undefined ? {} : { head }) });
      if (offset === 0) head = new Uint8Array(batch.bytes.subarray(0, headBytes));
      // A view would take its whole buffer along; these are of their own, and move without being copied.
      const bytes = new Uint8Array(batch.bytes);
      const pending = new Uint8Array(batch.pending);
      const reply: ParserReply = { kind: 'batch', index, batch: { ...batch, bytes, pending }, segments };
      port.postMessage(reply, [bytes.buffer, pending.buffer]);
    }
  }
  port.postMessage({ kind: 'done', index } satisfies ParserReply);
});
