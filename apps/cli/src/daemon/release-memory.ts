import { performance } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Time between two looks, and the share of it a thread may have worked and still be at rest. */
const lookMs = 5_000;
const restShare = 0.02;
/** Growth since the last time that is worth a pause of some ten milliseconds. */
const worthBytes = 12 * 1024 * 1024;

/**
 * Gives the memory of a thread at rest back to the system. V8 lets garbage lie until there is too much of it, which
 * for a thread that has just imported or answered much, and has nothing to do now, is never. Returns how to stop.
 */
export function releaseMemoryAtRest(alsoRelease: () => void = () => {}, everyMs = lookMs): () => void {
  const collect = exposedCollector();
  let before = performance.eventLoopUtilization();
  let releasedBytes = 0;
  const look = (): void => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization > restShare || getHeapStatistics().total_physical_size < releasedBytes + worthBytes) return;
    alsoRelease();
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    releasedBytes = getHeapStatistics().total_physical_size;
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

type Collector = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/** The one way to ask for a collection without a flag on the command line, which an installed program cannot give itself. */
function exposedCollector(): Collector {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as Collector;
}
