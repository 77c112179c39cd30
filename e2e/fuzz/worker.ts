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
const shrinkMs = 120_000;

process.once('message', async (order: FuzzOrder) => {
  const material = loadMaterial(order.samples);
  let cases = 0;
  const check = async (fuzzCase: FuzzCase) => {
    cases += 1;
    tell({ news: 'case', fuzzCase });
    await checkCase(fuzzCase, material);
  };
  if ('replay' in order) {
    await check(order.replay).catch((error) => tellFailure(order.replay, error));
  } else {
    for (let seed = order.seed; Date.now() < order.untilMs; seed++) {
      // A time limit ends the shrinking too: the smallest case found by then is the one told.
      const details = await fc.check(fc.asyncProperty(aFuzzCase, check), {
        seed,
        numRuns: casesPerSeed,
        interruptAfterTimeLimit: Math.max(1, order.untilMs - Date.now()) + shrinkMs,
        markInterruptAsFailure: false,
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
