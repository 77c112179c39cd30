import { describe, expect, it } from 'vitest';
import { aSource, type SomeRequest } from './testing/a-source.ts';

const session = (id: string, more: object = {}) => ({
  id: `claude:${id}`,
  agent: 'claude',
  project: 'engine',
  title: '',
  ...more,
});
const input = (name: string, at: string, count: number, request: SomeRequest = {}): SomeRequest => ({
  session: `claude:${name}`,
  at,
  tokens: { input: count },
  ...request,
});

describe('the list of sessions', () => {
  const { reports } = aSource({
    sessions: [
      session('a', { title: 'Alpha', cwd: '/home/ada/engine' }),
      session('b'),
      session('c', { parentId: 'claude:a' }),
    ],
    requests: [
      input('a', '2026-11-10T23:50:00Z', 5),
      input('a', '2026-11-11T00:10:00Z', 20),
      input('b', '2026-11-11T09:00:00Z', 3, { model: 'dear' }),
      input('b', '2026-11-11T08:00:00Z', 1),
      input('c', '2026-11-12T09:00:00Z', 25),
    ],
  });
  const ids = (query: object) =>
    reports.sessions(query).items.map(({ sessionId, costMicros }) => [sessionId, costMicros]);

  it('is by cost, or tokens, or the last request', () => {
    expect(ids({})).toEqual([
      ['claude:b', 31],
      ['claude:a', 25],
      ['claude:c', 25],
    ]);
    expect(ids({ sort: 'tokens' }).map(([id]) => id)).toEqual(['claude:a', 'claude:c', 'claude:b']);
    expect(ids({ sort: 'recent' }).map(([id]) => id)).toEqual(['claude:c', 'claude:b', 'claude:a']);
  });

  it('is of the sessions asked for, each with what is below it', () => {
    expect(ids({ session: ['claude:a', 'claude:nobody'] })).toEqual([['claude:a', 50]]);
    expect(ids({ session: ['claude:c', 'claude:a'] })).toEqual([
      ['claude:a', 50],
      ['claude:c', 25],
    ]);
    expect(ids({ session: ['claude:a'], from: '2026-11-11', to: '2026-11-11' })).toEqual([['claude:a', 20]]);
    expect(ids({ session: [] })).toEqual([]);
  });

  it('counts what was in the range only, to the quarter of an hour', () => {
    expect(ids({ from: '2026-11-11', to: '2026-11-11' })).toEqual([
      ['claude:b', 31],
      ['claude:a', 20],
    ]);
    expect(ids({ from: '2026-11-11', to: '2026-11-11', timezone: 'Europe/Berlin' })).toEqual([
      ['claude:b', 31],
      ['claude:a', 25],
    ]);
  });

  it('names each session and its models', () => {
    const [b, a, c] = reports.sessions({}).items;
    expect(a).toMatchObject({
      displayName: 'Alpha',
      cwd: '/home/ada/engine',
      firstActivity: '2026-11-10T23:50:00.000Z',
      lastActivity: '2026-11-11T00:10:00.000Z',
    });
    expect(b).toMatchObject({ displayName: 'engine', firstActivity: '2026-11-11T08:00:00.000Z' });
    expect(b?.modelBreakdowns.map(({ modelName, costMicros }) => [modelName, costMicros])).toEqual([
      ['dear', 30],
      ['cheap', 1],
    ]);
    expect(c).toMatchObject({ parentId: 'claude:a' });
  });

  it('comes in pages that show each session once', () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = reports.sessions({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ sessionId }) => sessionId));
      expect(page.total).toBe(3);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual(['claude:b', 'claude:a', 'claude:c']);
  });

  it.each(['x', 'bnVsbA', ''])('refuses the cursor %j', (cursor) => {
    expect(() => reports.sessions({ cursor })).toThrow(expect.objectContaining({ code: 'BELFRY_CURSOR_INVALID' }));
  });

  it('has the filters of the summary', () => {
    expect(ids({ model: ['dear'] })).toEqual([['claude:b', 30]]);
    expect(ids({ excludeProject: ['engine'] })).toEqual([]);
  });
});

