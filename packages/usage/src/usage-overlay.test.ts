import { cellFields, noTokens, type UsageSession, type UsageSource } from '@belfry/core';
import { describe, expect, it } from 'vitest';
import { createUsageOverlay, firstOverlayKey, type UsageChange } from './usage-overlay.ts';
import { createUsageTally, type TallyRequest } from './usage-tally.ts';

const at = Date.UTC(2026, 10, 3, 9, 20);
const hour = 3_600_000;
const aRequest = (session: string, output: number, more: Partial<TallyRequest> = {}): TallyRequest => ({
  session,
  at,
  model: 'opus',
  priceClass: 'standard',
  basis: 'counted',
  tokens: { ...noTokens, input: 3, output },
  ...more,
});
const aSession = (id: string, project = 'shop') => ({ id, agent: 'claude', project, title: id });

function aTally(requests: readonly TallyRequest[]): UsageSource {
  const tally = createUsageTally();
  for (const id of new Set(requests.map(({ session }) => session))) tally.addSession(aSession(id));
  for (const request of requests) tally.addRequest(request);
  return tally;
}

const keyOf = (source: UsageSource, id: string) => source.session(id)?.key ?? Number.NaN;
const toChange = (source: UsageSource, request: TallyRequest, sign: 1 | -1 = 1): UsageChange => ({
  ...request,
  model: request.model ?? '',
  session: keyOf(source, request.session),
  sign,
});

/** Everything a source counts, with names in the place of its own numbers. */
function counted(source: UsageSource) {
  const named = (cells: Float64Array) => {
    const fields: readonly string[] = cellFields;
    const sums = new Map<string, Record<string, number>>();
    for (let start = 0; start < cells.length; start += fields.length) {
      const row = Object.fromEntries(fields.map((field, index) => [field, cells[start + index] ?? 0]));
      const { quarter = 0, series = 0, session, firstAt: _, lastAt: __, ...values } = row;
      const name = JSON.stringify([
        quarter,
        source.series(series),
        session !== undefined && source.sessions([session])[0]?.id,
      ]);
      const sum = sums.get(name) ?? {};
      for (const [field, value] of Object.entries(values)) sum[field] = (sum[field] ?? 0) + value;
      sums.set(name, sum);
    }
    return [...sums].filter(([, sum]) => Object.values(sum).some((value) => value !== 0)).sort();
  };
  const days = source.days(0, 1e6).map(({ day }) => day);
  return {
    days: days.flatMap((day) => named(source.cells(day))),
    untimed: named(source.untimed()),
  };
}

const requests = [
  aRequest('claude:a', 10),
  aRequest('claude:a', 20, { at: at + hour, model: 'haiku', reportedCostMicros: 7 }),
  aRequest('claude:b', 30, { at: at + 24 * hour, priceClass: 'batch' }),
  aRequest('claude:b', 40, { at: undefined as never }),
];

describe('an overlay', () => {
  it('without an archive counts what a tally of the same requests counts', () => {
    const sessions: UsageSession[] = ['claude:a', 'claude:b'].map((id, index) => ({
      ...aSession(id),
      key: firstOverlayKey + index,
    }));
    const own = { session: (id: string) => sessions.find((session) => session.id === id) } as UsageSource;
    const overlay = createUsageOverlay(undefined, {
      sessions,
      requests: requests.map((request) => toChange(own, request)),
    });
    expect(counted(overlay)).toEqual(counted(aTally(requests)));
  });

  it('adds to an archive what it has not read', () => {
    for (let split = 0; split <= requests.length; split++) {
      const base = aTally([...requests.slice(0, split), aRequest('claude:a', 1), aRequest('claude:b', 1)]);
      const changes = requests.slice(split).map((request) => toChange(base, request));
      const overlay = createUsageOverlay(base, { sessions: [], requests: changes });
      expect(counted(overlay)).toEqual(
        counted(aTally([...requests, aRequest('claude:a', 1), aRequest('claude:b', 1)])),
      );
    }
  });

  it('takes away what was counted before it was complete', () => {
    const unfinished = aRequest('claude:a', 1, { messageKey: 'm' });
    const finished = aRequest('claude:a', 300, { messageKey: 'm' });
    const base = aTally([...requests, unfinished]);
    const overlay = createUsageOverlay(base, {
      sessions: [],
      requests: [toChange(base, unfinished, -1), toChange(base, finished)],
    });
    expect(counted(overlay)).toEqual(counted(aTally([...requests, finished])));
    expect(overlay.requests(keyOf(base, 'claude:a')).map(({ tokens }) => tokens.output)).toEqual([10, 300, 20]);
  });

  it('says that a day changed', () => {
    const base = aTally(requests);
    const day = Math.floor(at / 86_400_000);
    const [before] = base.days(day, day + 1);
    const overlay = createUsageOverlay(base, { sessions: [], requests: [toChange(base, aRequest('claude:a', 5))] });
    expect(overlay.days(day, day + 1)[0]?.version).not.toBe(before?.version);
    expect(overlay.days(day + 1, day + 2)).toEqual(base.days(day + 1, day + 2));
  });

  it('knows the sessions of both, and puts new subagents below their parents', () => {
    const base = aTally(requests);
    const child = { ...aSession('claude:a/x'), key: firstOverlayKey, parentId: 'claude:a' };
    const grandchild = { ...aSession('claude:a/x/y'), key: firstOverlayKey + 1, parentId: 'claude:a/x' };
    const overlay = createUsageOverlay(base, { sessions: [grandchild, child], requests: [] });
    expect(overlay.session('claude:a/x')).toEqual(child);
    expect(overlay.session('claude:b')).toEqual(base.session('claude:b'));
    expect(overlay.sessions([keyOf(base, 'claude:a'), child.key]).map(({ id }) => id)).toEqual([
      'claude:a',
      'claude:a/x',
    ]);
    expect(overlay.descendants(keyOf(base, 'claude:a'))).toEqual([child, grandchild]);
    expect(overlay.session('claude:none')).toBeUndefined();
  });
});
