import type { FoundSource } from '@belfry/ingest';

/**
 * How a child goes about a source. `usual`: with all others. A source over which a child broke is tried by itself,
 * then with only short lines parsed, and at last is set aside with an issue until its file changes.
 */
export type ImportCare = (typeof cares)[number];
const cares = ['usual', 'alone', 'short-lines', 'set-aside'] as const;

export interface ImportTask {
  sources: FoundSource[];
  care: ImportCare;
}

/** What is to be imported: everything that waits together, and after it one by one the sources that broke a child. */
export interface ImportQueue {
  add(sources: readonly FoundSource[]): void;
  readonly isEmpty: boolean;
  next(): ImportTask;
  /** The task was done: nothing in it breaks a child any more. */
  done(task: ImportTask): void;
  /** A child broke with these files in hand. `false` when none of them is of the task: somebody else is to blame. */
  broke(task: ImportTask, inHand: readonly string[]): boolean;
  clear(): void;
}

export function createImportQueue(): ImportQueue {
  let waiting: FoundSource[] = [];
  const suspects = new Map<string, FoundSource>();
  const breaks = new Map<string, number>();
  return {
    add(sources) {
      // What broke a child waits for its own turn; its newest shape counts.
      for (const source of sources) {
        if (suspects.has(source.file)) suspects.set(source.file, source);
        else waiting.push(source);
      }
    },
    get isEmpty() {
      return waiting.length === 0 && suspects.size === 0;
    },
    next() {
      const [suspect] = suspects.values();
      if (waiting.length === 0 && suspect !== undefined) {
        suspects.delete(suspect.file);
        return { sources: [suspect], care: cares[breaks.get(suspect.file) ?? 0] ?? 'set-aside' };
      }
      const sources = waiting;
      waiting = [];
      return { sources, care: 'usual' };
    },
    done({ sources }) {
      for (const { file } of sources) breaks.delete(file);
    },
    broke({ sources }, inHand) {
      const blamed = sources.filter(({ file }) => inHand.includes(file));
      for (const source of blamed) {
        const times = (breaks.get(source.file) ?? 0) + 1;
        breaks.set(source.file, times);
        if (times < cares.length) suspects.set(source.file, source);
      }
      if (blamed.length > 0) waiting.push(...sources.filter((source) => !blamed.includes(source)));
      return blamed.length > 0;
    },
    clear() {
      waiting = [];
      suspects.clear();
    },
  };
}
