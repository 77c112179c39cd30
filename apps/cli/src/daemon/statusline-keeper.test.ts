import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@belfry/core';
import { createHub } from '@belfry/events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keptFile, statuslineDirectory } from '../usage/statusline/kept-file.ts';
import { createStatuslineKeeper, type StatuslineKeeper } from './statusline-keeper.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 2, 3, 12);
let runDir: string;
let nowMs: number;
let asked: number;
let keeper: StatuslineKeeper;

beforeEach(async () => {
  vi.useFakeTimers();
  runDir = mkdtempSync(join(tmpdir(), 'belfry-keeper-'));
  nowMs = startMs;
  asked = 0;
  mkdirSync(statuslineDirectory({ runDir }), { recursive: true });
  const endTime = new Date(startMs + 30 * minuteMs).toISOString();
  const clock = { now: () => nowMs };
  keeper = createStatuslineKeeper({
    paths: { runDir },
    usage: {
      async summary() {
        asked += 1;
        return JSON.stringify({ totals: { cost: 0, unpricedTokens: 0 } });
      },
      blocks: async () => JSON.stringify({ blocks: nowMs < startMs + 30 * minuteMs ? [{ costUSD: 1, endTime }] : [] }),
    },
    hub: createHub({ clock }),
    clock,
    timezone: 'UTC',
    logger: silentLogger,
  });
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  keeper.stop();
  vi.useRealTimers();
  rmSync(runDir, { recursive: true });
});

async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    nowMs += minuteMs;
    await vi.advanceTimersByTimeAsync(minuteMs);
  }
}

test('nobody is asked for numbers that are still true: only when the block ends and when the day does', async () => {
  expect(asked).toBe(1);
  await pass(29);
  expect(asked).toBe(1);
  await pass(2);
  expect(asked).toBe(2);
  await pass(11 * 60);
  expect(asked).toBe(2);
  await pass(31);
  expect(asked).toBe(3);
});

test('numbers are asked for when prices change, when the file went, and when the clock was set back', async () => {
  keeper.note();
  await pass(1);
  expect(asked).toBe(2);
  rmSync(keptFile({ runDir }));
  await pass(1);
  expect(asked).toBe(3);
  expect(readFileSync(keptFile({ runDir }), 'utf8')).toMatch(/^belfry1 /);
  nowMs -= 60 * minuteMs;
  await pass(1);
  expect(asked).toBe(4);
});