describe('one session', () => {
  const { reports } = aSource({
    sessions: [
      session('a', { reportedCostMicros: 99 }),
      session('b', { parentId: 'claude:a', agentType: 'Explore', startedAt: '2026-11-10T10:05:00Z' }),
      session('c', { parentId: 'claude:b', title: 'Deep' }),
    ],
    requests: [
      input('a', '2026-11-10T10:00:00Z', 100, { messageKey: 'm1' }),
      input('b', '2026-11-10T10:05:00Z', 20),
      input('c', '2026-11-10T10:06:00Z', 3, { model: 'dear' }),
      input('a', '2026-11-12T10:00:00Z', 4, { model: 'x' }),
    ],
  });

  it('is told alone and with everything below it', () => {
    expect(reports.session('claude:a')).toMatchObject({
      own: { costMicros: 100, totalTokens: 104, unpricedTokens: 4 },
      withSubagents: {
        costMicros: 150,
        requests: 4,
        modelBreakdowns: [{ model: 'cheap' }, { model: 'dear' }, { model: 'x' }],
      },
      subagents: [
        { sessionId: 'claude:b', parentId: 'claude:a', agentType: 'Explore', displayName: 'engine', costMicros: 20 },
        { sessionId: 'claude:c', parentId: 'claude:b', displayName: 'Deep', costMicros: 30 },
      ],
      reportedCostMicros: 99,
      unpriced: [{ model: 'x', totalTokens: 4 }],
    });
  });

  it('has a curve that only rises, whatever stood still between its requests', () => {
    const curve = reports.series('claude:a', {});
    expect(curve?.points.map(({ at, costMicros, requests }) => [at, costMicros, requests])).toEqual([
      ['2026-11-10T10:00:00.000Z', 100, 1],
      ['2026-11-10T10:05:00.000Z', 120, 2],
      ['2026-11-10T10:06:00.000Z', 150, 3],
      ['2026-11-12T10:00:00.000Z', 150, 4],
    ]);
    expect(curve).toMatchObject({ includesSubagents: true, unpricedTokens: 4, untimed: { requests: 0 } });
    expect(reports.series('claude:a', { includeSubagents: false })?.points).toHaveLength(2);
  });

  it('has a curve of as many points as asked for, with both ends', () => {
    const requests = Array.from({ length: 100 }, (_, n) =>
      input('s', `2026-11-10T10:00:${String(n % 60).padStart(2, '0')}Z`, 1),
    );
    const points = aSource({ requests }).reports.series('claude:s', { points: 5 })?.points ?? [];
    expect(points.map(({ requests: count }) => count)).toEqual([1, 26, 51, 75, 100]);
  });

  it('lists its requests in order of time, those without one last', () => {
    const { reports: other } = aSource({
      requests: [
        { session: 'claude:s', tokens: { input: 9 } },
        input('s', '2026-11-10T11:00:00Z', 2, { reportedCostMicros: 7 }),
        input('s', '2026-11-10T10:00:00Z', 1, { model: 'x', messageKey: 'm1' }),
      ],
    });
    const page = other.requests('claude:s', { limit: 2 });
    expect(page?.items).toMatchObject([
      { at: '2026-11-10T10:00:00.000Z', messageKey: 'm1', model: 'x' },
      { at: '2026-11-10T11:00:00.000Z', costMicros: 2, reportedCostMicros: 7 },
    ]);
    expect(page?.items[0]).not.toHaveProperty('costMicros');
    expect(other.requests('claude:s', { limit: 2, cursor: page?.next ?? '' })?.items).toMatchObject([
      { tokens: { input: 9 } },
    ]);
  });

  it('that is none is none', () => {
    for (const ask of [reports.session, reports.requests, reports.series])
      expect(ask('claude:nobody', {})).toBeUndefined();
  });
});
