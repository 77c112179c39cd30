import { someTokens } from '@belfry/core/testing';
import { describe, expect, it } from 'vitest';
import { aSource, type SomeRequest } from './testing/a-source.ts';
import { toReportJson } from './to-json.ts';

/** `count` input tokens, which cost a micro-dollar each, or ten of the dear model. */
const input = (at: string, count: number, request: SomeRequest = {}): SomeRequest => ({
  at: `${at}T12:00:00Z`,
  tokens: { input: count },
  ...request,
});

describe('a summary', () => {
  const sessions = [
    { id: 'claude:s1', agent: 'claude', project: 'engine', title: 'One' },
    { id: 'claude:s2', agent: 'claude', project: 'mill', title: 'Two' },
    { id: 'codex:s3', agent: 'codex', project: 'engine', title: 'Three' },
  ];
  const requests = [
    input('2026-11-18', 100, { session: 'claude:s1' }),
    input('2026-11-18', 20, { session: 'claude:s1', model: 'dear' }),
    input('2026-11-18', 3, { session: 'claude:s2' }),
    input('2026-11-19', 7, { session: 'codex:s3', model: 'dear' }),
    input('2026-11-19', 1, { session: 'claude:s1' }),
  ];
  const { reports } = aSource({ sessions, requests });
  const range = { from: '2026-11-18', to: '2026-11-19' };

  it('adds up days, models, projects and agents, dearest first', () => {
    const { daily, modelTotals, projectTotals, agentTotals, totals } = reports.summary(range);
    const costs = (rows: readonly { costMicros: number }[], key: string) =>
      rows.map((row) => [(row as Record<string, unknown>)[key], row.costMicros]);
    expect(costs(daily, 'date')).toEqual([
      ['2026-11-18', 303],
      ['2026-11-19', 71],
    ]);
    expect(costs(modelTotals, 'model')).toEqual([
      ['dear', 270],
      ['cheap', 104],
    ]);
    expect(costs(projectTotals, 'project')).toEqual([
      ['engine', 371],
      ['mill', 3],
    ]);
    expect(costs(agentTotals, 'agent')).toEqual([
      ['claude', 304],
      ['codex', 70],
    ]);
    expect(totals).toMatchObject({ totalCost: 0.000374, costMicros: 374, totalTokens: 131, requests: 5 });
    expect(daily[0]).toMatchObject({
      modelsUsed: ['cheap', 'dear'],
      modelBreakdowns: [
        { modelName: 'dear', costMicros: 200 },
        { modelName: 'cheap', costMicros: 103 },
      ],
      projectBreakdowns: [{ project: 'engine' }, { project: 'mill' }],
      agentBreakdowns: [{ agent: 'claude' }],
      from: '2026-11-18T00:00:00.000Z',
      to: '2026-11-19T00:00:00.000Z',
    });
  });

  it('counts the sessions that have a request in it', () => {
    expect(reports.summary(range).sessionCounts).toEqual({
      total: 3,
      byProject: { engine: 2, mill: 1 },
      byAgent: { claude: 2, codex: 1 },
    });
    expect(reports.summary({ ...range, from: '2026-11-19' }).sessionCounts.total).toBe(2);
  });

  it.each([
    [{ agent: ['codex'] }, 70],
    [{ agent: ['codex', 'claude'] }, 374],
    [{ excludeAgent: ['codex'] }, 304],
    [{ project: ['mill'] }, 3],
    [{ model: ['dear'], excludeProject: ['mill'] }, 270],
    [{ model: ['dear'], excludeModel: ['dear'] }, 0],
    [{ project: [] }, 0],
    [{ project: ['nowhere'] }, 0],
  ])('has the filters %j', (filter, micros) => {
    expect(reports.summary({ ...range, ...filter }).totals.costMicros).toBe(micros);
  });

  it('compares with as many days right before', () => {
    const { comparison } = reports.summary({ from: '2026-11-19', to: '2026-11-19' });
    expect(comparison).toEqual({
      priorFrom: '2026-11-18',
      priorTo: '2026-11-18',
      priorTotalCost: 0.000303,
      priorTotalCostMicros: 303,
      priorTotalTokens: 123,
      deltaPct: (71 - 303) / 303,
    });
    expect(reports.summary(range).comparison).toMatchObject({
      priorFrom: '2026-11-16',
      priorTo: '2026-11-17',
      deltaPct: 0,
    });
    expect(reports.summary({ all: true }).comparison).toBeUndefined();
  });

  it('is of the last thirty days when nothing is asked, and of everything when everything is', () => {
    const { reports: longer } = aSource({
      requests: [input('2026-10-21', 1), input('2026-10-22', 10), input('2024-02-29', 100)],
    });
    expect(longer.summary({})).toMatchObject({ from: '2026-10-22', to: '2026-11-20', totals: { costMicros: 10 } });
    expect(longer.summary({ all: true })).toMatchObject({ from: '2024-02-29', totals: { costMicros: 111 } });
  });

  it('leaves breakdowns out when they are not wanted', () => {
    const [row] = reports.summary({ ...range, breakdowns: false }).daily;
    expect(row).toMatchObject({ costMicros: 303, modelBreakdowns: [], projectBreakdowns: [], agentBreakdowns: [] });
  });

  it('cuts a week at the edges of the range', () => {
    const { daily } = reports.summary({ from: '2026-11-19', to: '2026-11-20', granularity: 'week' });
    expect(daily.map(({ date, from, to, costMicros }) => [date, from, to, costMicros])).toEqual([
      ['2026-11-16', '2026-11-19T00:00:00.000Z', '2026-11-21T00:00:00.000Z', 71],
    ]);
  });

  it('of nothing is whole, with zeros', () => {
    const { reports: empty } = aSource({});
    const { daily, totals, cacheStats, sessionCounts, untimed, unpriced } = empty.summary({ all: true });
    expect({ daily, sessionCounts, untimed, unpriced }).toEqual({
      daily: [],
      sessionCounts: { total: 0, byProject: {}, byAgent: {} },
      untimed: undefined,
      unpriced: [],
    });
    expect(totals).toMatchObject({ costMicros: 0, totalTokens: 0, certainty: 'counted' });
    expect(cacheStats.hitRate).toBe(0);
  });
});

