import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, systemClock } from '@belfry/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Spooled } from './spooled.ts';
import { createStatusSpool, type StatusSpool } from './status-spool.ts';

let base: string;
let directory: string;
let taken: Spooled[];
let spool: StatusSpool;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'belfry-status-'));
  directory = join(base, 'status');
  mkdirSync(directory);
  taken = [];
  spool = createStatusSpool({ directory, take: (one) => taken.push(one), clock: systemClock, logger: silentLogger });
});
afterEach(async () => {
  await spool.stop();
  rmSync(base, { recursive: true, force: true });
});

const payloads = () => taken.map(({ payload }) => payload);

it('takes what was told last, and again when it is another', async () => {
  const file = join(directory, 'claude-a-b');
  writeFileSync(file, '{"n":1}\n');
  spool.start();
  await vi.waitFor(() => expect(payloads()).toEqual([{ n: 1 }]));
  writeFileSync(file, '{"n":');
  writeFileSync(file, '{"n":2}\n');
  await vi.waitFor(() => expect(payloads()).toEqual([{ n: 1 }, { n: 2 }]));
  expect(existsSync(file)).toBe(true);
});

it('forgets sessions nobody has had open for a day', async () => {
  const file = join(directory, 'claude-old');
  writeFileSync(file, '{"n":1}\n');
  const longAgo = Date.now() / 1000 - 3 * 86_400;
  utimesSync(file, longAgo, longAgo);
  spool.start();
  await vi.waitFor(() => expect(existsSync(file)).toBe(false));
  expect(taken).toEqual([]);
});
