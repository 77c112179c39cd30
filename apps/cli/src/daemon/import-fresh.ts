import { Worker } from 'node:worker_threads';
import type { Change } from '@belfry/core';
import type { FoundSource } from '@belfry/ingest';
import type { ArchiveWriter } from '@belfry/store';
import type { Outstanding, ParserReply, ParserTask } from './import-parser.ts';

export interface FreshImport {
  archive: ArchiveWriter;
  /** Sources the archive has never read, in the order they are to be imported. */
  sources: readonly FoundSource[];
  parserEntry: URL;
  parsers: number;
  signal: AbortSignal;
  onCommitted(changes: Change[], progress: { filesDone: number; bytesDone: number }): void;
  /** The files the parsers are at, whenever that changes. */
  onInHand(files: string[]): void;
}

type Parsed = Extract<ParserReply, { kind: 'batch' }>;

/** A parser with the sources it was given, the one it is at first. */
interface Parser {
  worker: Worker;
  inHand: number[];
  outstanding: Outstanding;
}

/** A transaction takes batches until it holds so many facts or bytes: a few tens of milliseconds of work. */
const factsPerTransaction = 1500;
const bytesPerTransaction = 4_000_000;
/** What waits is stored after this long anyway: a parser may be busy with one huge line for minutes. */
const storeAfterMs = 100;
/** Sources a parser has in hand, so that it never waits; none waits behind a large one while others are idle. */
const sourcesInHand = 3;
const bytesInHand = 2_000_000;
/** Enough for the largest record that is parsed; one that takes more ends the import, which knows who is to blame. */
const parserHeap = { maxOldGenerationSizeMb: 1536 };

/**
 * Imports sources with parsers beside the thread that writes. Gives back those it could not: somebody else read
 * them meanwhile, or a batch was refused. They are for the careful way, one after the other.
 */
export async function importFresh(options: FreshImport): Promise<FoundSource[]> {
  const { archive, sources, signal } = options;
  const failed = new Set<number>();
  const parsers = Array.from({ length: Math.min(options.parsers, sources.length) }, (): Parser => {
    const outstanding = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(options.parserEntry, { workerData: outstanding, resourceLimits: parserHeap });
    return { worker, inHand: [], outstanding };
  });
  let next = 0;
  let filesDone = 0;
  let bytesDone = 0;
  let waiting: { parser: Parser; parsed: Parsed }[] = [];
  let waitingFacts = 0;
  let waitingBytes = 0;
  let storing: NodeJS.Timeout | undefined;

  const store = (): void => {
    clearTimeout(storing);
    storing = undefined;
    const taken = waiting;
    waiting = [];
    waitingFacts = 0;
    waitingBytes = 0;
    storeAll(taken.map(({ parsed }) => parsed).filter(({ index }) => !failed.has(index)));
    for (const { parser } of taken) {
      Atomics.sub(parser.outstanding, 0, 1);
      Atomics.notify(parser.outstanding, 0);
    }
  };
  const storeAll = (batches: Parsed[]): void => {
    if (batches.length === 0) return;
    try {
      told(archive.applyBatches(batches, { bulk: true }));
    } catch {
      // All or none: whichever batch it was, each gets its own try, and the others do not suffer for it.
      for (const parsed of batches) storeOne(parsed);
    }
  };
  const storeOne = ({ index, batch, segments }: Parsed): void => {
    if (failed.has(index)) return;
    try {
      told(archive.applyBatch(batch, { bulk: true, segments }));
    } catch {
      // Given back to the caller; the careful way says what is wrong if it still is.
      failed.add(index);
    }
  };
  const told = (changes: Change[]) => options.onCommitted(changes, { filesDone, bytesDone });
  const give = ({ worker, inHand }: Parser): void => {
    let bytes = inHand.reduce((sum, index) => sum + (sources[index]?.stamp.size ?? 0), 0);
    while (inHand.length === 0 || (inHand.length < sourcesInHand && bytes < bytesInHand)) {
      const source = sources[next];
      if (source === undefined || signal.aborted) return;
      worker.postMessage({ index: next, source } satisfies ParserTask);
      inHand.push(next);
      bytes += source.stamp.size;
      next += 1;
    }
  };
  const tellInHand = () =>
    options.onInHand(
      parsers.flatMap(({ inHand: [index] }) => (index === undefined ? [] : (sources[index]?.file ?? []))),
    );

  await Promise.all(
    parsers.map(
      (parser) =>
        new Promise<void>((resolve, reject) => {
          parser.worker.on('error', reject);
          parser.worker.on('message', (reply: ParserReply) => {
            if (reply.kind === 'batch') {
              waiting.push({ parser, parsed: reply });
              waitingFacts += reply.batch.facts.length;
              waitingBytes += reply.sizeBytes;
              if (waitingFacts >= factsPerTransaction || waitingBytes >= bytesPerTransaction) store();
              else storing ??= setTimeout(store, storeAfterMs);
              return;
            }
            parser.inHand.shift();
            filesDone += 1;
            bytesDone += sources[reply.index]?.stamp.size ?? 0;
            give(parser);
            tellInHand();
            if (parser.inHand.length === 0) resolve();
          });
          give(parser);
          tellInHand();
          if (parser.inHand.length === 0) resolve();
        }),
    ),
  ).finally(() => {
    // Also what the others gave when one breaks.
    store();
    return Promise.all(parsers.map(({ worker }) => worker.terminate()));
  });
  told([]);
  return sources.filter((_, index) => failed.has(index) || index >= next);
}
