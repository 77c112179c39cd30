import { getHeapStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { releaseMemoryAtRest } from './release-memory.ts';

it('gives back what lies about once the thread rests', async () => {
  let garbage: unknown[] | undefined = Array.from({ length: 1_000_000 }, (_, n) => ({ n }));
  expect(garbage).toHaveLength(1_000_000);
  const before = getHeapStatistics().total_physical_size;
  garbage = undefined;
  let stop = () => {};
  await new Promise<void>((resolve) => {
    stop = releaseMemoryAtRest(resolve, 20);
  });
  stop();
  expect(getHeapStatistics().total_physical_size).toBeLessThan(before - 16 * 1024 * 1024);
});
