import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, systemClock } from '@belfry/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createHookSpool, type HookSpool } from './hook-spool.ts';
import type { Spooled } from './spooled.ts';

let base: string;
let directory: string;
let taken: Spooled[];
let spool: HookSpool;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'belfry-spool-'));
  directory = join(base, 'hooks');
  taken = [];
  spool = createHookSpool({ directory, take: (one) => taken.push(one), clock: systemClock, logger: silentLogger });
});
afterEach(async () => {
  await spool.stop();
  rmSync(base, { recursive: true, force: true });
});

function leave(name: string, text: string, atMs?: number): void {
  writeFileSync(join(directory, name), text);
  if (atMs !== undefined) utimesSync(join(directory, name), atMs / 1000, atMs / 1000);
}

const payloads = () => taken.map(({ payload }) => payload);

it('takes what was left while nobody listened, oldest first, each once', async () => {
  mkdirSync(directory);
  const now = Math.floor(Date.now() / 1000) * 1000;
  leave('claude-9-0', '{"n":2}', now - 2000);
  leave('codex-3-0', '{"n":1}', now - 3000);
  leave('claude-1-1', '{"n":3}\n', now - 1000);
  leave('.full', '');
  leave('notes.txt', 'of somebody else');
  spool.start();
  await vi.waitFor(() => expect(taken.length).toBe(3));
  expect(taken[0]).toEqual({ agent: 'codex', atMs: now - 3000, payload: { n: 1 } });
  expect(payloads()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  await vi.waitFor(() => expect(readdirSync(directory)).toEqual(['notes.txt']));
});

it('takes what comes, when it is whole', async () => {
  spool.start();
  leave('claude-1-0', '{"n":');
  leave('claude-2-0', '{"n":2}');
  await vi.waitFor(() => expect(payloads()).toEqual([{ n: 2 }]));
  leave('claude-1-0', '{"n":1}');
  await vi.waitFor(() => expect(payloads()).toEqual([{ n: 2 }, { n: 1 }]));
});

it('what will never be whole is told as that', async () => {
  mkdirSync(directory);
  leave('claude-1-0', '{"n":', Date.now() - 60_000);
  spool.start();
  await vi.waitFor(() => expect(payloads()).toEqual([undefined]));
  await vi.waitFor(() => expect(existsSync(join(directory, 'claude-1-0'))).toBe(false));
});

it('goes on in a directory that was taken away', async () => {
  spool.start();
  rmSync(directory, { recursive: true });
  await vi.waitFor(() => expect(existsSync(directory)).toBe(true));
  leave('claude-1-0', '{}');
  await vi.waitFor(() => expect(taken.length).toBe(1));
});