describe('every number', () => {
  it('says how sure it is: as its weakest part', () => {
    const { reports } = aSource({
      requests: [
        input('2026-11-18', 1),
        input('2026-11-18', 2, { basis: 'reported', model: 'dear' }),
        input('2026-11-19', 4, { basis: 'estimated' }),
      ],
    });
    const { daily, totals, modelTotals } = reports.summary({});
    expect(daily.map(({ certainty }) => certainty)).toEqual(['reported', 'estimated']);
    expect(modelTotals.map(({ model, certainty }) => [model, certainty])).toEqual([
      ['dear', 'reported'],
      ['cheap', 'estimated'],
    ]);
    expect(Object.entries(totals.basis).map(([basis, { input: tokens }]) => [basis, tokens])).toEqual([
      ['counted', 1],
      ['reported', 2],
      ['estimated', 4],
    ]);
  });

  it('keeps what agents say of cost apart from what tokens cost', () => {
    const { reports } = aSource({
      requests: [
        input('2026-11-18', 100, { reportedCostMicros: 90 }),
        input('2026-11-18', 20),
        input('2026-11-18', 1, { reportedCostMicros: 0 }),
      ],
    });
    expect(reports.summary({}).totals).toMatchObject({
      costMicros: 121,
      reportedCostMicros: 90,
      reportedCostRequests: 2,
      unreportedCostMicros: 20,
    });
  });

  it('that has no price is in no cost, and named', () => {
    const requests = [
      input('2026-11-18', 100, { model: 'x' }),
      input('2026-11-19', 5, { model: 'x' }),
      input('2026-11-19', 3),
    ];
    const { totals, unpriced, daily } = aSource({ requests }).reports.summary({});
    expect(totals).toMatchObject({ costMicros: 3, unpricedTokens: 105 });
    expect(daily.map(({ unpricedTokens }) => unpricedTokens)).toEqual([100, 5]);
    expect(unpriced).toEqual([
      { model: 'x', priceClass: 'standard', reason: 'unknown', totalTokens: 105, requests: 2 },
    ]);
  });

  it('is exact before it is rounded: a thousand tenths of a micro-dollar are a hundred', () => {
    const requests = Array.from({ length: 1000 }, (_, n) => ({
      at: new Date(Date.UTC(2026, 10, 1 + (n % 15), n % 24)).toISOString(),
      tokens: { cacheRead: 1 },
    }));
    expect(aSource({ requests }).reports.summary({}).totals.costMicros).toBe(100);
  });

  it('of caches says what they saved, less what writing them cost', () => {
    const tokens = { input: 1_000, cacheRead: 3_000, cacheWrite5m: 100, cacheWrite1h: 10 };
    const { cacheStats } = aSource({ requests: [{ at: '2026-11-18T12:00:00Z', tokens }] }).reports.summary({});
    // Of 3,000 read nine tenths are saved, of writes a fifth and once more are paid.
    expect(cacheStats).toMatchObject({
      hitRate: 0.75,
      savingsVsUncachedMicros: 2_700 - 20 - 10,
      cacheCreationTokens: 110,
    });
  });

  it('without a time is in no day, and beside them', () => {
    const requests = [input('2026-11-18', 3), { tokens: { input: 4 } }];
    const { totals, untimed } = aSource({ requests }).reports.summary({ all: true });
    expect([totals.costMicros, untimed?.costMicros]).toEqual([3, 4]);
  });
});

