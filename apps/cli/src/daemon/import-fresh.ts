import { Worker } from 'node:worker_threads';
import type { Change } from '@belfry/core';
import type { FoundSource } from '@belfry/ingest';
import type { ArchiveWriter } from '@belfry/store';
import type { ParserReply, ParserTask } from './import-parser.ts';

export interface FreshImport {
  archive: ArchiveWriter;
  /** Sources the archive has never read, in the order they are to be imported. */
  sources: readonly FoundSource[];
  parserEntry: URL;
  parsers: number;
  signal: AbortSignal;
  onCommitted(changes: Change[], progress: { filesDone: number; bytesDone: number }): void;
}

type Parsed = Extract<ParserReply, { kind: 'batch' }>;

/** A transaction takes batches until it holds so many facts or bytes: a few tens of milliseconds of work. */
const factsPerTransaction = 1500;
const bytesPerTransaction = 4_000_000;
/** What waits is stored after this long anyway: a parser may be busy with one huge line for minutes. */
const storeAfterMs = 100;
/** Sources a parser may have in hand: it never waits, and what waits to be written stays small. */
const sourcesInHand = 3;

/**
 * Imports sources with parsers beside the thread that writes. Gives back those it could not: somebody else read
 * them meanwhile, or a batch was refused. They are for the careful way, one after the other.
 */
export async function importFresh(options: FreshImport): Promise<FoundSource[]> {
  const { archive, sources, signal } = options;
  const failed = new Set<number>();
  const workers = Array.from(
    { length: Math.min(options.parsers, sources.length) },
    () => new Worker(options.parserEntry),
  );
  let next = 0;
  let filesDone = 0;
  let bytesDone = 0;
  let waiting: Parsed[] = [];
  let waitingFacts = 0;
  let waitingBytes = 0;
  let storing: NodeJS.Timeout | undefined;

  const store = (): void => {
    clearTimeout(storing);
    storing = undefined;
    const batches = waiting.filter(({ index }) => !failed.has(index));
    waiting = [];
    waitingFacts = 0;
    waitingBytes = 0;
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
  const give = (worker: Worker): void => {
    const source = sources[next];
    if (source === undefined || signal.aborted) return;
    worker.postMessage({ index: next, source } satisfies ParserTask);
    next += 1;
  };

  await Promise.all(
    workers.map(
      (worker) =>
        new Promise<void>((resolve, reject) => {
          let inHand = 0;
          const feed = () => {
            const before = next;
            give(worker);
            inHand += next - before;
          };
          worker.on('error', reject);
          worker.on('message', (reply: ParserReply) => {
            if (reply.kind === 'batch') {
              waiting.push(reply);
              waitingFacts += reply.batch.facts.length;
              waitingBytes += reply.sizeBytes;
              if (waitingFacts >= factsPerTransaction || waitingBytes >= bytesPerTransaction) store();
              else storing ??= setTimeout(store, storeAfterMs);
              return;
            }
            inHand -= 1;
            filesDone += 1;
            bytesDone += sources[reply.index]?.stamp.size ?? 0;
            feed();
            if (inHand === 0) resolve();
          });
          for (let i = 0; i < sourcesInHand; i++) feed();
          if (inHand === 0) resolve();
        }),
    ),
  ).finally(() => {
    // Also what the others gave when one breaks.
    store();
    return Promise.all(workers.map((worker) => worker.terminate()));
  });
  told([]);
  return sources.filter((_, index) => failed.has(index) || index >= next);
}
