import { aQuotaSample } from '@belfry/core/testing';
import { describe, expect, it } from 'vitest';
import { aSource, type SomeRequest } from '../testing/a-source.ts';

const day = '2026-11-20';
const resetsAt = `${day}T15:00:00.000Z`;
/** Percent of the five-hour window that began at ten. */
const at = (time: string, usedPercent: number, sample: object = {}) =>
  aQuotaSample({ at: `${day}T${time}:00.000Z`, usedPercent, resetsAt, ...sample });
const input = (session: string, time: string, count: number): SomeRequest => ({
  session: `claude:${session}`,
  at: `${day}T${time}:00Z`,
  tokens: { input: count },
});
const windowsOf = (
  samples: readonly ReturnType<typeof at>[],
  requests: readonly SomeRequest[] = [],
  query: object = {},
) => aSource({ samples, requests }, `${day}T12:00:00Z`).reports.quota(query).windows;

describe('a quota window', () => {
  it('shows its latest sample, its curve and what it is called', () => {
    const [window] = windowsOf([at('10:30', 10, { plan: 'max' }), at('11:00', 20), at('11:30', 20), at('11:50', 30)]);
    expect(window).toMatchObject({
      agent: 'claude',
      limit: 'five_hour',
      label: '5 h',
      windowMinutes: 300,
      plan: 'max',
      isExpired: false,
      current: { at: `${day}T11:50:00.000Z`, usedPercent: 30, resetsAt },
    });
    expect(window?.samples.map(({ usedPercent }) => usedPercent)).toEqual([10, 20, 20, 30]);
  });

  it('shows a level as its two ends, and a long curve as thin as asked for', () => {
    const level = Array.from({ length: 50 }, (_, n) => at(`10:${String(n).padStart(2, '0')}`, 7));
    expect(windowsOf(level)[0]?.samples).toHaveLength(2);
    const steep = Array.from({ length: 50 }, (_, n) => at(`10:${String(n).padStart(2, '0')}`, n));
    const { samples = [] } = windowsOf(steep, [], { points: 10 })[0] ?? {};
    expect([samples.length, samples[0]?.usedPercent, samples.at(-1)?.usedPercent]).toEqual([10, 0, 49]);
  });

  it('is one for each limit of each agent, the shortest first', () => {
    const samples = [
      at('11:00', 1, { agent: 'codex', limit: 'secondary', windowMinutes: 10_080 }),
      at('11:00', 2, { agent: 'codex', limit: 'primary' }),
      at('11:00', 3),
      at('11:00', 4, { limit: 'odd', windowMinutes: undefined, resetsAt: undefined }),
    ];
    expect(windowsOf(samples).map(({ agent, label }) => [agent, label])).toEqual([
      ['claude', '5 h'],
      ['claude', 'odd'],
      ['codex', '5 h'],
      ['codex', '7 d'],
    ]);
    expect(windowsOf(samples, [], { agent: ['codex'] })).toHaveLength(2);
  });

  it('that has reset since is history: no rate, no forecast', () => {
    const [window] = windowsOf([
      at('10:00', 10, { resetsAt: `${day}T11:00:00.000Z` }),
      at('10:50', 90, { resetsAt: `${day}T11:00:00.000Z` }),
    ]);
    expect(window).toMatchObject({ isExpired: true });
    expect(window).not.toHaveProperty('burn');
    expect(window).not.toHaveProperty('forecast');
  });

  it.each([
    // Of 09:00 UTC, seen at noon, a day or more than one later.
    ['whose reset was not told, as long as it is long', { windowMinutes: 180 }, 0, false],
    ['whose reset was not told, once it is older than it is long', { windowMinutes: 179 }, 0, true],
    [
      'whose reset is told for later than it is long',
      { windowMinutes: 179, resetsAt: '2026-11-27T00:00:00Z' },
      0,
      true,
    ],
    ['of which only the reset is told, until then', { resetsAt: '2026-11-27T00:00:00Z' }, 3, false],
    ['of which only the reset is told, from then on', { resetsAt: '2026-11-20T12:00:00Z' }, 0, true],
    ['of which neither is told, for a day', {}, 0, false],
    ['of which neither is told, after a day', {}, 1, true],
  ])('%s, is current or history', (_, told, days, isExpired) => {
    const sample = aQuotaSample({ windowMinutes: undefined, resetsAt: undefined, at: `${day}T09:00:00.000Z`, ...told });
    const now = new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString();
    const [window] = aSource({ samples: [sample] }, now).reports.quota({}).windows;
    expect(window).toMatchObject({ isExpired, current: { usedPercent: sample.usedPercent } });
  });

  it('begins anew when its reset moves on, not when the reset wanders by seconds', () => {
    const before = { resetsAt: `${day}T10:20:00.000Z` };
    const [window] = windowsOf([
      at('09:00', 80, before),
      at('10:10', 95, before),
      at('11:00', 5, { resetsAt: `${day}T15:00:20.000Z` }),
      at('11:45', 35, { resetsAt: `${day}T15:00:05.000Z` }),
    ]);
    expect(window?.burn).toMatchObject({ from: `${day}T11:00:00.000Z`, percentPerHour: 40, samples: 2 });
  });

  it('without a reset begins anew when the percentage falls', () => {
    const open = { resetsAt: undefined };
    const [window] = windowsOf([at('11:00', 80, open), at('11:20', 4, open), at('11:50', 10, open)]);
    expect(window?.burn).toMatchObject({ from: `${day}T11:20:00.000Z`, percentPerHour: 12 });
    expect(window?.forecast?.percentAtReset).toBeUndefined();
  });
});

