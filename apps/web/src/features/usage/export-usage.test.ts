import type { UsageSummary } from '@belfry/core';
import { expect, test } from 'vitest';
import { toCsv } from './export-usage.ts';

test('names with commas and quotes survive, money is whole micro-dollars', () => {
  const summary = {
    daily: [
      {
        date: '2026-11-02',
        projectBreakdowns: [{ project: 'a, "b"', inputTokens: 3, totalTokens: 3, requests: 1, costMicros: 1234567 }],
      },
    ],
  } as unknown as UsageSummary;
  const [head, line, ...rest] = toCsv(summary, 'project').split('\n');
  expect(head?.startsWith('period,project,inputTokens,')).toBe(true);
  expect(line?.startsWith('2026-11-02,"a, ""b""",3,')).toBe(true);
  expect(line).toContain(',1234567,');
  expect(rest).toEqual([]);
});
