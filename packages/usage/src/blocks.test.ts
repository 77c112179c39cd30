import { describe, expect, it } from 'vitest';
import { aSource, type SomeRequest } from './testing/a-source.ts';

const input = (at: string, count = 1, request: SomeRequest = {}): SomeRequest => ({
  at,
  tokens: { input: count },
  ...request,
});
const blocksOf = (requests: readonly SomeRequest[], query: object = {}, now = '2026-11-20T12:00:00Z') =>
  aSource({ requests }, now).reports.blocks({ all: true, ...query });
const bounds = (...args: Parameters<typeof blocksOf>) =>
  blocksOf(...args).blocks.map(({ isGap, startTime, endTime, entries }) => [
    isGap ? 'gap' : 'block',
    startTime.slice(8, 19),
    endTime.slice(8, 19),
    entries,
  ]);

describe('blocks', () => {
  it('begin at the full hour of their first request and last five hours', () => {
    expect(
      bounds([input('2026-11-10T10:40:00Z'), input('2026-11-10T14:59:59Z'), input('2026-11-10T15:00:00Z')]),
    ).toEqual([
      ['block', '10T10:00:00', '10T15:00:00', 2],
      ['block', '10T15:00:00', '10T20:00:00', 1],
    ]);
  });

  it('end with five hours of silence, and the gap runs from then to the next request', () => {
    const requests = [input('2026-11-10T10:10:00Z'), input('2026-11-10T15:10:00.001Z')];
    expect(bounds(requests, { sessionHours: 8 })).toEqual([['block', '10T10:00:00', '10T18:00:00', 2]]);
    expect(bounds(requests)).toEqual([
      ['block', '10T10:00:00', '10T15:00:00', 1],
      ['gap', '10T15:10:00', '10T15:10:00', 0],
      ['block', '10T15:00:00', '10T20:00:00', 1],
    ]);
    const { blocks } = blocksOf([input('2026-11-10T10:10:00Z'), input('2026-11-10T22:00:00Z')]);
    expect(blocks[1]).toMatchObject({
      id: 'gap-2026-11-10T15:10:00.000Z',
      isGap: true,
      actualEndTime: null,
      endTime: '2026-11-10T22:00:00.000Z',
      totalTokens: 0,
    });
  });

  it('add up what was used in them', () => {
    const { blocks, maxTokens } = blocksOf([
      { at: '2026-11-10T10:40:00Z', tokens: { input: 1, output: 2, cacheRead: 30, cacheWrite5m: 4, cacheWrite1h: 5 } },
      input('2026-11-10T11:40:00Z', 100, { model: 'dear' }),
      input('2026-11-10T11:41:00Z', 7, { model: 'x' }),
    ]);
    // 1 + 20 + 3 + 4.8 + 10, and 1,000 of the dear model
    expect(blocks).toMatchObject([
      {
        id: '2026-11-10T10:00:00.000Z',
        actualEndTime: '2026-11-10T11:41:00.000Z',
        isActive: false,
        entries: 3,
        tokenCounts: {
          inputTokens: 108,
          outputTokens: 2,
          cacheCreationInputTokens: 9,
          cacheReadInputTokens: 30,
        },
        totalTokens: 149,
        costMicros: 1_039,
        unpricedTokens: 7,
        models: ['cheap', 'dear', 'x'],
        burnRate: null,
        projection: null,
      },
    ]);
    expect(maxTokens).toBe(149);
  });

  it('of one agent do not hear of another', () => {
    const requests = [input('2026-11-10T10:00:00Z'), input('2026-11-10T11:00:00Z', 1, { session: 'codex:s' })];
    expect(bounds(requests)).toEqual([['block', '10T10:00:00', '10T15:00:00', 1]]);
    expect(bounds(requests, { agent: 'codex' })).toEqual([['block', '10T11:00:00', '10T16:00:00', 1]]);
  });

  it('say which one runs, how fast, and where it ends up', () => {
    // 60 tokens a minute and 60 micro-dollars, for an hour; an hour and a half of the window is left.
    const requests = [input('2026-11-20T09:00:00Z', 1_800), input('2026-11-20T10:00:00Z', 1_800)];
    const { blocks } = blocksOf(requests, { tokenLimit: 10_000 }, '2026-11-20T12:30:00Z');
    expect(blocks).toMatchObject([
      {
        isActive: true,
        burnRate: { tokensPerMinute: 60, tokensPerMinuteForIndicator: 60, costPerHour: 0.0036 },
        projection: { totalTokens: 3_600 + 90 * 60, totalCost: 0.01, remainingMinutes: 90 },
        tokenLimitStatus: { limit: 10_000, projectedUsage: 9_000, percentUsed: 90, status: 'warning' },
      },
    ]);
    const status = (tokenLimit: number) =>
      blocksOf(requests, { tokenLimit }, '2026-11-20T12:30:00Z').blocks[0]?.tokenLimitStatus?.status;
    expect([status(8_999), status(9_000), status(11_250)]).toEqual(['exceeds', 'warning', 'ok']);
    expect(blocksOf(requests, {}, '2026-11-20T14:00:00Z').blocks[0]?.isActive).toBe(false);
  });

  it('have no rate while they have one request', () => {
    const [block] = blocksOf([input('2026-11-20T11:00:00Z')], { tokenLimit: 5 }).blocks;
    expect(block).toMatchObject({ isActive: true, burnRate: null, projection: null });
    expect(block).not.toHaveProperty('tokenLimitStatus');
  });

  it('can be the running one only', () => {
    const requests = [input('2026-11-10T10:00:00Z'), input('2026-11-20T11:00:00Z')];
    expect(bounds(requests, { active: true })).toEqual([['block', '20T11:00:00', '20T16:00:00', 1]]);
    expect(bounds(requests, { active: true }, '2026-11-21T12:00:00Z')).toEqual([]);
  });

  it('of a range are those of everything that begin in it, however long work went on without a rest', () => {
    // Every four hours for three weeks: no silence ends a chain of windows, whose beginnings wander.
    const requests = Array.from({ length: 126 }, (_, n) =>
      input(new Date(Date.UTC(2026, 9, 30, 4 * n, 20)).toISOString()),
    );
    const all = blocksOf(requests).blocks;
    const some = blocksOf(requests, { all: false, from: '2026-11-14', to: '2026-11-15' }).blocks;
    expect(some.length).toBeGreaterThan(5);
    expect(some).toEqual(all.filter(({ startTime }) => startTime >= '2026-11-14' && startTime < '2026-11-16'));
  });

  it('of nothing are none', () => {
    expect(blocksOf([])).toMatchObject({ inferred: true, blocks: [], maxTokens: 0 });
  });
});
