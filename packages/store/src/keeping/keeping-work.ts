import type { Change } from '@belfry/core';

/** One short transaction of longer work has been committed; others may have their turn before the next. */
export interface KeepingStep {
  step: string;
  /** Out of `total`, which is 0 while nobody knows. */
  done: number;
  total: number;
  changes?: Change[];
}

/** Work on the archive as a whole, a step at a time; it may be given up between two. Returns its figures. */
export type KeepingWork<Result> = Generator<KeepingStep, Result, void>;