describe('the burn rate', () => {
  it('is the rise of the last hour, and its band what rounding hides when it was even', () => {
    // 0.5 % a minute; the samples before the last hour do not count.
    const samples = [
      at('10:00', 0),
      ...[0, 12, 24, 36, 48, 60].map((minute) =>
        at(minute === 60 ? '12:00' : `11:${String(minute).padStart(2, '0')}`, 10 + minute / 2),
      ),
    ];
    const [window] = windowsOf(samples);
    expect(window?.burn).toMatchObject({
      percentPerHour: 30,
      low: 29,
      high: 31,
      from: `${day}T11:00:00.000Z`,
      samples: 6,
    });
  });

  it('has a wider band when it was uneven', () => {
    const samples = [at('11:00', 10), at('11:15', 10), at('11:30', 34), at('11:45', 36), at('12:00', 40)];
    const { low = 0, high = 0, percentPerHour } = windowsOf(samples)[0]?.burn ?? {};
    // Rises of 0, 24, 2 and 4 points in quarters of an hour: mean 7.5, standard deviation 11.12, t(3) = 2.353.
    expect(percentPerHour).toBe(30);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(30 + (2.353 * 4 * 11.1206) / 2, 1);
  });

  it.each([
    ['with one sample', [at('11:50', 10)]],
    ['when nothing rose', [at('11:00', 10), at('11:50', 10)]],
    ['when the last sample is old', [at('10:00', 10), at('10:30', 20)]],
  ])('is none %s', (_, samples) => {
    expect(windowsOf(samples)[0]).not.toHaveProperty('burn');
  });
});

describe('the forecast', () => {
  it('says when the window runs out, and between when and when', () => {
    const [window] = windowsOf([at('11:00', 40), at('12:00', 70)]);
    // 30 points an hour, give or take one: 30 are left.
    expect(window?.forecast).toEqual({
      runsOutAt: `${day}T13:00:00.000Z`,
      earliest: new Date(Date.parse(`${day}T12:00:00Z`) + Math.round((30 / 31) * 3_600_000)).toISOString(),
      latest: new Date(Date.parse(`${day}T12:00:00Z`) + Math.round((30 / 29) * 3_600_000)).toISOString(),
      percentAtReset: { expected: 160, low: 157, high: 163 },
    });
  });

  it('leaves out what lies behind the reset', () => {
    expect(windowsOf([at('11:00', 10), at('12:00', 20)])[0]?.forecast).toEqual({
      percentAtReset: { expected: 50, low: 47, high: 53 },
    });
    // 99 % expected at the reset, a little more at the upper edge.
    const { forecast } = windowsOf([at('11:00', 45.75), at('12:00', 59.25)])[0] ?? {};
    expect(forecast).toMatchObject({ percentAtReset: { expected: 99.75 }, earliest: expect.any(String) });
    expect(forecast).not.toHaveProperty('runsOutAt');
    expect(forecast).not.toHaveProperty('latest');
  });

  it('of a window that has run out is that it has', () => {
    const [window] = windowsOf([at('11:00', 90), at('11:50', 101)]);
    expect(window?.forecast).toMatchObject({ runsOutAt: `${day}T11:50:00.000Z`, earliest: `${day}T11:50:00.000Z` });
  });
});

