import type { QuotaSample } from '@belfry/core';
import { expect, it } from 'vitest';
import { createQuotaChanges } from './quota-changes.ts';

const sample = (usedPercent: number, resetsAt = '2026-11-02T12:00:00.000Z'): QuotaSample => ({
  agent: 'claude',
  limit: 'five_hour',
  usedPercent,
  resetsAt,
  at: '2026-11-02T09:00:00.000Z',
});

it('sessions that repeat what they said do not make the figures go to and fro', () => {
  const changes = createQuotaChanges();
  const news: [string, number][] = [];
  const say = (session: string, percent: number) => {
    for (const { usedPercent } of changes(session, [sample(percent)])) news.push([session, usedPercent]);
  };
  for (const [session, percent] of [
    ['a', 10],
    ['b', 8],
    ['a', 10],
    ['b', 12],
    ['a', 10],
    ['b', 12],
    ['c', 12],
    ['a', 13],
  ] as const) {
    say(session, percent);
  }
  expect(news).toEqual([
    ['a', 10],
    ['b', 12],
    ['a', 13],
  ]);
});

it('a window that begins anew is news, an old one of a session just seen is not', () => {
  const changes = createQuotaChanges();
  const next = '2026-11-02T17:00:00.000Z';
  expect(changes('a', [sample(90)])).toHaveLength(1);
  expect(changes('a', [sample(1, next)])).toHaveLength(1);
  expect(changes('b', [sample(95)])).toEqual([]);
  expect(changes('c', [sample(2, next)])).toHaveLength(1);
});
