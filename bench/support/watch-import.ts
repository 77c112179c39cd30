import type { RunningBelfry } from '../../e2e/support/belfry-process.ts';

/** When a backlog came how far, in milliseconds of `performance.now()`. */
export interface WatchedImport {
  /** Rows, usage and bytes are there. */
  rowsAt: number;
  /** What was said, thought and asked of tools can be searched. */
  messagesAt: number;
  /** So can what tools answered. */
  outputsAt: number;
  /** What requests took meanwhile, in milliseconds. */
  answers: number[];
  /** Different stands of the import that were told on the way. */
  steps: number;
}

interface Sync {
  progress: { phase: string; bytesDone: number };
  derived?: Record<'messageIndex' | 'outputIndex', { complete: boolean; pendingBytes: number }>;
}

/** Often enough to see when something is done, seldom enough not to be the work itself. */
const everyMs = 50;

/** Asks as a page does until all of `files` is imported and can be searched. */
export async function watchImport(belfry: RunningBelfry, files: number): Promise<WatchedImport> {
  const answers: number[] = [];
  const steps = new Set<string>();
  let rowsAt = 0;
  let messagesAt = 0;
  const ask = async <T>(path: string): Promise<T> => {
    const start = performance.now();
    const answer = await belfry.api<T>(path);
    answers.push(performance.now() - start);
    return answer;
  };
  for (;;) {
    const { progress, derived } = await ask<Sync>('api/v1/sync');
    const now = performance.now();
    await ask('api/v1/sessions?limit=50');
    const pending = derived && [derived.messageIndex.pendingBytes, derived.outputIndex.pendingBytes];
    steps.add(`${progress.bytesDone} ${pending}`);
    if (rowsAt === 0 && progress.phase === 'idle') {
      const { sources } = await belfry.api<{ sources: number }>('api/v1/stats');
      if (sources >= files) rowsAt = now;
    }
    if (rowsAt > 0 && messagesAt === 0 && derived?.messageIndex.complete) messagesAt = now;
    if (messagesAt > 0 && derived?.outputIndex.complete) {
      return { rowsAt, messagesAt, outputsAt: now, answers, steps: steps.size };
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
