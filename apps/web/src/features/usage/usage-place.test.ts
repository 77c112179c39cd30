import { expect, test } from 'vitest';
import { toSpan, toUsagePlace, toUsageQuery, type UsagePlace } from './usage-place.ts';

const usual: UsagePlace = {
  range: 'month',
  by: 'model',
  measure: 'cost',
  model: [],
  project: [],
  agent: [],
  sort: 'cost',
};

test.each<UsagePlace>([
  usual,
  { ...usual, range: 'year', by: 'project', measure: 'tokens', sort: 'recent' },
  { ...usual, range: { from: '2026-01-31', to: '2026-02-01' }, period: '2026-01-31' },
  { ...usual, model: ['opus-5', 'a b&c=d'], project: ['/tmp/ü'], agent: ['codex'] },
])('a view survives its own address: %o', (place) => {
  expect(toUsagePlace(toUsageQuery(place))).toEqual(place);
});

test('the usual view has a bare address', () => {
  expect(toUsageQuery(usual)).toBe('');
});

test.each([
  'range=forever&by=moon&measure=stars&sort=up',
  'from=2026-02-30&to=2026-03-01',
  'from=2026-03-02&to=2026-03-01',
  'from=yesterday',
])('what makes no sense is as if it were not given: %s', (query) => {
  expect(toUsagePlace(query)).toEqual(usual);
});

test('a range ends today and has as many days as it says', () => {
  expect(toSpan('day', '2026-03-01')).toEqual({ from: '2026-03-01', to: '2026-03-01', granularity: 'hour' });
  expect(toSpan('week', '2026-03-01')).toEqual({ from: '2026-02-23', to: '2026-03-01', granularity: 'day' });
  expect(toSpan('month', '2026-03-01')).toEqual({ from: '2026-01-31', to: '2026-03-01', granularity: 'day' });
  expect(toSpan('year', '2026-03-01')).toEqual({ from: '2025-03-02', to: '2026-03-01', granularity: 'week' });
});

test('a range of one’s own is cut so that bars stay readable', () => {
  const granularity = (from: string, to: string) => toSpan({ from, to }, '2026-03-01').granularity;
  expect(granularity('2026-01-01', '2026-01-02')).toBe('hour');
  expect(granularity('2026-01-01', '2026-03-31')).toBe('day');
  expect(granularity('2025-01-01', '2026-03-31')).toBe('week');
  expect(granularity('2020-01-01', '2026-03-31')).toBe('month');
});
