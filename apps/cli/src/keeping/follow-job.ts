import { setTimeout as delay } from 'node:timers/promises';
import type { Job, JobBody } from '@belfry/api/contract';
import { BelfryError, type ErrorCode, errorCodes } from '@belfry/core';
import type { DaemonClient } from '../client/daemon-client.ts';
import type { TellProgress } from '../daemon/jobs.ts';

const lookMs = 200;

/** Has the daemon do the work, and waits for its end. */
export async function followJob(
  daemon: DaemonClient,
  body: JobBody,
  tell: TellProgress,
): Promise<Record<string, number>> {
  const started = await daemon.request<Job>('POST', 'api/v1/jobs', body).catch((error: BelfryError) => {
    throw error.code === 'BELFRY_NOT_FOUND' ? tooOld(daemon) : error;
  });
  for (let job = started; ; job = await daemon.request<Job>('GET', `api/v1/jobs/${started.id}`)) {
    if (job.state === 'done') return job.result ?? {};
    if (job.state === 'failed') throw toError(job);
    tell(job.progress);
    await delay(lookMs);
  }
}

function tooOld({ server }: DaemonClient): BelfryError {
  return new BelfryError('BELFRY_DAEMON_UNREACHABLE', `The daemon is belfry ${server.version}, which cannot do this.`, {
    hint: 'belfry daemon restart',
  });
}

function toError({ kind, problem }: Job): BelfryError {
  const { code = '', message = `The daemon could not ${kind}.`, hint } = problem ?? {};
  const known = Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : 'BELFRY_INTERNAL';
  return new BelfryError(known, message, hint === undefined ? {} : { hint });
}
