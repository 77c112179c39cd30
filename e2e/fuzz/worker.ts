import fc from 'fast-check';
import { checkCase } from './check-case.ts';
import { aFuzzCase, type FuzzCase } from './fuzz-case.ts';
import { loadMaterial } from './material.ts';

/** What the run asks of this process. */
export type FuzzOrder = { seed: number; untilMs: number; samples?: string } | { replay: FuzzCase; samples?: string };

/** What this process tells the run. */
export type FuzzNews =
  | { news: 'case'; fuzzCase: FuzzCase }
  | { news: 'memory'; cases: number; heapBytes: number; rssBytes: number }
  | { news: 'failed'; fuzzCase: FuzzCase; error: string }
  | { news: 'done'; cases: number };

const casesPerSeed = 250;
/** How long a case that failed is made smaller. */
const shrinkMs = 60_000;

process.once('message', async (order: FuzzOrder) => {
  const material = loadMaterial(order.samples);
  let cases = 0;
  let failedAtMs: number | undefined;
  const check = async (fuzzCase: FuzzCase) => {
    // What passes is not made smaller: the smallest case that failed so far is the one told.
    if (failedAtMs !== undefined && Date.now() > failedAtMs + shrinkMs) return;
    cases += 1;
    tell({ news: 'case', fuzzCase });
    try {
      await checkCase(fuzzCase, material);
    } catch (error) {
      failedAtMs ??= Date.now();
      throw error;
    }
  };
  if ('replay' in order) {
    await check(order.replay).catch((error) => tellFailure(order.replay, error));
  } else {
    for (let seed = order.seed; Date.now() < order.untilMs; seed++) {
      failedAtMs = undefined;
      const details = await fc.check(fc.asyncProperty(aFuzzCase, check), {
        seed,
        numRuns: casesPerSeed,
        interruptAfterTimeLimit: Math.max(1, order.untilMs - Date.now()) + shrinkMs,
      });
      if (details.failed && details.counterexample) tellFailure(details.counterexample[0], details.errorInstance);
      globalThis.gc?.();
      const { heapUsed, rss } = process.memoryUsage();
      tell({ news: 'memory', cases, heapBytes: heapUsed, rssBytes: rss });
    }
  }
  tell({ news: 'done', cases });
  process.disconnect();
});

function tell(news: FuzzNews): void {
  process.send?.(news);
}

function tellFailure(fuzzCase: FuzzCase, error: unknown): void {
  tell({ news: 'failed', fuzzCase, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
