import { describe, expect, it } from 'vitest';
import { BelfryError } from '../errors.ts';
import type { LogFields } from '../logger.ts';
import { silentLogger } from '../logger.ts';
import { supervise } from './supervise.ts';

/** A service that does what it is told run by run; the pauses between runs are noted, not waited for. */
function supervised(runs: (() => Promise<void>)[], options: { ranMs?: number[] } = {}) {
  const pauses: number[] = [];
  const warnings: LogFields[] = [];
  let run = 0;
  let nowMs = 0;
  const service = supervise({
    name: 'tailer',
    run: (signal) => {
      nowMs += options.ranMs?.[run] ?? 0;
      const next = runs[run++];
      return next ? next() : new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    },
    pause: async (ms) => {
      pauses.push(ms);
    },
    elapsedMs: () => nowMs,
    logger: { ...silentLogger, warn: (_, fields) => warnings.push(fields ?? {}) },
  });
  return { service, pauses, warnings, runs: () => run };
}

const fail = () => Promise.reject(new Error('broken'));
const times = (count: number) => Array.from({ length: count }, () => fail);

describe('a supervised service', () => {
  it('is started again after pauses that grow to a limit', async () => {
    const { service, pauses, runs } = supervised(times(11));
    await expect.poll(runs).toBe(12);
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]);
    await service.stop();
    await service.done;
  });

  it('begins with short pauses again after a healthy run', async () => {
    const { service, pauses, runs } = supervised(times(4), { ranMs: [0, 0, 60_000, 0] });
    await expect.poll(runs).toBe(5);
    expect(pauses).toEqual([100, 200, 100, 200]);
    await service.stop();
  });

  it('is started again when it ends without being told to', async () => {
    const { service, warnings, runs } = supervised([async () => {}]);
    await expect.poll(runs).toBe(2);
    expect(warnings).toEqual([{ service: 'tailer', code: 'BELFRY_INTERNAL', failures: 1, pauseMs: 100 }]);
    await service.stop();
  });

  it('is started again after an error that can heal, and not after one that cannot', async () => {
    const { service, pauses, runs } = supervised([
      () => Promise.reject(new BelfryError('BELFRY_DISK_FULL', 'full')),
      () => Promise.reject(new BelfryError('BELFRY_ARCHIVE_NEWER', 'newer')),
    ]);
    await expect(service.done).rejects.toMatchObject({ code: 'BELFRY_ARCHIVE_NEWER' });
    expect([runs(), pauses.length]).toEqual([2, 1]);
    await service.stop();
  });

  it('ends when stopped, also in the middle of a pause, and stops twice', async () => {
    const stopping = supervise({ name: 'x', run: fail, firstPauseMs: 3_600_000, maxPauseMs: 3_600_000 });
    await Promise.resolve();
    await Promise.all([stopping.stop(), stopping.stop()]);
    await expect(stopping.done).resolves.toBeUndefined();
  });

  it('waits for the run to end when stopped', async () => {
    let ended = false;
    const service = supervise({
      name: 'x',
      run: async (signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await new Promise(setImmediate);
        ended = true;
      },
    });
    await service.stop();
    expect(ended).toBe(true);
  });
});
