import type { ArchiveWriter } from '@belfry/store';

/** Work on the archive that waits for quiet: compressing tails, indexing what is left, merging the index. */
export interface ArchiveTender {
  /** Something was committed. */
  note(): void;
  /** Indexes soon what is little; whether there is more to index or derive than this thread should do. */
  catchUp(): boolean;
  stop(): void;
}

/** Quiet time after a commit before anything is done, and between two pieces of work: others get their turn. */
const afterMs = 3000;
const betweenMs = 50;
/** How much is done in one piece: a few milliseconds. */
const foldBytes = 1_000_000;
const indexBytes = 512 * 1024;
const mergePages = 100;
/** From here on a process of its own is faster, and does not hold up live lines. */
const muchBytes = 8_000_000;

export function createArchiveTender(options: {
  archive: ArchiveWriter;
  /** There is more to index than this thread should do. */
  onMuch(): void;
  onError(error: unknown): void;
}): ArchiveTender {
  const { archive } = options;
  let timer: NodeJS.Timeout | undefined;

  const soon = (ms: number): void => {
    timer ??= setTimeout(work, ms);
  };
  const work = (): void => {
    timer = undefined;
    try {
      const waitMs = workOn();
      if (waitMs !== undefined) soon(waitMs);
    } catch (error) {
      // What is not done stays as it is and can be read; the next commit tries again.
      options.onError(error);
    }
  };
  /** One piece of work; how long to wait for the next one, when there is one. */
  const workOn = (): number | undefined => {
    // What was appended a moment ago waits until it is quiet; a tail must not stay raw for lack of a next line.
    if (archive.fold(foldBytes) > 0) return betweenMs;
    const pending = archive.search.pendingBytes();
    if (pending >= muchBytes) options.onMuch();
    else if (pending > 0 && archive.search.catchUp(indexBytes) > 0) return betweenMs;
    else if (archive.search.merge(mergePages)) return betweenMs;
    return archive.tailBytes() > 0 ? afterMs : undefined;
  };
  return {
    note: () => soon(afterMs),
    catchUp() {
      const pending = archive.search.pendingBytes();
      if (pending > 0) soon(betweenMs);
      return pending >= muchBytes || archive.derivation?.isBehind() === true;
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