describe('a range', () => {
  const { reports } = aSource({});
  it.each([
    [{ timezone: 'Mars/Olympus' }, 'Not a time zone: Mars/Olympus', 'IANA'],
    [{ from: '2026-02-30' }, 'There is no day 2026-02-30', 'YYYY-MM-DD'],
    [{ to: 'yesterday' }, '"to" is not a day: yesterday', 'YYYY-MM-DD'],
    [{ from: '20261101' }, '"from" is not a day: 20261101', 'YYYY-MM-DD'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'The range ends before it begins: 2026-11-02 to 2026-11-01', 'today'],
    [{ from: '2026-11-21' }, 'The range ends before it begins: 2026-11-21 to 2026-11-20', 'today'],
  ])('that is none is refused: %j', (query, message, hint) => {
    const refusal = expect.objectContaining({
      code: 'BELFRY_BAD_REQUEST',
      message,
      hint: expect.stringContaining(hint),
    });
    for (const ask of [reports.summary, reports.sessions, reports.blocks]) expect(() => ask(query)).toThrow(refusal);
  });

  it('of hours has at most 31 days', () => {
    const hours = (from: string) => reports.summary({ from, to: '2026-11-20', granularity: 'hour' });
    expect(hours('2026-10-21').daily).toEqual([]);
    expect(() => hours('2026-10-20')).toThrow(
      expect.objectContaining({ code: 'BELFRY_BAD_REQUEST', message: 'Too many hours: 2026-10-20 to 2026-11-20' }),
    );
  });

  it('of hours of all usage has at most 31 days from first to last usage, however long ago that was', () => {
    const hoursOf = (first: string, last: string, now: string) => {
      const { reports } = aSource({ requests: [input(first, 1), input(last, 2)] }, now);
      return reports
        .summary({ all: true, granularity: 'hour' })
        .daily.map(({ date, costMicros }) => [date, costMicros]);
    };
    expect(hoursOf('2026-10-01', '2026-10-31', '2031-01-01T00:00:00Z')).toEqual([
      ['2026-10-01T12:00+00:00', 1],
      ['2026-10-31T12:00+00:00', 2],
    ]);
    expect(() => hoursOf('2026-10-01', '2026-11-01', '2026-11-01T13:00:00Z')).toThrow('Too many hours');
    expect(aSource({}).reports.summary({ all: true, granularity: 'hour' }).daily).toEqual([]);
  });

  it('of all usage holds what was used after today, where the clock that wrote it was ahead, and ends with it', () => {
    const requests = [input('2026-11-18', 1), input('2026-12-24', 2)];
    const ask = (query: object) => aSource({ requests }, '2026-11-20T12:00:00Z').reports.summary(query);
    expect(ask({ all: true })).toMatchObject({ to: '2026-12-24', totals: { costMicros: 3 } });
    expect(ask({ all: true, timezone: 'Pacific/Kiritimati' })).toMatchObject({ to: '2026-12-25' });
    expect(ask({ all: true, to: '2026-11-30' })).toMatchObject({ to: '2026-11-30', totals: { costMicros: 1 } });
    expect(ask({})).toMatchObject({ to: '2026-11-20', totals: { costMicros: 1 } });
    const odd = aSource({ requests: [...requests, input('5138-01-01', 4)] }, '2026-11-20T12:00:00Z').reports;
    expect(odd.summary({ all: true })).toMatchObject({ to: '2027-11-21', totals: { costMicros: 3 } });
    expect(aSource({ requests }, '2027-01-01T12:00:00Z').reports.summary({ all: true }).to).toBe('2027-01-01');
  });

  it('ends today, which is another day elsewhere', () => {
    const at = aSource({}, '2026-11-20T23:30:00Z').reports;
    expect(at.summary({}).to).toBe('2026-11-20');
    expect(at.summary({ timezone: 'Asia/Tokyo' }).to).toBe('2026-11-21');
  });
});

