import { aSessionDetail } from '@belfry/core/testing';
import { describe, expect, test } from 'vitest';
import { aServer } from '../testing/a-server.ts';
import { someUsage } from '../testing/some-usage.ts';

const { id } = aSessionDetail();

describe('the routes of usage', () => {
  test('hand on filters as they are, with the defaults of the contract', async () => {
    const usage = someUsage();
    await using server = await aServer({ usage });
    const query = 'from=2026-01-01&to=2026-01-31&timezone=Asia/Kathmandu&agent=claude&agent=codex&excludeProject=mill';
    const response = await server.trusted(`/api/v1/usage/summary?${query}&granularity=week&weekStart=sunday`);
    expect(response.statusCode).toBe(200);
    expect(usage.asked).toEqual([
      {
        from: '2026-01-01',
        to: '2026-01-31',
        timezone: 'Asia/Kathmandu',
        agent: ['claude', 'codex'],
        excludeProject: ['mill'],
        granularity: 'week',
        weekStart: 'sunday',
        breakdowns: true,
      },
    ]);
  });

  test('say which event the snapshot is of, read before the report is made', async () => {
    const usage = someUsage();
    await using server = await aServer({ usage });
    const { summary } = usage;
    usage.summary = (query) => {
      server.hub.publish({ type: 'quota.sampled', sample: { agent: 'a', limit: 'l', usedPercent: 1, at: '' } });
      return summary(query);
    };
    const { asOf, from } = (await server.trusted('/api/v1/usage/summary')).json();
    expect({ asOf, from }).toEqual({ asOf: 'b.0', from: '2026-01-01' });
  });

  test.each(['usage', 'usage/requests', 'usage/series'])('know no %s of a session that is none', async (path) => {
    await using server = await aServer();
    const response = await server.trusted(`/api/v1/sessions/claude%3Anobody/${path}`);
    expect(response.json()).toMatchObject({ status: 404, code: 'BELFRY_NOT_FOUND' });
  });

  test('answer for a subagent whose slash a proxy has decoded', async () => {
    await using server = await aServer();
    const response = await server.trusted(`/api/v1/sessions/${encodeURIComponent(id)}/a1/usage/series`);
    expect(response.json()).toMatchObject({ code: 'BELFRY_NOT_FOUND', title: expect.stringContaining('/a1') });
  });

  test.each([
    ['usage/summary?granularity=year', 'granularity must be one of hour, day, week, month'],
    ['usage/summary?form=2026-01-01', 'form is not known here'],
    ['usage/summary?breakdowns=maybe', 'breakdowns'],
    ['usage/sessions?limit=0', 'limit'],
    ['usage/sessions?sort=size', 'sort must be one of cost, tokens, recent'],
    ['usage/blocks?sessionHours=0', 'sessionHours'],
    ['usage/blocks?sessionHours=5.1', 'sessionHours'],
    ['usage/quota?points=1', 'points'],
  ])('refuse %s and say what is wrong', async (path, reason) => {
    const usage = someUsage();
    await using server = await aServer({ usage });
    const response = await server.trusted(`/api/v1/${path}`);
    expect(response.json()).toMatchObject({ status: 400, code: 'BELFRY_BAD_REQUEST' });
    expect(response.json().title).toContain(reason);
    expect(usage.asked).toEqual([]);
  });
});