describe('the shares of a window', () => {
  it('split each rise among the requests made meanwhile, by what they cost', () => {
    const [window] = windowsOf(
      [at('10:30', 12), at('11:00', 20), at('11:30', 24)],
      [input('a', '10:20', 50), input('a', '10:45', 30), input('b', '10:50', 10), input('b', '11:20', 1)],
    );
    // 12 points are a's, of 8 three quarters, and the last 4 are b's.
    expect(window?.shares.map(({ sessionId, percentPoints }) => [sessionId, percentPoints])).toEqual([
      ['claude:a', 18],
      ['claude:b', 6],
    ]);
    expect(window).toMatchObject({ unattributedPercentPoints: 0, shares: [{ costMicros: 80 }, { costMicros: 11 }] });
  });

  it('are nobody’s where belfry saw no request: another machine, another program', () => {
    const [window] = windowsOf([at('10:30', 12), at('11:00', 20)], [input('a', '10:45', 1)]);
    expect(window).toMatchObject({ unattributedPercentPoints: 12, shares: [{ percentPoints: 8 }] });
  });

  it('are by tokens when nothing has a price', () => {
    const request = (session: string, count: number) => ({ ...input(session, '10:45', count), model: 'x' });
    const [window] = windowsOf([at('10:30', 0), at('11:00', 10)], [request('a', 4), request('b', 1)]);
    expect(window?.shares.map(({ percentPoints }) => percentPoints)).toEqual([8, 2]);
  });

  it('do not count a percentage twice that fell and rose again', () => {
    const [window] = windowsOf(
      [at('10:30', 10), at('10:40', 8), at('10:50', 12)],
      [input('a', '10:20', 1), input('a', '10:45', 1)],
    );
    expect(window?.shares[0]?.percentPoints).toBeCloseTo(12);
  });
});

describe('a range', () => {
  it('cuts the curve and nothing else', () => {
    const samples = [at('10:30', 10), at('11:00', 20), at('11:30', 40)];
    const [window] = windowsOf(samples, [], { from: `${day}T11:00:00Z`, to: `${day}T11:15:00+00:00` });
    expect(window).toMatchObject({ current: { usedPercent: 40 }, samples: [{ usedPercent: 20 }] });
  });

  it('may be days of a zone', () => {
    const samples = [
      aQuotaSample({ at: '2026-11-19T18:14:00.000Z', usedPercent: 1 }),
      aQuotaSample({ at: '2026-11-19T18:15:00.000Z', usedPercent: 2 }),
    ];
    const query = { from: '2026-11-20', timezone: 'Asia/Kathmandu' };
    expect(windowsOf(samples, [], query)[0]?.samples.map(({ usedPercent }) => usedPercent)).toEqual([2]);
  });

  it.each([
    [{ from: 'soon' }, '"from" is neither a day nor an instant: soon'],
    [{ from: '2026-11-20T10:00' }, '"from" is neither'],
    [{ to: '2026-11-31' }, '"to" is neither'],
    [{ from: '2026-11-20', to: '2026-11-19' }, 'The range ends before it begins'],
    [{ timezone: 'Nowhere/At_All' }, 'Not a time zone'],
  ])('that is none is refused: %j', (query, message) => {
    expect(() => windowsOf([], [], query)).toThrow(
      expect.objectContaining({ code: 'BELFRY_BAD_REQUEST', message: expect.stringContaining(message) }),
    );
  });
});