describe('a report asked for again', () => {
  it('has what came since, and only days that changed are read again', () => {
    const { tally, reports } = aSource({ requests: [input('2026-11-18', 100), input('2026-11-19', 20)] });
    const reads: number[] = [];
    const { cells } = tally;
    tally.cells = (day) => {
      reads.push(day);
      return cells(day);
    };
    const ask = () => reports.summary({ timezone: 'Europe/Berlin' }).totals.costMicros;
    expect(ask()).toBe(120);
    reads.length = 0;
    expect(ask()).toBe(120);
    expect(reads).toEqual([]);
    tally.addRequest({
      session: 'claude:s1',
      at: Date.parse('2026-11-19T13:00:00Z'),
      model: 'cheap',
      priceClass: 'standard',
      basis: 'counted',
      tokens: { input: 3, output: 0, reasoning: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 },
    });
    expect(ask()).toBe(123);
    expect(reads).toEqual([Date.parse('2026-11-19') / 86_400_000]);
  });
});

it('is the same as JSON, whichever rows are written anew', () => {
  const { tally, reports } = aSource({ requests: [input('2026-11-18', 100), input('2026-11-19', 20, { model: 'x' })] });
  for (const query of [{}, { breakdowns: false }, { from: '2020-01-01', to: '2020-01-02' }]) {
    for (let round = 0; round < 2; round++) {
      const summary = reports.summary(query);
      expect(JSON.parse(toReportJson(summary))).toEqual(JSON.parse(JSON.stringify(summary)));
    }
    tally.addRequest({
      session: 'claude:s1',
      at: Date.parse('2026-11-19T13:00:00Z'),
      model: 'cheap',
      priceClass: 'standard',
      basis: 'counted',
      tokens: someTokens({ input: 3 }),
    });
  }
  expect(toReportJson(reports.sessions({}))).toBe(JSON.stringify(reports.sessions({})));
});
