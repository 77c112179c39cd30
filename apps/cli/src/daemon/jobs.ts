import { randomUUID } from 'node:crypto';
import type { Job, JobBody } from '@belfry/api/contract';
import { BelfryError, type Logger, toBelfryError } from '@belfry/core';

export type TellProgress = (progress: Job['progress']) => void;

/** Does one kind of work; what it returns are the figures of the finished work. */
export type RunJob = (body: JobBody, tell: TellProgress) => Promise<Record<string, number>>;

export interface Jobs {
  start(body: JobBody): Job;
  get(id: string): Job | undefined;
  /** Waits for the one that runs; none is started any more. */
  stop(): Promise<void>;
}

/** Jobs that have ended are told of for as long as a command may still ask. */
const kept = 20;

/** Runs one job at a time and remembers how the latest ones ended. */
export function createJobs(run: RunJob, logger: Logger): Jobs {
  const jobs = new Map<string, Job>();
  let current: Job | undefined;
  let running: Promise<void> | undefined;
  let isStopped = false;

  return {
    start(body) {
      if (current !== undefined || isStopped) {
        const why = current === undefined ? 'belfry stops' : `the archive is at work: ${current.kind}`;
        throw new BelfryError('BELFRY_ARCHIVE_BUSY', `No other work can be begun now, ${why}.`, {
          hint: 'Try again when it has ended.',
        });
      }
      const job: Job = {
        id: randomUUID(),
        kind: body.kind,
        state: 'running',
        progress: { step: body.kind, done: 0, total: 0 },
      };
      current = job;
      jobs.set(job.id, job);
      for (const id of [...jobs.keys()].slice(0, -kept)) jobs.delete(id);
      running = finish(job, body);
      return { ...job };
    },
    get: (id) => jobs.get(id),
    async stop() {
      isStopped = true;
      await running;
    },
  };

  async function finish(job: Job, body: JobBody): Promise<void> {
    logger.info('job begins', { kind: job.kind });
    try {
      const result = await run(body, (progress) => {
        job.progress = progress;
      });
      Object.assign(job, { state: 'done', result });
      logger.info('job done', { kind: job.kind, ...result });
    } catch (thrown) {
      const { code, message, hint } = toBelfryError(thrown);
      Object.assign(job, { state: 'failed', problem: { code, message, ...(hint === undefined ? {} : { hint }) } });
      logger.error('job failed', { kind: job.kind, code, error: message });
    } finally {
      current = undefined;
    }
  }
}
