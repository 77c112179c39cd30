import { BelfryError } from '@belfry/core';
import { describe, expect, test } from 'vitest';
import type { Job, JobBody } from '../contract/jobs.ts';
import { aServer } from '../testing/a-server.ts';

const started: Job = { id: 'job-1', kind: 'prune', state: 'running', progress: { step: 'prune', done: 0, total: 0 } };

function aJobs() {
  const asked: JobBody[] = [];
  const start = (body: JobBody): Job => {
    asked.push(body);
    return { ...started, kind: body.kind };
  };
  return { asked, start, get: (id: string): Job | undefined => (id === started.id ? started : undefined) };
}

const prune = { kind: 'prune', selection: { session: ['claude:1'] } };
const post = (payload: object) => ({ method: 'POST' as const, url: '/api/v1/jobs', payload });

describe('work on the archive as a whole', () => {
  test('is begun by a holder of the secret, and followed', async () => {
    const jobs = aJobs();
    await using server = await aServer({ jobs });
    expect((await server.trusted(post(prune))).json()).toEqual(started);
    expect(jobs.asked).toEqual([prune]);
    expect((await server.trusted('/api/v1/jobs/job-1')).json()).toEqual(started);
    expect((await server.trusted('/api/v1/jobs/job-2')).json()).toMatchObject({
      status: 404,
      code: 'BELFRY_NOT_FOUND',
    });
  });

  test.each([prune, { kind: 'compact' }, { kind: 'import', path: '/etc/passwd' }])(
    'is not begun by a browser, signed in or not: %j',
    async (body) => {
      const jobs = aJobs();
      await using server = await aServer({ jobs });
      const { headers } = await server.browser();
      const signedIn = await server.ask({ ...post(body), headers });
      expect(signedIn.json()).toMatchObject({ status: 401, code: 'BELFRY_UNAUTHORIZED' });
      expect((await server.ask(post(body))).statusCode).toBe(401);
      expect(jobs.asked).toEqual([]);
    },
  );

  test.each([
    {},
    { kind: 'wipe' },
    { kind: 'prune' },
    { kind: 'prune', selection: { older: 1 } },
    { kind: 'prune', selection: { session: 'claude:1' } },
    { kind: 'import', path: '' },
    { kind: 'compact', path: '/x' },
  ])('is refused when it is not of the contract: %j', async (body) => {
    const jobs = aJobs();
    await using server = await aServer({ jobs });
    expect((await server.trusted(post(body))).json()).toMatchObject({ status: 400, code: 'BELFRY_BAD_REQUEST' });
    expect(jobs.asked).toEqual([]);
  });

  test('waits for other work', async () => {
    const start = () => {
      throw new BelfryError('BELFRY_ARCHIVE_BUSY', 'the archive is at work', { hint: 'later' });
    };
    await using server = await aServer({ jobs: { ...aJobs(), start } });
    expect((await server.trusted(post({ kind: 'compact' }))).json()).toMatchObject({
      code: 'BELFRY_ARCHIVE_BUSY',
      hint: 'later',
    });
  });
});

describe('disk usage', () => {
  test.each([
    ['', { limit: 50 }],
    ['?by=session&limit=3', { by: 'session', limit: 3 }],
    ['?agent=claude&project=engine', { agent: ['claude'], project: ['engine'], limit: 50 }],
  ])('asks the archive for %j', async (query, asked) => {
    await using server = await aServer();
    expect((await server.trusted(`/api/v1/disk${query}`)).statusCode).toBe(200);
    expect(server.archive.asked).toEqual([asked]);
  });

  test.each(['by=day', 'limit=0', 'limit=many'])('refuses %s', async (query) => {
    await using server = await aServer();
    expect((await server.trusted(`/api/v1/disk?${query}`)).json()).toMatchObject({ code: 'BELFRY_BAD_REQUEST' });
  });
});
