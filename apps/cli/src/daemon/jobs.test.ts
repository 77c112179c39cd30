import type { Job, JobBody } from '@belfry/api/contract';
import { BelfryError, type Logger } from '@belfry/core';
import { describe, expect, test } from 'vitest';
import { createJobs, type TellProgress } from './jobs.ts';

const compact: JobBody = { kind: 'compact' };

function aRun() {
  const gates: PromiseWithResolvers<Record<string, number>>[] = [];
  const tells: TellProgress[] = [];
  const logged: string[] = [];
  const log = (text: string) => void logged.push(text);
  const logger: Logger = { debug: log, info: log, warn: log, error: log, child: () => logger };
  const jobs = createJobs((_, tell) => {
    const gate = Promise.withResolvers<Record<string, number>>();
    gates.push(gate);
    tells.push(tell);
    return gate.promise;
  }, logger);
  const ended = (id: string) =>
    expect.poll(() => jobs.get(id)?.state, { interval: 1 }).not.toBe('running') as Promise<void>;
  return { jobs, gates, tells, logged, ended };
}

describe('jobs', () => {
  test('tell how far they are, and how they ended', async () => {
    const { jobs, gates, tells, logged, ended } = aRun();
    const { id, ...begun } = jobs.start(compact);
    expect(begun).toEqual({ kind: 'compact', state: 'running', progress: { step: 'compact', done: 0, total: 0 } });
    tells[0]?.({ step: 'copy', done: 3, total: 9 });
    expect(jobs.get(id)?.progress).toEqual({ step: 'copy', done: 3, total: 9 });
    gates[0]?.resolve({ bytesBefore: 9, bytesAfter: 3 });
    await ended(id);
    expect(jobs.get(id)).toMatchObject({ state: 'done', result: { bytesBefore: 9, bytesAfter: 3 } });
    expect(logged).toEqual(['job begins', 'job done']);
  });

  test('that failed say why and what to do, and the next may begin', async () => {
    const { jobs, gates, ended } = aRun();
    const first = jobs.start(compact);
    gates[0]?.reject(new BelfryError('BELFRY_DISK_FULL', 'no room', { hint: 'make some' }));
    await ended(first.id);
    const second = jobs.start(compact);
    gates[1]?.reject(new TypeError('a bug'));
    await ended(second.id);
    const problems = [first, second].map(({ id }) => (jobs.get(id) as Job & { state: 'failed' }).problem);
    expect(problems).toMatchObject([
      { code: 'BELFRY_DISK_FULL', message: 'no room', hint: 'make some' },
      { code: 'BELFRY_INTERNAL' },
    ]);
  });

  test('run one at a time', () => {
    const { jobs } = aRun();
    jobs.start(compact);
    expect(() => jobs.start({ kind: 'import', path: '/b' })).toThrow(
      expect.objectContaining({ code: 'BELFRY_ARCHIVE_BUSY', message: expect.stringContaining('compact') }),
    );
  });

  test('are waited for at the end, and none begins after', async () => {
    const { jobs, gates } = aRun();
    const { id } = jobs.start(compact);
    const stopped = jobs.stop();
    expect(() => jobs.start(compact)).toThrow(expect.objectContaining({ code: 'BELFRY_ARCHIVE_BUSY' }));
    gates[0]?.resolve({});
    await stopped;
    expect(jobs.get(id)?.state).toBe('done');
  });

  test('of long ago are forgotten', async () => {
    const { jobs, gates, ended } = aRun();
    const ids: string[] = [];
    for (let n = 0; n < 25; n++) {
      const { id } = jobs.start(compact);
      gates.at(-1)?.resolve({});
      await ended(id);
      ids.push(id);
    }
    expect(ids.filter((id) => jobs.get(id))).toHaveLength(20);
    expect(jobs.get(ids.at(-1) ?? '')).toBeDefined();
  });
});
